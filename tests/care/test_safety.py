"""The Safety page: who answers, when, under what; red until it is all there. No answer on it."""

from datetime import date, time, timedelta

import pytest
from django.utils import timezone

from people.models import Clinic, Participant
from people.services import add_member, end_membership
from reminders.models import StaffPage
from safety.models import ClosedDay, Duty, LineCheck, Protocol
from safety.services import (
    end_duty,
    hours_of,
    is_ready,
    lines_of,
    put_on_duty,
    raise_concern,
    seen_by,
)
from tests.cast import NOW

PATH = "/staff/safety/"
WEEK = {f"{end}_{n}": at for n in range(5) for end, at in (("opens", "09:00"), ("closes", "16:30"))}
SIGNED = {
    "do": "sign", "signed_by": "Dr. Ruth Adeyemi", "signed_role": "medical director",
    "signed_on": "2026-11-02", "now_minutes": "60", "today_minutes": "240",
    "next_visit_minutes": "960",
}  # fmt: skip


@pytest.fixture
def ada(cast, desk):
    return desk(cast.ada)


def text_of(client, form: dict | None = None) -> str:
    page = client.post(PATH, form, follow=True) if form else client.get(PATH)
    assert page.status_code == 200
    return page.content.decode()


def test_it_says_that_all_is_there_and_what_is_invented(cast, ada):
    page = text_of(ada)
    assert "Ready: questions that need an answer may be asked" in page
    assert page.count("invented for the demo") == 5


def test_a_red_list_says_what_is_missing(cast, ada):
    for held in Duty.objects.filter(clinic=cast.clinic):
        end_duty(duty=held, now=NOW)
    cast.clinic.protocols.update(ended_at=NOW)
    page = text_of(ada)
    assert "Not ready: questions that need an answer cannot be assigned" in page
    for words in ("Put a clinician on duty", "Name a back-up", "Sign the protocol"):
        assert words in page
    assert page.count('class="lacks"') == 3


def test_clinicians_read_it_and_change_nothing(cast, ben):
    page = text_of(ben)
    assert "Bea" in page
    assert "Your clinic’s admin changes this page." in page
    assert "<button" not in page.split("<main")[1]
    assert ben.post(PATH, SIGNED).status_code == 403
    assert ben.post(PATH, {"do": "hours"} | WEEK).status_code == 403
    assert Protocol.objects.get(ended_at=None).signed_by == "Dr. Vera Holt"


def test_the_admin_of_one_clinic_changes_no_other(cast, ada):
    sent = SIGNED | {"clinic": cast.other_clinic.public_id}
    assert ada.post(PATH, sent).status_code == 404
    assert ada.get(f"{PATH}?clinic={cast.other_clinic.public_id}").status_code == 404


def test_hours_are_stated_for_the_whole_week(cast, ada):
    assert "The hours hold from now on." in text_of(ada, {"do": "hours"} | WEEK)
    assert hours_of(cast.clinic).week == {n: (time(9), time(16, 30)) for n in range(5)}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"opens_2": "17:00"}, "Wednesday: it must close after it opens."),
        ({"opens_2": "16:30"}, "Wednesday: it must close after it opens."),
        ({"closes_2": ""}, "Wednesday: give both, or neither."),
        ({"opens_2": ""}, "Wednesday: give both, or neither."),
        ({"opens_2": "25:00"}, "Write a time like 8:00 or 17:30."),
        ({"opens_2": "soon"}, "Write a time like 8:00 or 17:30."),
        ({"opens_2": "\0"}, "Write a time like 8:00 or 17:30."),
        ({"opens_2": "９９:00"}, "Write a time like 8:00 or 17:30."),
    ],
)
def test_hours_that_are_none_change_nothing_and_are_kept(change, words, cast, ada):
    page = text_of(ada, {"do": "hours"} | WEEK | change)
    assert words in page
    assert 'value="09:00"' in page
    assert hours_of(cast.clinic).week[0] == (time(8), time(17))


