"""Her copy, made with her at a visit: her yes, a password shown once, the same file as hers."""

import io
import json
import re
from datetime import timedelta

import pytest
import pyzipper
import time_machine
from django.test import Client
from django.utils import timezone

from audit.models import Disclosure, ReadEvent
from portal.looked import looks_at
from tests.care.conftest import THEN
from tests.cast import Cast


@pytest.fixture
def sure(ben: Client) -> Client:
    """Ben, who has proved just now who he is."""
    proved(ben)
    return ben


def proved(client: Client) -> None:
    kept = client.session
    kept["account_authentication_methods_user"] = kept["_auth_user_id"]
    now = timezone.now().timestamp()
    kept["account_authentication_methods"] = [{"method": "password", "at": now}]
    kept.save()


def path(cast: Cast) -> str:
    return f"/staff/mothers/{cast.ana.public_id}/copy/"


def shown(client: Client, cast: Cast) -> tuple[str, str]:
    """The password and its mark, as the page shows them."""
    page = client.post(path(cast), {"asked": "on"})
    assert page.status_code == 200 and page["Cache-Control"] == "no-store"
    text = page.content.decode()
    password = re.search(r"<code[^>]*>([^<]+)</code>", text)
    made = re.search(r'name="made" value="([^"]+)"', text)
    assert password and made
    return password[1], made[1]


def test_it_is_offered_on_her_page_to_those_who_read_her_answers(answered, ben, desk) -> None:
    page = f"/staff/mothers/{answered.ana.public_id}/"
    assert path(answered) in ben.get(page).content.decode()
    assert path(answered) not in desk(answered.cam).get(page).content.decode()


def test_without_her_yes_nothing_is_made(answered, sure) -> None:
    page = sure.post(path(answered))
    assert page.status_code == 400 and "Ask her first" in page.content.decode()
    assert "<code" not in page.content.decode() and not Disclosure.objects.exists()


def test_she_gets_the_file_her_own_page_makes(answered, sure) -> None:
    password, made = shown(sure, answered)
    assert re.fullmatch(r"[a-z2-9]{4}(-[a-z2-9]{4}){3}", password)
    assert not Disclosure.objects.exists()  # Nothing has been made yet.
    file = sure.post(path(answered), {"made": made})
    assert file["Content-Disposition"] == 'attachment; filename="daybook.zip"'
    assert file["Cache-Control"] == "no-store"
    with pyzipper.AESZipFile(io.BytesIO(file.content)) as archive:
        assert {one.flag_bits & 1 for one in archive.infolist()} == {1}
        archive.setpassword(password.encode())
        tables = json.loads(archive.read("2.json"))["tables"]
    assert {"Participant", "Identity", "Answer", "Consent"} <= set(tables)
    with pyzipper.AESZipFile(io.BytesIO(file.content)) as archive:
        archive.setpassword(b"another password")
        with pytest.raises(RuntimeError):
            archive.read("2.json")


def test_the_account_of_it_is_kept_and_she_reads_it(answered, sure) -> None:
    sure.post(path(answered), {"made": shown(sure, answered)[1]})
    told = Disclosure.objects.get(participant=answered.ana.public_id)
    assert (told.basis, told.actor, told.purpose) == (
        "to_her",
        answered.ben.actor,
        "subject_access",
    )
    assert ReadEvent.objects.get(kind="exported").ids == [answered.ana.public_id]
    looks = {(look.name, look.what) for look in looks_at(answered.ana, now=timezone.now())}
    assert (answered.ben.name, "made a copy with you") in looks


def test_every_time_another_password(answered, sure) -> None:
    assert shown(sure, answered)[0] != shown(sure, answered)[0]


def test_the_mark_is_for_one_mother_one_person_and_a_while(answered, sure, desk) -> None:
    made = shown(sure, answered)[1]
    eva = f"/staff/mothers/{answered.eva.public_id}/copy/"
    assert sure.post(eva, {"made": made}).status_code == 404
    dan = desk(answered.dan)
    proved(dan)
    assert dan.post(eva, {"made": made}).status_code == 400
    assert sure.post(path(answered), {"made": f"{made}x"}).status_code == 400
    with time_machine.travel(THEN + timedelta(minutes=16)):
        proved(sure)
        assert sure.post(path(answered), {"made": made}).status_code == 400
    assert not Disclosure.objects.exists()


def test_a_sign_in_of_a_while_ago_is_confirmed_first(answered, ben) -> None:
    assert "Confirm it is you" in ben.get(path(answered)).content.decode()
    for sent in ({"asked": "on"}, {"made": "x"}):
        refused = ben.post(path(answered), sent)
        assert refused.status_code == 302 and "/reauthenticate/" in refused["Location"]
    assert not Disclosure.objects.exists()
