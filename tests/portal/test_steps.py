"""Every kind of step on its page, by ordinary forms."""

import json
import re
from datetime import time
from uuid import UUID, uuid4

import pytest
from django.conf import settings
from django.template.loader import get_template
from django.test import Client

from catalog.services import released
from people.models import Device
from people.services import set_addressed
from portal.stepping import walk_of
from portal.steps import KINDS
from reminders.services import set_preference
from safety.models import Concern
from sessions.models import AssignedSession, HarmRecord, HomePractice, StepEntry
from sessions.services import hand_in, open_course, release_session, release_step
from tests.cast import NOW, Cast, agree, mother, open_phone, pair
from tests.saying import envelope

SCHEMAS = settings.BASE_DIR / "content" / "schemas"


@pytest.fixture
def first(cast: Cast) -> AssignedSession:
    return AssignedSession.objects.get(course=cast.course, ordinal=1)


@pytest.fixture
def second(cast: Cast) -> AssignedSession:
    """Opened before its day."""
    row = AssignedSession.objects.get(course=cast.course, ordinal=2)
    return release_session(assigned=row, by=cast.ben, now=NOW)


def address(assigned: AssignedSession, step: str) -> str:
    return f"/d/s/{assigned.public_id}/{step}/"


def uuids(**more: str) -> dict[str, str]:
    return {"uuid": str(uuid4()), "stop_uuid": str(uuid4()), "skip_uuid": str(uuid4()), **more}


def test_each_kind_has_one_module_one_template_and_one_schema():
    schema = json.loads((SCHEMAS / "session.json").read_text())
    known = schema["properties"]["steps"]["items"]["properties"]["kind"]["enum"]
    assert set(known) == set(KINDS)
    for code, kind in KINDS.items():
        assert (SCHEMAS / f"step-{code}.json").is_file()
        assert (settings.BASE_DIR / "portal" / "steps" / f"{code}.py").is_file()
        assert kind.elsewhere or get_template(kind.template)


def test_every_step_of_both_sessions_shows_itself(her: Client, first, second, cast):
    for code in ("old-knot", "closer-look"):
        release_step(assigned=second, step_code=code, by=cast.ben, now=NOW)
    for assigned in (first, second):
        for step in walk_of(assigned).steps:
            page = her.get(address(assigned, step.code), follow=True)
            assert page.status_code == 200, step.code


def test_all_lengths_are_there_and_one_is_chosen(her: Client, first):
    page = her.get(f"{address(first, 'coming-back')}?cut=five").content.decode()
    assert page.count("data-cut=") == 3
    assert 'data-cut="five" data-seconds="300"' in page
    assert 'value="five" checked' in page


def test_without_scripts_another_length_is_chosen_by_a_button(her: Client, first):
    form = uuids(choose="1", cut="two", anchor="see")
    page = her.post(address(first, "coming-back"), form).content.decode()
    assert 'value="two" checked' in page and 'value="see" checked' in page
    assert not StepEntry.objects.exists()


def test_the_whole_dose_goes_in_by_a_plain_form(her: Client, first):
    form = uuids(cut="two", anchor="see", seconds="118", before="4", after="3")
    assert her.post(address(first, "coming-back"), form).status_code == 302
    row = StepEntry.objects.get()
    assert (row.event, row.cut, row.anchor, row.seconds, row.before, row.after) == (
        "done", "two", "see", 118, 4, 3,
    )  # fmt: skip


def test_two_worse_shows_grounding_and_help_in_the_same_response(her: Client, first):
    page = her.post(address(first, "two-minutes"), uuids(before="2", after="4"))
    assert page.status_code == 200
    for part in (b"Name three things", b"tel:988", b"Go on without it"):
        assert part in page.content
    assert HarmRecord.objects.get().kind == "worse"
    assert Concern.objects.get().tier == "next_visit"


def test_this_isnt_good_for_me_is_on_every_practice_and_its_help_is_already_there(
    her: Client, first, second, cast
):
    for code in ("old-knot", "closer-look"):
        release_step(assigned=second, step_code=code, by=cast.ben, now=NOW)
    for assigned in (first, second):
        for step in walk_of(assigned).steps:
            if not step.is_timed:
                continue
            page = her.get(address(assigned, step.code)).content.decode()
            assert 'id="stop"' in page and f"/d/stop/{assigned.public_id}/{step.code}/" in page
            ground = page[page.index('id="ground" hidden') :]
            assert "tel:988" in ground and "Name three things" in ground
            assert "do this while you drive" in page