def test_hours_in_which_the_clocks_leap_are_taken(cast, ada, desk, time_machine):
    """On 14 March 2027 there is no 2:30 in New York: it opens when the clocks have leapt."""
    sent = {"do": "hours", "opens_6": "02:30", "closes_6": "04:00"}
    assert "The hours hold from now on." in text_of(ada, sent)
    span = hours_of(cast.clinic).span_on(date(2027, 3, 14))
    assert span[1] - span[0] == timedelta(minutes=30)
    time_machine.move_to(span[0] - timedelta(hours=1))
    assert "Staff see this today at 3:30" in text_of(desk(cast.ada))


def test_a_week_without_hours_is_red(cast, ada):
    page = text_of(ada, {"do": "hours"})
    assert "Still missing: State the hours" in page
    assert not is_ready(cast.clinic, now=NOW)


def test_a_closed_day_is_told_to_her_and_taken_back(cast, ada):
    assert "Closed on 19 Nov 2026" in text_of(
        ada, {"do": "closing", "day": "2026-11-19", "why": "Snow"}
    )
    evening = NOW + timedelta(hours=8)
    assert seen_by(cast.clinic, tier="now", now=evening).at.date() == date(2026, 11, 20)
    again = text_of(ada, {"do": "closing", "day": "2026-11-19", "why": "Ice"})
    assert "That day is already closed." in again
    assert 'value="Ice"' in again
    text_of(ada, {"do": "reopen", "day": "2026-11-19"})
    assert not ClosedDay.objects.filter(removed_at=None).exists()
    assert seen_by(cast.clinic, tier="now", now=evening).at.date() == date(2026, 11, 19)


@pytest.mark.parametrize("day", ["2026-11-17", "9999-12-31", "2026-02-30", "soon", "", "\0"])
def test_a_day_nobody_can_close_is_refused_in_words(day, cast, ada):
    page = text_of(ada, {"do": "closing", "day": day, "why": "Snow"})
    assert 'class="error"' in page
    assert not ClosedDay.objects.exists()


@pytest.mark.parametrize("day", ["2026-02-30", "soon", "", "\0"])
def test_a_day_that_is_none_is_not_opened(day, ada):
    assert ada.post(PATH, {"do": "reopen", "day": day}).status_code == 400


def test_somebody_is_put_on_duty_and_taken_off(cast, ada):
    noor = add_member(
        clinic=cast.clinic, email="noor@example.org", name="Noor", role="clinician", now=NOW
    )
    sent = {"do": "duty", "user": noor.public_id, "rung": "back_up"}
    for _press in range(2):
        assert "Noor is back-up from now on." in text_of(ada, sent)
    held = Duty.objects.get(user=noor, until=None)
    text_of(ada, {"do": "end_duty", "duty": held.public_id})
    assert not Duty.objects.filter(user=noor, until=None).exists()


def test_who_becomes_back_up_is_on_duty_no_more_and_the_page_says_so(cast, ada):
    page = text_of(ada, {"do": "duty", "user": cast.ben.public_id, "rung": "back_up"})
    assert "Still missing: Put a clinician on duty" in page


@pytest.mark.parametrize("whom", ["", "\0", "nobody", "dan", "cam", "ada"])
def test_nobody_but_a_clinician_of_the_clinic_answers(whom, cast, ada):
    chosen = getattr(getattr(cast, whom, None), "public_id", whom)
    page = text_of(ada, {"do": "duty", "user": chosen, "rung": "on_duty"})
    assert 'class="error"' in page
    assert Duty.objects.filter(until=None).count() == 2


@pytest.mark.parametrize("duty", ["", "\0", "²", "9" * 5000])
def test_a_duty_that_is_none_is_not_ended(duty, ada):
    assert ada.post(PATH, {"do": "end_duty", "duty": duty}).status_code == 404


