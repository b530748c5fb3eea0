"""One mother's page: who reads what, and what leaves a trace."""

import dataclasses
import uuid

import pytest
from django.utils import timezone

from audit.models import ReadEvent
from catalog import models as catalog_models
from catalog.models import ContentVersion
from people.models import Device
from people.services import add_member, revoke_consent
from reminders.models import Reminder
from schedule.envelope import of_form
from sessions.services import enter_session, save_entry
from tests.care.conftest import answer_check_in, say
from tests.cast import NOW, ZONE, make_ready, pair, staff, start


def path(cast, more: str = "") -> str:
    return f"/staff/mothers/{cast.ana.public_id}/{more}"


def text(client, address: str) -> str:
    return client.get(address).content.decode()


def test_her_clinician_reads_what_she_said_in_the_words_she_saw(answered, ben):
    page = text(ben, path(answered))
    assert "how strong is any urge you feel?" in page
    assert "4 (0 no urge, 10 as strong as it could be)" in page
    assert "Stress 4.5" in page


def test_a_coordinator_sees_that_she_answered_and_not_what(answered, desk):
    page = text(desk(answered.cam), path(answered))
    assert "Ana Reyes" in page
    assert "When, not what" in page
    assert "how strong is any urge" not in page
    assert "Scores over time" not in page


def test_an_answer_given_again_shows_what_counts_now(answered, ben):
    administration = answered.ana.administrations.get(instrument__code="craving")
    say(answered.phone, administration, "strength", 9, timezone.now())
    page = text(ben, path(answered))
    assert "9 (0 no urge" in page
    assert "said 1 time before" in page


def test_what_is_for_her_eyes_alone_is_not_shown(answered, ben, monkeypatch):
    content = ContentVersion.objects.get(kind="instrument", code="craving").content
    items = tuple(dataclasses.replace(item, reads="only_me") for item in content.items)
    hers = dataclasses.replace(content, items=items)
    monkeypatch.setitem(
        catalog_models._built,
        next(key for key, built in catalog_models._built.items() if built is content),
        hers,
    )
    page = text(ben, path(answered))
    assert "answered; hers alone" in page
    assert "4 (0 no urge" not in page


def test_a_declined_item_leaves_no_score_and_says_why(cast, ben):
    start(cast)
    answer_check_in(cast, 4)
    administration = cast.ana.administrations.get(instrument__code="craving")
    say(cast.phone, administration, "strength", None, timezone.now())
    page = text(ben, path(cast))
    assert "Urges she would rather not say" in page


def test_contact_details_are_shown_on_a_click_that_is_noted(cast, ben):
    assert "ana@example.net" not in text(ben, path(cast))
    page = ben.post(path(cast, "contact/")).content.decode()
    assert "ana@example.net" in page
    assert ReadEvent.objects.filter(kind="unmasked", actor=cast.ben.actor).count() == 1


def test_opening_the_page_is_noted(cast, ben):
    ben.get(path(cast))
    seen = ReadEvent.objects.get(kind="opened")
    assert (seen.ids, seen.where) == ([cast.ana.public_id], "care:mother")


def test_the_title_names_nobody(cast, ben):
    assert "<title>Mother · Workspace</title>" in text(ben, path(cast))


def write_reflection(cast, words: str) -> None:
    start(cast)
    assigned = cast.course.assigned.first()
    enter_session(assigned=assigned, now=timezone.now())
    session = cast.course.curriculum.content.sessions[0]
    step = next(step for step in session.steps if step.kind == "reflection")
    body = {"assigned": str(assigned.public_id), "step": step.code, "event": "reflection"}
    envelope = of_form(
        client_uuid=uuid.uuid4(),
        kind="entry",
        body=body | {"text": words},
        zone=ZONE,
        now=timezone.now(),
    )
    save_entry(device=cast.phone, envelope=envelope, now=timezone.now())


