"""Practices and what comes of them: doses, harm, releases, twins, worksheets, practice at home."""

import json
from datetime import time, timedelta
from zoneinfo import ZoneInfo

import pytest

from catalog.services import released
from kernel.errors import BadInput
from safety.models import Concern
from schedule.models import Deposit, Occurrence
from sessions.models import HarmRecord, HomePractice, StepEntry
from sessions.services import (
    complete_session,
    done_at_home,
    path_of,
    practice_name,
    progress_of,
    release_session,
    release_step,
    save_entry,
    withhold_step,
)
from tests.cast import NOW, ZONE
from tests.saying import entry, later


def save(cast, assigned, step, event="done", now=NOW, **extra):
    return save_entry(
        device=cast.phone, envelope=entry(assigned, step, event, extra=extra), now=now
    )


@pytest.fixture
def other_way(cast, second):
    """The second session, opened before its day."""
    return release_session(assigned=second, by=cast.ben, now=NOW)


def stirring(assigned) -> str:
    steps = assigned.course.curriculum.content.session(assigned.code).steps
    return next(step.code for step in steps if step.kind == "stress")


def test_a_dose_is_kept_as_it_was(cast, first):
    save(cast, first, "coming-back", anchor="see", cut="five", seconds=180, before=4, after=3)
    row = StepEntry.objects.get()
    assert (row.anchor, row.cut, row.seconds, row.before, row.after) == ("see", "five", 180, 4, 3)
    assert not HarmRecord.objects.exists() and not Concern.objects.exists()


def test_left_before_the_end_is_said_and_not_asked_again(cast, first):
    save(cast, first, "coming-back", "left", seconds=40)
    assert StepEntry.objects.get().event == "left"
    assert "coming-back" in progress_of(first).done


def test_reached_with_seconds_keeps_her_place_and_is_not_done(cast, first):
    save(cast, first, "coming-back", "reached", seconds=87, cut="five")
    assert StepEntry.objects.get().seconds == 87
    assert "coming-back" not in progress_of(first).done


@pytest.mark.parametrize(
    ("event", "ratings", "kind"),
    [
        ("stopped", {}, "not_good"),
        ("stopped", {"before": 7, "after": 2}, "not_good"),
        ("done", {"before": 3, "after": 5}, "worse"),
        ("left", {"before": 0, "after": 10}, "worse"),
    ],
)
def test_a_practice_that_was_not_good_is_recorded_and_a_person_hears_of_it(
    cast, first, event, ratings, kind
):
    shown = save(cast, first, "two-minutes", event, **ratings)
    harm, concern = HarmRecord.objects.get(), Concern.objects.get()
    assert (harm.kind, harm.participant) == (kind, cast.ana)
    assert harm.practice == practice_name(first, "two-minutes")
    assert concern.tier == "next_visit"
    assert concern.sources.get().source_id == harm.deposit.client_uuid
    assert shown.help.told and shown.help.lines and shown.help.staff


@pytest.mark.parametrize("ratings", [{"before": 3, "after": 4}, {"before": 3}, {"after": 10}])
def test_what_is_not_two_worse_is_no_harm(cast, first, ratings):
    assert save(cast, first, "two-minutes", **ratings).help is None
    assert not HarmRecord.objects.exists()


def test_the_same_stop_sent_again_is_one_harm_and_the_same_help(cast, first):
    said = entry(first, "two-minutes", "stopped")
    one = save_entry(device=cast.phone, envelope=said, now=NOW)
    again = save_entry(device=cast.phone, envelope=said, now=NOW)
    assert one.as_json() == again.as_json()
    assert HarmRecord.objects.count() == Concern.objects.count() == 1


def test_if_the_concern_cannot_be_raised_nothing_is_stored(cast, first, monkeypatch):
    def fail(**_kwargs):
        raise RuntimeError("the database went away")

    monkeypatch.setattr("sessions.services.harming.raise_concern", fail)
    with pytest.raises(RuntimeError):
        save(cast, first, "two-minutes", "stopped")
    assert not Deposit.objects.exists()