def test_a_duty_at_another_clinic_is_not_ended(cast, ada):
    elsewhere = put_on_duty(clinic=cast.other_clinic, user=cast.dan, rung="on_duty", now=NOW)
    assert ada.post(PATH, {"do": "end_duty", "duty": elsewhere.public_id}).status_code == 404
    elsewhere.refresh_from_db()
    assert elsewhere.until is None


def test_somebody_who_left_is_told_nothing_and_the_page_says_so(cast, ada):
    end_membership(membership=cast.ben.memberships.get(), now=NOW)
    page = text_of(ada)
    assert "Does not work here as a clinician any more" in page
    assert "Put a clinician on duty: nobody is told first." in page


def test_the_signed_protocol_is_recorded_and_the_earlier_one_kept(cast, ada):
    page = text_of(ada, SIGNED | {"covers_violence": "on"})
    held = Protocol.objects.get(ended_at=None)
    assert (held.signed_by, held.covers_violence) == ("Dr. Ruth Adeyemi", True)
    assert held.recorded_by == cast.ada
    assert "Dr. Vera Holt, medical director" in page


def test_less_than_an_hour_holds_only_where_it_is_chosen(cast, ada):
    page = text_of(ada, SIGNED | {"now_minutes": "30"})
    assert "tick the box" in page
    assert 'value="30"' in page
    text_of(ada, SIGNED | {"now_minutes": "30", "shorter": "on"})
    assert Protocol.objects.get(ended_at=None).now_minutes == 30


@pytest.mark.parametrize(
    "change",
    [
        {"signed_by": ""},
        {"signed_by": "a" * 121},
        {"signed_by": "\0"},
        {"signed_role": " "},
        {"signed_on": "2026-11-19"},
        {"signed_on": "0001-01-01"},
        {"signed_on": "2026-02-30"},
        {"now_minutes": "14", "shorter": "on"},
        {"now_minutes": "-60"},
        {"now_minutes": "an hour"},
        {"now_minutes": "1e9"},
        {"now_minutes": "9" * 5000},
        {"today_minutes": "59"},
        {"next_visit_minutes": "²"},
        {"next_visit_minutes": ""},
    ],
    ids=lambda change: str(change)[:40],
)
def test_a_protocol_nobody_signed_is_refused_with_the_words_kept(change, cast, ada):
    page = text_of(ada, SIGNED | change)
    assert 'class="error"' in page
    if "signed_role" not in change:
        assert "medical director" in page
    assert Protocol.objects.get(ended_at=None).signed_by == "Dr. Vera Holt"


def test_digits_of_another_script_are_digits(cast, ada):
    text_of(ada, SIGNED | {"now_minutes": "９０"})
    assert Protocol.objects.get(ended_at=None).now_minutes == 90


@pytest.mark.parametrize("place", ["atlantis", "", "\0", "a" * 500])
def test_a_jurisdiction_without_text_is_refused(place, cast, ada):
    page = text_of(ada, {"do": "place", "jurisdiction": place})
    assert 'class="error"' in page
    cast.clinic.refresh_from_db()
    assert cast.clinic.jurisdiction == "us"


def test_a_clinic_whose_jurisdiction_has_no_text_says_so_and_can_mend_it(cast, ada):
    Clinic.objects.update(jurisdiction="atlantis")
    assert "choose a jurisdiction that has them" in text_of(ada)
    text_of(ada, {"do": "place", "jurisdiction": "us"})
    cast.clinic.refresh_from_db()
    assert cast.clinic.jurisdiction == "us"


def call(cast, **sent) -> dict:
    line = next(one for one in lines_of(cast.clinic) if not one.emergency)
    return {"do": "line", "line": line.code, "number": line.call, "works": "yes"} | sent


