"""The short pages under Settings: what asks for the PIN again, and what acts at once."""

import io
import json
from datetime import timedelta

import pytest
import pyzipper
import time_machine
from django.test import Client

from audit.models import Disclosure
from audit.services import record_read
from people.models import Consent, Device, Participant
from people.services import live_consent
from tests.cast import NOW, PIN, Cast, pair

THEN = NOW + timedelta(minutes=5)
LATER = NOW + timedelta(minutes=11)
SECRET = "four words are good"


@pytest.fixture
def other(cast: Cast) -> Device:
    """A second phone of hers."""
    return pair(cast.ana, cast.ben)[0]


def test_each_tile_leads_somewhere(her: Client) -> None:
    page = her.get("/d/settings/").content.decode()
    for part in ("language", "messages", "agreed", "lock", "phones", "hide", "forget", "copy",
                 "stop"):  # fmt: skip
        assert f'href="/d/settings/{part}/"' in page
        assert her.get(f"/d/settings/{part}/").status_code == 200


def test_the_time_until_it_locks_is_hers(cast: Cast, her: Client) -> None:
    assert 'data-lock="1"' in her.get("/d/today/").content.decode()
    assert her.post("/d/settings/lock/", {"minutes": "10"}).url == "/d/settings/?done=lock#done"
    assert 'data-lock="10"' in her.get("/d/today/").content.decode()


@pytest.mark.parametrize("form", [{}, {"once_more": "111111"}])
def test_later_than_five_minutes_the_pin_is_asked_again(
    cast: Cast, other: Device, her: Client, form: dict
) -> None:
    with time_machine.travel(LATER):
        her.get("/d/today/")
        for page, said in (
            ("lock", {"minutes": "10"}),
            ("phones", {"phone": str(other.public_id)}),
            ("copy", {"secret": SECRET, "again": SECRET}),
        ):
            assert b'name="once_more"' in her.get(f"/d/settings/{page}/").content
            refused = her.post(f"/d/settings/{page}/", said | form)
            assert refused.status_code in (400, 429), page
            assert b"That PIN is not right" in refused.content
    other.refresh_from_db()
    cast.phone.refresh_from_db()
    assert (other.revoked_at, cast.phone.lock_minutes) == (None, 1)


def test_with_the_pin_it_is_done(cast: Cast, her: Client) -> None:
    with time_machine.travel(LATER):
        her.post("/d/settings/lock/", {"minutes": "10", "once_more": PIN})
    cast.phone.refresh_from_db()
    assert cast.phone.lock_minutes == 10


def test_another_phone_of_hers_is_ended(cast: Cast, other: Device, her: Client) -> None:
    her.post("/d/settings/phones/", {"phone": str(other.public_id)})
    other.refresh_from_db()
    assert other.revoked_at
    assert b"That phone is removed" in her.get("/d/settings/phones/?done=1").content


def test_nobody_elses_phone_and_not_this_one(cast: Cast, her: Client) -> None:
    foreign, _token = pair(cast.eva, cast.dan)
    for phone in (foreign, cast.phone):
        refused = her.post("/d/settings/phones/", {"phone": str(phone.public_id)})
        assert refused.status_code == 400
        phone.refresh_from_db()
        assert phone.revoked_at is None


def test_who_opened_her_things_in_one_line_and_in_a_table(cast: Cast, her: Client) -> None:
    assert b"Nobody in the last 90 days" in her.get("/d/things/").content
    for kind in ("listed", "opened", "opened"):
        record_read(
            actor=cast.ben.actor, kind=kind, model="people.Participant",
            ids=[cast.ana.public_id], where=kind, now=NOW,
        )  # fmt: skip
    record_read(
        actor=cast.dan.actor, kind="opened", model="people.Participant",
        ids=[cast.eva.public_id], where="x", now=NOW,
    )  # fmt: skip
    assert "Last: Ben, 18 November" in her.get("/d/things/").content.decode()
    page = her.get("/d/settings/looked/").content.decode()
    assert page.count("<tr><td>") == 1
    assert "works with you" in page and "Dan" not in page


def test_stopping_acts_at_once_with_no_pin(cast: Cast, other: Device, her: Client) -> None:
    with time_machine.travel(LATER):
        her.get("/d/today/")
        page = her.post("/d/settings/stop/")
    assert b"You have stopped" in page.content
    assert {name for name, cookie in her.cookies.items() if cookie.value} == set()
    cast.ana.refresh_from_db()
    assert cast.ana.status == Participant.Status.WITHDRAWN
    assert not Device.objects.filter(participant=cast.ana, revoked_at=None).exists()
    assert not live_consent(
        participant=cast.ana, purpose=Consent.Purpose.CARE, now=LATER + timedelta(minutes=1)
    )
    assert her.get("/d/today/").url == "/d/unlock/"


def opened(body: bytes, password: str = SECRET) -> dict[str, bytes]:
    """What is in the file."""
    with pyzipper.AESZipFile(io.BytesIO(body)) as archive:
        archive.setpassword(password.encode())
        return {name: archive.read(name) for name in archive.namelist()}


def test_her_copy_is_a_locked_file_under_a_neutral_name(cast: Cast, her: Client) -> None:
    file = her.post("/d/settings/copy/", {"secret": SECRET, "again": SECRET})
    assert file["Content-Disposition"] == 'attachment; filename="daybook.zip"'
    assert file["Cache-Control"] == "no-store"
    inside = opened(file.content)
    assert set(inside) == {"1.html", "2.json"}
    assert "Ana Reyes" in inside["1.html"].decode()
    tables = json.loads(inside["2.json"])["tables"]
    assert {"Participant", "Identity", "Course", "Consent", "Occurrence"} <= set(tables)
    with pytest.raises(RuntimeError):
        opened(file.content, "another password")
    told = Disclosure.objects.get(participant=cast.ana.public_id)
    assert (told.basis, told.actor) == ("to_her", cast.phone.actor)


def test_no_secret_and_nobody_else_is_in_it(cast: Cast, her: Client) -> None:
    body = her.post("/d/settings/copy/", {"secret": SECRET, "again": SECRET}).content
    text = b"".join(opened(body).values()).decode()
    cast.phone.refresh_from_db()
    assert cast.phone.pin_hash not in text and cast.phone.token_hash not in text
    assert "second_pin" not in text and "Eva Stone" not in text


def test_what_a_phone_cannot_hide_is_said_to_everyone(client: Client, db: None) -> None:
    page = client.get("/d/settings/hide/").content.decode()
    for word in ("Calls and texts", "list of pages", "Data used", "watch", "knows your PIN"):
        assert word in page
