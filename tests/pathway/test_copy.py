"""Her copy: locked, all that is hers and no row of anybody else, and nothing that opens a door."""

import io
import json
from uuid import uuid4

import pytest
import pyzipper

from audit.services import record_read
from kernel.errors import BadInput
from pathway.services import archive_of, copy_of
from pathway.services.copy import page_of
from people.models import Unlock
from people.services import change_pin, set_signing_key, unlock
from schedule.models import Quarantine
from schedule.services import quarantine
from tests.cast import NOW, PIN, Cast

SECRETS = {
    "token_hash", "pin_hash", "second_pin_hash", "nonce_hash", "companion_hash", "signing_key",
    "email_index", "phone_index", "body_hash", "lease_token", "pgh_context",
}  # fmt: skip
KEY = {
    "kty": "EC",
    "crv": "P-256",
    "x": "axfR8uEsQkf4vOblY6RA8ncDfYEt6zOg9KE5RdiYwpY",
    "y": "T-NC4v4af5uO5-tKfA-eFivOM1drMV7Oy7ZAaDe_UfU",
}


@pytest.mark.parametrize("password", ["", "x" * 11])
def test_a_short_password_locks_nothing(cast: Cast, password: str) -> None:
    with pytest.raises(BadInput) as refused:
        archive_of(cast.ana, password=password, now=NOW)
    assert refused.value.field == "secret"


def test_without_the_password_no_byte_of_it_is_read(cast: Cast) -> None:
    body = archive_of(cast.ana, password="x" * 12, now=NOW)
    with pyzipper.AESZipFile(io.BytesIO(body)) as archive:
        assert all(one.flag_bits & 1 for one in archive.infolist())
        with pytest.raises(RuntimeError):
            archive.read("2.json")
    assert b"Ana Reyes" not in body


def test_nothing_in_it_opens_a_door(cast: Cast) -> None:
    unlock(device=cast.phone, pin=PIN, now=NOW)
    set_signing_key(device=cast.phone, jwk=KEY)
    change_pin(device=cast.phone, old=f"{PIN}00", new="840271", now=NOW)
    quarantine(
        device=cast.phone, data={"v": 2, "ct": "sentinel"},
        reason=Quarantine.Reason.REVOKED, detail="", now=NOW,
    )  # fmt: skip
    tables = copy_of(cast.ana, now=NOW)["tables"]
    assert Unlock.objects.exists() and "Unlock" not in tables
    assert "Quarantine" in tables
    fields = {name for rows in tables.values() for row in rows for name in row}
    assert not fields & SECRETS
    assert KEY["x"] not in json.dumps(tables) and "sentinel" not in json.dumps(tables)


def test_a_look_at_two_mothers_says_nothing_of_the_other(cast: Cast) -> None:
    for ids in ([cast.ana.public_id, cast.eva.public_id], [cast.eva.public_id]):
        record_read(
            actor=cast.ben.actor, kind="listed", model="people.Participant",
            ids=ids, where=str(uuid4()), now=NOW,
        )  # fmt: skip
    copy = copy_of(cast.ana, now=NOW)
    assert len(copy["tables"]["ReadEvent"]) == 1
    assert str(cast.eva.public_id) not in json.dumps(copy)


def test_what_she_wrote_is_no_markup_on_the_page() -> None:
    row = {"text": "<script>alert(1)</script>"}
    page = page_of({"made_at": NOW.isoformat(), "tables": {"StepEntry": [row]}}, language="en")
    assert "<script>" not in page and "&lt;script&gt;alert(1)" in page