def test_a_line_that_was_called_says_by_whom(cast, ada):
    text_of(ada, call(cast, note="Answered in 20 seconds."))
    check = LineCheck.objects.get()
    assert (check.checked_by, check.works) == (cast.ada, True)
    page = text_of(ada)
    assert "worked</dd>" in page or "worked, Ada" in page
    assert "Answered in 20 seconds." in page


def test_a_line_that_does_not_work_is_said_to_be_hidden(cast, ada):
    page = text_of(ada, call(cast, works="no"))
    assert "It is not shown to your mothers" in page
    assert "not shown to her" in page


@pytest.mark.parametrize(
    "change",
    [
        {"works": ""},
        {"works": "perhaps"},
        {"note": "n" * 201},
        {"note": "\0"},
        {"number": "555"},
        {"line": "nobody's"},
        {"line": ""},
        {"line": "\0<"},
    ],
    ids=str,
)
def test_a_call_that_says_nothing_is_not_noted(change, cast, ada):
    assert ada.post(PATH, call(cast) | change).status_code == 200
    assert not LineCheck.objects.exists()


def test_it_shows_what_her_screen_says_now_and_on_saturday_night(cast, ada):
    page = text_of(ada)
    assert "Staff get a note now. They may be busy; do not wait for them." in page
    assert "Staff see this on Monday at 8:00" in page
    assert 'lang="es"' in page


def test_it_counts_and_never_says_who(worried, desk):
    page = text_of(desk(worried.ada))
    assert "Seen by nobody" in page
    assert "Ana Reyes" not in page
    assert "not known" in page


def test_a_shared_mailbox_is_mailed_too_or_none(cast, ada):
    text_of(ada, {"do": "mail", "concern_email": "nurse@example.org"})
    cast.clinic.refresh_from_db()
    assert cast.clinic.concern_email == "nurse@example.org"
    assert "No shared mailbox is mailed." in text_of(ada, {"do": "mail", "concern_email": ""})
    cast.clinic.refresh_from_db()
    assert cast.clinic.concern_email == ""


def test_a_mailbox_that_takes_no_mail_is_shown_to_who_can_mend_it(cast, ada):
    concern = raise_concern(
        participant=cast.ana, rule="own", tier="now", kind="answer",
        source_id=cast.ana.public_id, happened_at=timezone.now(), now=timezone.now(),
    )  # fmt: skip
    StaffPage.objects.create(
        clinic=cast.clinic, concern=concern, ordinal=0,
        recipient=cast.clinic.concern_email, due_at=timezone.now(),
        state="refused", ended_at=timezone.now(), last_error="550 no such user",
    )  # fmt: skip
    assert "550 no such user" in text_of(ada)
    assert "550" not in text_of(ada, {"do": "mail", "concern_email": "nurse@example.org"})


@pytest.mark.parametrize("do", ["", "\0", "everything", "acknowledge"])
def test_a_button_that_is_none_does_nothing(do, ada):
    assert ada.post(PATH, {"do": do}).status_code == 400


def test_a_clinic_without_anything_stated_opens(cast, desk):
    """As on the first day: nobody on duty, no hours, no protocol."""
    add_member(
        clinic=cast.other_clinic, email="ada@example.org", name="", role="clinic_admin", now=NOW
    )
    page = desk(cast.ada).get(f"{PATH}?clinic={cast.other_clinic.public_id}").content.decode()
    assert "We cannot say when staff will see this." in page
    assert page.count('class="lacks"') == 4
    assert Participant.objects.filter(clinic=cast.other_clinic).exists()


def test_an_admin_is_led_to_what_is_missing_until_nothing_is(desk, cast):
    ada = desk(cast.ada)
    assert ada.get("/staff/")["Location"] == "/staff/team/"
    assert b"something is missing" not in ada.get("/staff/team/").content
    Duty.objects.update(until=timezone.now())
    assert ada.get("/staff/")["Location"] == "/staff/safety/"
    assert b"something is missing" in ada.get("/staff/team/").content