@pytest.mark.parametrize(
    ("step", "extra"),
    [
        ("coming-back", {"cut": "ten"}),
        ("two-minutes", {"cut": "five"}),
        ("coming-back", {"before": 11}),
        ("coming-back", {"after": -1}),
        ("coming-back", {"before": "3"}),
        ("coming-back", {"after": True}),
        ("coming-back", {"fields": {"a": 1}}),
        ("welcome", {"before": 3}),
        ("one-good-thing", {"anchor": "breath"}),
        ("when", {"fields": {"at": "7"}}),
        ("when", {"fields": {"at": "25:00"}}),
        ("when", {"fields": {"at": "07:00", "zone": "x"}}),
        ("when", {"fields": "07:00"}),
    ],
)
def test_what_a_practice_does_not_have_is_refused(cast, first, step, extra):
    with pytest.raises(BadInput) as refused:
        save(cast, first, step, **extra)
    assert refused.value.field
    assert not Deposit.objects.exists()


# --- What may stir things up ---------------------------------------------------------------------


def test_a_step_that_stirs_things_up_waits_for_a_clinician(cast, other_way):
    code = stirring(other_way)
    assert code not in [step.code for step in path_of(other_way)]
    with pytest.raises(BadInput) as refused:
        save(cast, other_way, code)
    assert refused.value.code == "not_released"
    release_step(assigned=other_way, step_code=code, by=cast.ben, now=NOW)
    assert code in [step.code for step in path_of(other_way)]
    save(cast, other_way, code)
    assert code in progress_of(other_way).done


def test_a_release_is_once_and_can_be_taken_back(cast, other_way):
    code = stirring(other_way)
    one = release_step(assigned=other_way, step_code=code, by=cast.ben, now=NOW)
    assert release_step(assigned=other_way, step_code=code, by=cast.ben, now=NOW) == one
    assert withhold_step(assigned=other_way, step_code=code, now=NOW) == 1
    assert code not in [step.code for step in path_of(other_way)]
    # Done with no network before it was taken back: kept.
    save(cast, other_way, code)


def test_a_step_that_waits_for_nobody_is_not_released(cast, other_way):
    for code in ("welcome-back", "nonesuch"):
        with pytest.raises(BadInput):
            release_step(assigned=other_way, step_code=code, by=cast.ben, now=NOW)


def test_the_session_ends_without_it(cast, other_way, walk):
    walk(other_way)
    assert other_way.completed_at
    assert complete_session(assigned=other_way, now=NOW)


def test_no_session_ends_with_a_step_that_stirs_things_up(db):
    for one in released("curriculum", "more-companion").content.sessions:
        assert not one.steps[-1].provoking


def test_the_twin_stands_for_the_one_with_the_body(cast, other_way):
    release_step(assigned=other_way, step_code="closer-look", by=cast.ben, now=NOW)
    assert "from-outside" not in [step.code for step in path_of(other_way)]
    save(cast, other_way, "from-outside", anchor="sounds")
    assert "closer-look" in progress_of(other_way).done
    assert StepEntry.objects.get().step == "from-outside"


# --- Worksheets ----------------------------------------------------------------------------------


def test_a_worksheet_keeps_what_she_filled_in(cast, other_way):
    fields = {"thought": "I had the thought.", "weight": 7, "more": " ", "weight-now": None}
    save(cast, other_way, "look-again", "reflection", fields=fields)
    row = StepEntry.objects.get()
    assert json.loads(row.fields) == {"thought": "I had the thought.", "weight": 7}
    assert "look-again" in progress_of(other_way).done


@pytest.mark.parametrize(
    "fields",
    [{}, {"thought": "  "}, {"weight": 11}, {"weight": "7"}, {"thought": 7}, {"else": "x"},
     {"thought": "x" * 501}, None],
)  # fmt: skip
def test_what_a_worksheet_does_not_have_is_refused(cast, other_way, fields):
    with pytest.raises(BadInput):
        save(cast, other_way, "look-again", "reflection", fields=fields)
    assert not Deposit.objects.exists()