def test_what_she_wrote_is_for_her_clinician_alone(cast, ben, desk):
    write_reflection(cast, "The rain on the window")
    assert "The rain on the window" in text(ben, path(cast))
    assert "The rain on the window" not in text(desk(cast.cam), path(cast))


def test_the_scores_come_as_a_file_with_the_notice(answered, ben):
    answer = ben.get(path(answered, "scores.csv"))
    first, mark, head, *rows = answer.content.decode().splitlines()
    assert "42 CFR" in first and "invented" in mark
    assert head == "instrument,scale,day,value,absent,version,language,wording,mode"
    assert any(row.startswith("craving,mean,2026-11-18,4.00,,") for row in rows)
    assert ReadEvent.objects.filter(kind="exported").count() == 1


def test_no_file_without_her_consent(answered, ben):
    revoke_consent(participant=answered.ana, purpose="care", now=timezone.now())
    assert ben.get(path(answered, "scores.csv")).status_code == 403
    assert "Download as CSV" not in text(ben, path(answered))


def test_who_organises_and_sees_others_gets_no_file_of_hers(answered, desk):
    """Two roles at one clinic are no grant."""
    add_member(clinic=answered.clinic, email=answered.cam.email, name="", role="clinician", now=NOW)
    both = desk(answered.cam)
    assert both.get(path(answered, "scores.csv")).status_code == 404
    assert "how strong is any urge" not in text(both, path(answered))


def test_a_lost_phone_is_shut_out(cast, ben):
    ben.post(path(cast, f"phones/{cast.phone.public_id}/end/"))
    assert Device.objects.get(pk=cast.phone.pk).revoked_at
    assert "shut out" in text(ben, path(cast))


def test_another_mothers_phone_is_not_hers(cast, ben):
    evas, _token = pair(cast.eva, cast.dan)
    for other in (evas.public_id, uuid.uuid4()):
        assert ben.post(path(cast, f"phones/{other}/end/")).status_code == 404
    assert Device.objects.get(pk=evas.pk).revoked_at is None


def test_a_reminder_of_unknown_fate_is_shown_as_that(answered, ben):
    occurrence = answered.ana.occurrences.first()
    now = timezone.now()
    Reminder.objects.create(
        participant=answered.ana, occurrence=occurrence, kind="due", channel="email",
        state="unknown", due_at=now, stale_at=now, planned_at=now, ended_at=now,
    )  # fmt: skip
    page = text(ben, path(answered))
    assert "not known" in page
    assert "it is not sent twice" in page


@pytest.mark.parametrize(
    ("do", "said"),
    [
        ("hold_course", "On hold."),
        ("resume_course", "Resumed."),
        ("hold_session", "stays shut"),
        ("resume_session", "opens on its day"),
        ("release", "open to her now"),
    ],
)
def test_each_button_does_its_one_thing(answered, ben, do, said):
    session = answered.course.assigned.last().public_id
    page = ben.post(path(answered, "hold/"), {"do": do, "session": session}, follow=True)
    assert said in page.content.decode()


def test_a_hold_is_seen_by_her_session(answered, ben):
    second = answered.course.assigned.last()
    ben.post(path(answered, "hold/"), {"do": "hold_session", "session": second.public_id})
    second.refresh_from_db()
    assert second.held_at
    assert "on hold" in text(ben, path(answered))


def test_a_session_of_somebody_else_is_not_found(answered, ben):
    make_ready(
        answered.other_clinic, on_duty=answered.dan, by=answered.dan,
        back_up=staff(answered.other_clinic, "Dora", "clinician"),
    )  # fmt: skip
    evas = start(dataclasses.replace(answered, ana=answered.eva, ben=answered.dan)).assigned.last()
    for other in (evas.public_id, uuid.uuid4()):
        sent = {"do": "release", "session": other}
        assert ben.post(path(answered, "hold/"), sent).status_code == 404
    evas.refresh_from_db()
    assert evas.released_at is None
