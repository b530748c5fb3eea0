"""What her phone takes along for when there is no network."""

import gzip
import json
import re

import pytest
from django.test import Client

from audit.models import ReadEvent
from kernel import sealing
from measures.models import Administration, Answer
from measures.services import save_answer
from people.services import revoke_consent
from portal import packing
from portal.due import things_for
from schedule.models import Deposit, Occurrence
from sessions.models import AssignedSession
from sessions.services import path_of
from tests.cast import NOW, Cast, open_phone
from tests.saying import answer as said

KB = 1024
PARTS = {"look", "where", "main", "foot", "scripts"}


@pytest.fixture
def pack(her: Client) -> dict:
    answer = her.get("/d/pack/")
    assert answer.status_code == 200
    return answer.json()


@pytest.fixture
def assigned(cast: Cast) -> AssignedSession:
    return AssignedSession.objects.filter(course__participant=cast.ana).earliest("ordinal")


@pytest.fixture
def occurrence(cast: Cast) -> Occurrence:
    return Occurrence.objects.filter(participant=cast.ana, rule__kind="check_in").earliest(
        "ordinal"
    )


def give(cast: Cast, begun: Administration) -> None:
    """The first answer of a questionnaire."""
    code = begun.instrument.content.items[0].code
    save_answer(device=cast.phone, envelope=said(begun, code, 3), now=NOW)


def test_it_is_what_the_contract_says(pack: dict, cast: Cast, settings) -> None:
    kid, key = next(iter(sealing.parse_keys(settings.SEALING_KEYS).items()))
    assert (pack["v"], pack["start"], pack["device"]) == (
        1,
        "/d/today/",
        str(cast.phone.public_id),
    )
    assert (pack["kid"], pack["key"]) == (kid, sealing.jwk_of(key.public_key()))
    assert all(set(page) == PARTS for page in pack["pages"].values())


def test_it_holds_all_that_is_open_to_her(
    pack: dict, assigned: AssignedSession, occurrence: Occurrence, cast: Cast
) -> None:
    session, there = f"/d/s/{assigned.public_id}/", set(pack["pages"])
    wanted = {"/d/today/", "/d/help/", "/d/safe/", "/d/plan/", session, f"{session}?on=1"}
    wanted |= {f"{session}{step.code}/" for step in path_of(assigned)}
    wanted.add(f"/d/q/{occurrence.public_id}/")
    for begun in Administration.objects.filter(participant=cast.ana):
        items = begun.instrument.content.items_for(cast.ana.addressed)
        wanted |= {f"/d/q/{begun.public_id}/{item.code}/" for item in items if not item.protocol}
        wanted.add(f"/d/q/{begun.public_id}/done/")
    assert wanted <= there
    listed = set(re.findall(r'href="(/d/s/[^"]+)"', json.dumps(pack["pages"])))
    assert {link for link in listed if "?" not in link} <= there


def test_a_step_of_questions_is_its_first_question(pack: dict, assigned: AssignedSession) -> None:
    begun = Administration.objects.exclude(asked_by="").get()
    step = pack["pages"][f"/d/s/{begun.asked_by}/"]
    first = begun.instrument.content.items[0].code
    assert step == pack["pages"][f"/d/q/{begun.public_id}/{first}/"]


def test_taking_it_marks_nothing(her: Client, assigned: AssignedSession) -> None:
    her.get("/d/pack/")
    assigned.refresh_from_db()
    assert assigned.first_opened_at is None
    assert not (Deposit.objects.exists() or Answer.objects.exists() or ReadEvent.objects.exists())


