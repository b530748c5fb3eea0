"""The pages of content and of meetings, by hand of an admin and of a clinician."""

from catalog.services import released
from people.models import ContentApproval
from people.services import deliveries_for
from sessions.models import Attendance, Meeting
from tests.cast import start

CONTENT, MEETINGS = "/staff/content/", "/staff/meetings/"


def newest():
    return released("curriculum", "more-companion")


def approval(**changes):
    told = {
        "do": "approve",
        "code": "more-companion",
        "version": newest().version,
        "deliveries": ["group", "companion"],
        "knew_draft": "on",
    }
    return told | changes


def real(cast):
    cast.clinic.is_synthetic = False
    cast.clinic.save()


def test_an_admin_approves_and_a_clinician_may_then_assign(cast, desk):
    real(cast)
    before = desk(cast.ben).get(f"/staff/mothers/{cast.ana.public_id}/assign/").content.decode()
    assert "has not approved it" in before
    page = desk(cast.ada).post(CONTENT, approval(), follow=True).content.decode()
    assert "With a group" in page and "known as a draft" in page
    assert deliveries_for(cast.clinic, newest()) == ("group", "companion")
    after = desk(cast.ben).get(f"/staff/mothers/{cast.ana.public_id}/assign/").content.decode()
    assert "has not approved it" not in after
    assert 'value="group"' in after and 'value="self_guided"' not in after


def test_without_the_tick_for_a_draft_the_page_says_so_and_keeps_the_ways(cast, desk):
    page = desk(cast.ada).post(CONTENT, approval(knew_draft="")).content.decode()
    assert "Tick that your clinic knows that" in page
    assert 'value="group" id="way-more-companion-group" checked' in page
    assert not ContentApproval.objects.exists()


def test_an_approval_is_ended(cast, desk):
    desk(cast.ada).post(CONTENT, approval(deliveries=["group"]))
    held = ContentApproval.objects.get()
    desk(cast.ada).post(CONTENT, {"do": "end", "approval": held.public_id})
    held.refresh_from_db()
    assert held.ended_by == cast.ada


def test_alone_is_offered_only_after_a_lead_decided(cast, desk):
    assert 'value="self_guided"' not in desk(cast.ada).get(CONTENT).content.decode()
    desk(cast.ada).post(CONTENT, {"do": "alone", "lead": "Dr. Vera Holt, medical director"})
    assert 'value="self_guided"' in desk(cast.ada).get(CONTENT).content.decode()
    desk(cast.ada).post(CONTENT, {"do": "with_others"})
    assert 'value="self_guided"' not in desk(cast.ada).get(CONTENT).content.decode()


def test_odd_input_gets_a_clear_no(cast, desk):
    for sent in [
        {},
        {"do": "sing"},
        {"do": "approve"},
        approval(version="99"),
        approval(code="a\0b"),
        approval(deliveries=["by post"]),
        {"do": "end", "approval": "x"},
        {"do": "alone", "lead": ""},
    ]:
        assert desk(cast.ada).post(CONTENT, sent).status_code in (200, 400, 404)
    assert not ContentApproval.objects.exists()


def meeting(cast, **changes):
    told = {
        "do": "record",
        "once": "7e7c6f3e-6a4f-4d6a-9f6a-0d9a3a2b1c00",
        "held_on": "2026-11-17",
        "form": "group",
        "topic": "Noticing",
        "mothers": [str(cast.ana.public_id)],
    }
    return told | changes


def test_a_meeting_is_recorded_once_and_counted_apart_from_sessions(cast, desk):
    for _again in range(2):
        desk(cast.ben).post(MEETINGS, meeting(cast))
    assert Meeting.objects.get().topic == "Noticing"
    page = desk(cast.ben).get(MEETINGS).content.decode()
    assert "Ana Reyes" in page and "17 Nov 2026" in page
    desk(cast.ben).post(MEETINGS, {"do": "take_back", "attendance": Attendance.objects.get().pk})
    assert "None recorded yet" in desk(cast.ben).get(MEETINGS).content.decode()


def test_a_clinician_ticks_only_mothers_of_hers(cast, desk):
    page = desk(cast.bea).get(MEETINGS).content.decode()
    assert "Ana Reyes" not in page
    desk(cast.bea).post(MEETINGS, meeting(cast))
    assert not Meeting.objects.exists()


def test_a_meeting_that_cannot_be_says_what_to_change_and_keeps_the_rest(cast, desk):
    page = desk(cast.ben).post(MEETINGS, meeting(cast, held_on="2199-01-01")).content.decode()
    assert "That day is still to come." in page
    assert 'value="Noticing"' in page
    assert not Meeting.objects.exists()


def test_her_page_counts_meetings_and_sessions_apart(cast, desk):
    start(cast)
    desk(cast.ben).post(MEETINGS, meeting(cast))
    page = desk(cast.ben).get(f"/staff/mothers/{cast.ana.public_id}/").content.decode()
    assert "Meetings attended: <strong>1</strong>" in page
    assert "sessions done here: <strong>0</strong>" in page
    assert "beside her usual visits" in page