def test_where_the_baby_lies_is_said_before_a_practice_of_some_length(her: Client, cast, first):
    words = b"lay your baby down, on the back, in a bed of their own"
    assert words not in her.get(address(first, "coming-back")).content
    set_addressed(participant=cast.ana, addressed="with_baby")
    assert words in her.get(address(first, "coming-back")).content


def test_a_baby_to_savor_only_where_there_is_one(her: Client, cast, first):
    assert b"my baby" not in her.get(address(first, "one-good-thing")).content
    set_addressed(participant=cast.ana, addressed="with_baby")
    assert b"my baby" in her.get(address(first, "one-good-thing")).content


def test_on_another_phone_it_goes_on_to_the_second(her: Client, cast: Cast, first, client):
    body = {"assigned": str(first.public_id), "step": "coming-back", "event": "reached"}
    said = envelope("entry", body | {"seconds": 87, "cut": "five", "anchor": "see"}, at=NOW)
    hand_in(device=cast.phone, envelope=said, now=NOW)
    phone, token = pair(cast.ana, cast.ben)
    other = Client()
    open_phone(other, phone, token)
    page = other.get(address(first, "coming-back")).content.decode()
    assert 'data-from="87"' in page
    assert 'value="five" checked' in page and 'value="see" checked' in page


def test_once_done_it_begins_at_the_start(her: Client, first):
    her.post(address(first, "coming-back"), uuids(cut="full"))
    assert 'data-from="0"' in her.get(address(first, "coming-back")).content.decode()


def test_what_may_stir_things_up_is_not_there_until_it_is_opened(her: Client, cast, second):
    assert her.get(address(second, "old-knot")).status_code == 302
    assert "Set it down" not in her.get(f"/d/s/{second.public_id}/").content.decode()
    release_step(assigned=second, step_code="old-knot", by=cast.ben, now=NOW)
    assert b"Your care team opened it" in her.get(address(second, "old-knot")).content


def test_the_twin_has_a_page_and_counts_for_the_other(her: Client, cast, second):
    release_step(assigned=second, step_code="closer-look", by=cast.ben, now=NOW)
    assert (
        address(second, "from-outside").encode() in her.get(address(second, "closer-look")).content
    )
    page = her.get(address(second, "from-outside"))
    assert b"my breath" not in page.content and b"my hands" not in page.content
    her.post(address(second, "from-outside"), uuids(anchor="sounds"))
    assert "closer-look" in walk_of(second).progress.done


def test_a_worksheet_is_kept_and_there_again(her: Client, second):
    where = address(second, "look-again")
    form = uuids(thought="I had\r\nthe thought", weight="7", more="", friend="")
    assert her.post(where, form).status_code == 302
    assert json.loads(StepEntry.objects.get().fields) == {
        "thought": "I had\nthe thought",
        "weight": 7,
    }
    page = her.get(where).content.decode()
    assert "I had\nthe thought" in page
    assert 'name="weight" data-into="fields" data-type="int" value="7" checked' in page


def test_an_empty_worksheet_asks_for_words_and_nothing_to_write_goes_on(her: Client, second):
    where = address(second, "look-again")
    assert her.post(where, uuids(thought=" ")).status_code == 400
    page = her.post(where, uuids(thought="x" * 501, friend="kept"))
    assert page.status_code == 400 and b"kept" in page.content
    assert her.post(where, uuids(skip="1")).status_code == 302
    assert StepEntry.objects.get().event == "done"


def test_a_worksheet_sent_while_the_phone_is_shut_gives_only_what_was_typed_back(shut, second):
    page = shut.post(address(second, "look-again"), uuids(thought="x" * 501, friend="a friend"))
    assert page.status_code == 400
    assert b"a friend" in page.content and b"first thought" not in page.content


def test_when_is_one_question(her: Client, first):
    assert her.post(address(first, "when"), uuids(at="19:30")).status_code == 302
    assert HomePractice.objects.get().at.hour == 19
    assert 'value="19:30" checked' in her.get(address(first, "when")).content.decode()


def test_not_now_is_fine(her: Client, first):
    assert her.post(address(first, "when"), uuids(skip="1")).status_code == 302
    assert not HomePractice.objects.exists()