def test_again_it_is_the_same_and_costs_nothing(her: Client) -> None:
    first = her.get("/d/pack/")
    rows = Administration.objects.count()
    again = her.get("/d/pack/", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert first["ETag"] == f'"{first.json()["hash"]}"'
    assert Administration.objects.count() == rows


def test_it_changes_with_what_she_did(pack: dict, her: Client, cast: Cast) -> None:
    begun = Administration.objects.filter(asked_by="").first()
    give(cast, begun)
    assert her.get("/d/pack/").json()["hash"] != pack["hash"]


def test_one_time_things_are_left_out(pack: dict) -> None:
    text = json.dumps(pack["pages"])
    assert "csrfmiddlewaretoken" not in text
    assert not re.search(r'name=\\"\w*uuid\\"', text)
    assert "<script" not in text and 'id=\\"waiting\\"' not in text


def test_it_is_small(her: Client) -> None:
    answer = her.get("/d/pack/", headers={"Accept-Encoding": "gzip, br"})
    assert answer["Content-Encoding"] == "gzip"
    assert json.loads(gzip.decompress(answer.content))["pages"]
    assert len(answer.content) < 60 * KB


def test_waiting_on_a_phone_is_not_begun(
    pack: dict, her: Client, occurrence: Occurrence, cast: Cast
) -> None:
    page = her.get(f"/d/q/{occurrence.public_id}/").content.decode()
    assert "Start" in page and "Go on" not in page
    assert not any(thing.begun for thing in things_for(cast.ana, now=NOW))
    begun = occurrence.administrations.first()
    assert f'href="/d/q/{begun.public_id}/' in page
    give(cast, begun)
    assert "Go on" in her.get(f"/d/q/{occurrence.public_id}/").content.decode()


def test_before_the_first_pack_the_form_begins_it(her: Client, occurrence: Occurrence) -> None:
    page = her.get(f"/d/q/{occurrence.public_id}/").content.decode()
    assert '<form class="bottom" method="post">' in page


def test_a_shut_phone_takes_nothing_along(shut: Client) -> None:
    answer = shut.get("/d/pack/")
    assert (answer.status_code, answer.json()["code"]) == (401, "shut")
    assert not Administration.objects.exists()


def test_without_her_yes_there_is_none(cast: Cast, her: Client) -> None:
    revoke_consent(participant=cast.ana, purpose="care", now=NOW)
    assert her.get("/d/pack/").status_code == 403


def test_it_is_hers_alone(pack: dict, cast: Cast) -> None:
    from tests.test_access import _phone

    evas = Client()
    device, token = _phone(cast, "eva")
    open_phone(evas, device, token)
    other = evas.get("/d/pack/").json()["pages"]
    mine = {url for url in pack["pages"] if re.search("[0-9a-f]{8}-", url)}
    assert mine and not mine & set(other)


def test_a_page_laid_out_in_another_way_is_a_fault_and_not_left_out(
    her: Client, monkeypatch
) -> None:
    monkeypatch.setattr(packing, "PAGE", re.compile("never"))
    with pytest.raises(LookupError):
        her.get("/d/pack/")


@pytest.mark.parametrize("url", ["/d/settings/", "/d/mine/", "/d/leave/", "/staff/", "/nowhere"])
def test_only_what_works_without_network_is_taken(url: str) -> None:
    assert not packing._may_be_taken(url)


def test_next_leads_through_the_whole_session_to_its_end(
    pack: dict, assigned: AssignedSession
) -> None:
    """The pack is a still picture: no page of it knows that the one before was done."""
    here, seen = f"/d/s/{assigned.public_id}/", []
    while not here.endswith("?on=1"):
        assert here not in seen and here in pack["pages"], (seen, here)
        seen.append(here)
        here = re.findall(r'data-next="([^"]+)"', pack["pages"][here]["main"])[-1]
    assert here in pack["pages"]
    assert len([url for url in seen if "/s/" in url]) >= len(path_of(assigned)) - 1


def test_next_leads_through_a_check_in_to_its_end(pack: dict, occurrence: Occurrence) -> None:
    page = pack["pages"][f"/d/q/{occurrence.public_id}/"]["main"]
    here, seen = re.search(r'class="go" href="(/d/q/[^"]+)"', page)[1], []
    while not here.endswith("/done/"):
        assert here not in seen and here in pack["pages"], (seen, here)
        seen.append(here)
        here = re.findall(r'data-next="([^"]+)"', pack["pages"][here]["main"])[-1]
    assert here in pack["pages"] and len(seen) > 5