# --- Practice at home ----------------------------------------------------------------------------


def test_when_makes_a_week_of_days(cast, first):
    save(cast, first, "when", fields={"at": "19:30"})
    home = HomePractice.objects.get()
    rows = list(Occurrence.objects.filter(rule__subject=home.public_id).order_by("ordinal"))
    assert (home.at, home.practice) == (time(19, 30), practice_name(first, "two-minutes"))
    assert [row.day for row in rows] == [NOW.date() + timedelta(days=n) for n in range(7)]
    assert {row.remind_at.astimezone(ZoneInfo(ZONE)).time() for row in rows} == {time(19, 30)}


def test_a_time_that_has_passed_today_begins_tomorrow(cast, first):
    save(cast, first, "when", fields={"at": "08:30"})
    days = Occurrence.objects.filter(rule__kind="practice").order_by("day")
    assert days.first().day == NOW.date() + timedelta(days=1)


def test_no_time_is_fine(cast, first):
    save(cast, first, "when")
    assert not HomePractice.objects.exists() and "when" in progress_of(first).done


def test_another_time_takes_the_place_of_the_first(cast, first):
    save(cast, first, "when", fields={"at": "19:30"})
    save(cast, first, "when", fields={"at": "20:00"}, now=later(hours=1))
    assert HomePractice.objects.filter(ended_at=None).get().at == time(20)
    assert Occurrence.objects.pending().filter(rule__kind="practice").count() == 7


def test_doing_it_is_done_for_that_day_alone(cast, first):
    save(cast, first, "when", fields={"at": "19:30"})
    assert done_at_home(
        participant=cast.ana, practice=practice_name(first, "two-minutes"), at=later(hours=1)
    )
    done = Occurrence.objects.filter(rule__kind="practice", done_at__isnull=False)
    assert [row.day for row in done] == [NOW.date()]
    again = practice_name(first, "two-minutes")
    assert not done_at_home(participant=cast.ana, practice=again, at=later(hours=2))


def local_times(field):
    rows = Occurrence.objects.filter(rule__kind="practice")
    return {getattr(row, field).astimezone(ZoneInfo(ZONE)).time() for row in rows}


def test_a_time_of_her_own_stands_before_one_that_was_offered(cast, first):
    save(cast, first, "when", fields={"at": "19:30", "own": "18:20"})
    assert HomePractice.objects.get().at == time(18, 20)
    assert json.loads(StepEntry.objects.get().fields) == {"at": "18:20"}
    assert local_times("remind_at") == {time(18, 20)} and local_times("opens_at") == {time(4)}


def test_the_place_for_her_own_may_stay_empty(cast, first):
    save(cast, first, "when", fields={"at": "19:30", "own": ""})
    assert HomePractice.objects.get().at == time(19, 30)


def test_neither_offered_nor_typed_is_no_time(cast, first):
    save(cast, first, "when", fields={"own": ""})
    assert not HomePractice.objects.exists() and StepEntry.objects.get().fields is None


def test_a_time_in_the_night_opens_its_day_then(cast, first):
    save(cast, first, "when", fields={"own": "02:30"})
    assert local_times("remind_at") == local_times("opens_at") == {time(2, 30)}
    tonight = NOW.astimezone(ZoneInfo(ZONE)).replace(hour=2, minute=40) + timedelta(days=1)
    practice = practice_name(first, "two-minutes")
    assert done_at_home(participant=cast.ana, practice=practice, at=tonight)


@pytest.mark.parametrize("own", ["24:00", "7:30", "07:60", "7:30 pm", " 19:30", "٠٧:٣٠", 1930])
def test_what_is_no_time_on_the_clock_is_refused(cast, first, own):
    with pytest.raises(BadInput, match="such as 19:00") as refused:
        save(cast, first, "when", fields={"at": "19:30", "own": own})
    assert refused.value.field == "own" and not HomePractice.objects.exists()