def test_she_may_type_a_time_of_her_own(her: Client, first):
    assert her.post(address(first, "when"), uuids(at="19:30", own="18:20")).status_code == 302
    page = her.get(address(first, "when")).content.decode()
    # It is among the choices from then on, and the place to type in is empty again.
    assert 'value="18:20" checked' in page and 'type="time" data-into="fields"' in page
    assert 'name="own"' in page and 'autocomplete="off" value=""' in page
    assert her.post(address(first, "when"), uuids(at="19:30", own="")).status_code == 302
    assert HomePractice.objects.get(ended_at=None).at.isoformat() == "19:30:00"


def test_what_is_no_time_comes_back_as_she_typed_it(her: Client, first):
    page = her.post(address(first, "when"), uuids(at="19:30", own="half past"))
    assert page.status_code == 400 and not StepEntry.objects.exists()
    text = page.content.decode()
    assert "Choose a time, such as 19:00." in text
    assert 'value="half past"' in text and 'value="19:30" checked' in text


def test_it_says_in_which_hours_no_message_comes(her: Client, first, cast):
    page = her.get(address(first, "when")).content.decode()
    assert "No message comes from 21:00 to 08:00" in page and "no message then" not in page
    her.post(address(first, "when"), uuids(own="22:15"))
    page = her.get(address(first, "when")).content.decode()
    assert re.search(r"22:15 <span [^>]*>no message then</span>", page)
    set_preference(participant=cast.ana, quiet_from=time(8), quiet_until=time(8), now=NOW)
    page = her.get(address(first, "when")).content.decode()
    assert "Any hour is fine." in page and "no message then" not in page


def test_script_and_form_send_the_same_body(her: Client, first):
    """A form sent again as an ordinary one must not look like other words."""
    form = uuids(at="19:30", own="")
    said = {"at": "19:30", "own": ""}
    body = {"assigned": str(first.public_id), "step": "when", "event": "done", "fields": said}
    phone = Device.objects.get(participant=first.course.participant)
    sent = envelope("entry", body, client_uuid=UUID(form["uuid"]))
    hand_in(device=phone, envelope=sent, now=NOW)
    assert her.post(address(first, "when"), form).status_code == 302


def test_the_page_for_whom_danger_is_real_stands_before_each_that_asks_another_view(
    her: Client, second
):
    for step in walk_of(second).steps:
        page = her.get(address(second, step.code)).content.decode()
        assert ("You need not see it another way" in page) is step.asks_another_view, step.code


def test_older_content_plays_its_short_form_as_a_length(cast: Cast):
    rosa = mother(cast.clinic, cast.ben, "Rosa Paz")
    phone, token = pair(rosa, cast.ben)
    agree(rosa, phone, "care")
    course = open_course(
        participant=rosa, content_version=released("curriculum", "more-companion", "0"),
        starts_on=NOW.date(), by=cast.ben, now=NOW,
    )  # fmt: skip
    hers = Client()
    open_phone(hers, phone, token)
    where = address(course.assigned.get(ordinal=1), "coming-back")
    assert 'data-cut="two" data-seconds="120"' in hers.get(where).content.decode()
    hers.post(where, uuids(cut="two", anchor="see"))
    row = StepEntry.objects.get()
    assert (row.step, row.cut) == ("coming-back", "two")


# --- Recordings ----------------------------------------------------------------------------------


@pytest.fixture
def recorded(tmp_path, settings, first):
    """A pack with one recording of a thousand bytes."""
    folder = tmp_path / "audio" / "more-companion" / "noticing"
    folder.mkdir(parents=True)
    (folder / "coming-back.two.en.mp3").write_bytes(bytes(range(250)) * 4)
    settings.CONTENT_PACKS = [str(tmp_path)]
    return f"/d/sound/{first.public_id}/coming-back/two/"


def test_a_recording_says_its_size_and_is_not_fetched_by_the_page(her: Client, first, recorded):
    page = her.get(address(first, "coming-back")).content.decode()
    assert f'data-sound="{recorded}" data-megabytes="0.1"' in page
    assert "<audio" not in page


def test_a_recording_plays_whole_and_in_parts(her: Client, recorded):
    assert len(her.get(recorded).content) == 1000
    part = her.get(recorded, headers={"Range": "bytes=990-"})
    assert (part.status_code, part["Content-Range"]) == (206, "bytes 990-999/1000")
    assert part.content == (bytes(range(250)) * 4)[990:]
    assert her.get(recorded, headers={"Range": "bytes=1000-"}).status_code == 416
    assert her.get(recorded.replace("/two/", "/full/")).status_code == 404


def test_a_recording_is_only_for_an_open_phone_of_hers(shut: Client, recorded):
    assert shut.get(recorded).status_code == 302
