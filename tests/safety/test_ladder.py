"""Who is told and when: plain values."""

from collections import Counter
from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safety.hours import Hours
from safety.ladder import NOBODY, Pace, Page, Rung, climb, next_pages, unseen_from

NEW_YORK = "America/New_York"
CLINIC = Hours(NEW_YORK, dict.fromkeys(range(5), (time(8), time(17))))
NOON = datetime(2026, 11, 18, 17, 0, tzinfo=UTC)  # a Wednesday in New York
EVENING = NOON + timedelta(hours=8)
THURSDAY = datetime(2026, 11, 19, 13, 0, tzinfo=UTC)  # eight in the morning
HOUR = timedelta(hours=1)
LADDER = [Rung("on_duty", ("ben",)), Rung("back_up", ("bea",)), Rung("admin", ("ada",))]
NOW = Pace("now", 60, CLINIC)
TODAY = Pace("today", 240, CLINIC)
NEXT_VISIT = Pace("next_visit", 960, CLINIC)


def due(rungs, pace, since=NOON, **last) -> dict[str, datetime]:
    """When each person is told next."""
    pages = next_pages(rungs, since=since, last=last, pace=pace)
    return {page.recipient: page.due_at for page in pages}


def told(ended_at, state="accepted", ordinal=0) -> Page:
    return Page(ordinal, state, ended_at)


# What is for now runs by the wall clock.


@pytest.mark.parametrize("since", [NOON, EVENING, THURSDAY - timedelta(hours=5)])
def test_now_climbs_by_the_wall_clock_day_and_night(since):
    assert due(LADDER, NOW, since) == {"ben": since, "bea": since + HOUR, "ada": since + 2 * HOUR}


def test_each_is_told_again_after_as_long_from_when_they_were_told():
    sent = NOON + timedelta(minutes=1)
    pages = next_pages(LADDER, since=NOON, last={"ben": told(sent, ordinal=4)}, pace=NOW)
    assert (pages[0].ordinal, pages[0].due_at) == (5, sent + HOUR)


# The others count minutes the clinic is open.


def test_the_next_visit_begins_at_once_when_open_else_at_the_next_opening():
    assert due(LADDER, NEXT_VISIT, NOON)["ben"] == NOON
    assert due(LADDER, NEXT_VISIT, EVENING)["ben"] == THURSDAY


def test_today_is_first_told_at_any_hour_and_climbs_when_the_clinic_is_open():
    told_at = due(LADDER, TODAY, EVENING)
    assert (told_at["ben"], told_at["bea"]) == (EVENING, THURSDAY + 4 * HOUR)


def test_today_climbs_in_open_minutes():
    # Five hours are left on Wednesday; the admin hears three hours into Thursday.
    assert due(LADDER, TODAY) == {
        "ben": NOON,
        "bea": NOON + 4 * HOUR,
        "ada": THURSDAY + 3 * HOUR,
    }


def test_a_wait_that_ends_with_the_day_is_told_when_somebody_is_there_again():
    at_one = NOON + HOUR
    assert due(LADDER, TODAY, at_one)["bea"] == THURSDAY


def test_next_visit_is_told_to_nobody_twice_on_one_open_day():
    brisk = Pace("next_visit", 60, CLINIC)
    assert due(LADDER, brisk, ben=told(NOON))["ben"] == THURSDAY
    friday = THURSDAY + timedelta(days=1)
    assert due(LADDER, brisk, ben=told(friday))["ben"] == friday + timedelta(days=3)


def test_without_stated_hours_it_is_never_silent():
    nobody = Hours(NEW_YORK)
    assert due(LADDER, Pace("today", 240, nobody), EVENING) == {
        "ben": EVENING,
        "bea": EVENING + 4 * HOUR,
        "ada": EVENING + 8 * HOUR,
    }


# Who stands where.


def test_a_rung_with_nobody_passes_to_the_next_at_once():
    rungs = climb([Rung("on_duty", ()), *LADDER[1:]])
    assert due(rungs, NOW) == {"bea": NOON, "ada": NOON + HOUR}
    only_admin = climb([Rung("on_duty", ()), Rung("back_up", ()), LADDER[2]])
    assert due(only_admin, NOW) == {"ada": NOON}


def test_each_person_stands_on_their_first_rung_only():
    rungs = climb([Rung("on_duty", ("Ben",)), Rung("back_up", ("ben", "bea")), LADDER[2]])
    assert [rung.recipients for rung in rungs] == [("ben",), ("bea",), ("ada",)]


def test_a_mailbox_is_told_first_and_holds_nobody_back():
    rungs = climb([Rung("on_duty", ()), *LADDER[1:]], mailbox="Box")
    assert due(rungs, NOW) == {"bea": NOON, "box": NOON, "ada": NOON + HOUR}
    assert climb([], mailbox="box") == [Rung("on_duty", ("box",))]
    assert climb(LADDER, mailbox="ada")[0].recipients == ("ben", "ada")
    assert len(climb(LADDER, mailbox="ada")) == 2


def test_nobody_at_all_is_a_page_to_nobody():
    assert due(climb([]), NOW) == {NOBODY: NOON}
    assert unseen_from(climb([]), since=NOON, pace=NOW) == NOON


# What ended how.


@pytest.mark.parametrize("pace", [NOW, TODAY, NEXT_VISIT])
@pytest.mark.parametrize(("state", "minutes"), [("unknown", 5), ("refused", 15)])
def test_one_that_may_not_have_arrived_is_told_again_soon(pace, state, minutes):
    again = due(LADDER, pace, ben=told(NOON, state))["ben"]
    assert again == NOON + timedelta(minutes=minutes)


def test_while_one_is_under_way_no_other_is_owed_to_that_person_but_to_others():
    pages = due(LADDER, NOW, ben=told(None, "owed"))
    assert pages == {"bea": NOON + HOUR, "ada": NOON + 2 * HOUR}


def test_what_was_told_before_it_waits_anew_counts_for_nothing():
    before = NOON - timedelta(minutes=10)
    pages = next_pages(LADDER, since=NOON, last={"ben": told(before, ordinal=2)}, pace=NOW)
    assert (pages[0].ordinal, pages[0].due_at) == (3, NOON)


def test_somebody_who_is_called_again_after_dropping_out_is_told_at_once():
    later = NOON + timedelta(minutes=20)
    assert due(LADDER, NOW, ben=told(later, "cancelled"))["ben"] == later


def test_after_an_outage_there_is_one_page_each_not_a_heap():
    late = NOON + timedelta(hours=10)
    assert due(LADDER, NOW, ben=told(late))["ben"] == late + HOUR


@pytest.mark.parametrize(
    ("rungs", "hours"), [(LADDER, 2), (LADDER[:2], 1), (LADDER[:1], 1), (climb([]), 0)]
)
def test_it_is_seen_by_nobody_once_the_last_rung_is_told(rungs, hours):
    assert unseen_from(rungs, since=NOON, pace=NOW) == NOON + hours * HOUR


people = st.lists(st.sampled_from(["a", "b", "c", "d", "A"]), max_size=3)
spans = st.sampled_from([(time(8), time(17)), (time(0), time(4)), (time(20), time(23, 59))])
weeks = st.dictionaries(st.integers(0, 6), spans)
paces = st.builds(
    Pace,
    tier=st.sampled_from(["now", "today", "next_visit"]),
    minutes=st.integers(15, 1000),
    hours=st.builds(Hours, zone=st.sampled_from([NEW_YORK, "Europe/Madrid"]), week=weeks),
)
starts = st.datetimes(
    datetime(2026, 10, 20), datetime(2026, 11, 10), timezones=st.just(UTC)
)  # over a clock change


@given(people, people, people, st.sampled_from(["", "box", "a"]), paces, starts)
def test_told_again_and_again_each_keeps_their_distance(first, second, third, box, pace, since):
    """Ten days of ticks: nobody is told sooner than stated, and somebody is told at all."""
    people = [Rung("on_duty", tuple(first)), Rung("back_up", tuple(second))]
    rungs = climb([*people, Rung("admin", tuple(third))], mailbox=box)
    everybody = [one for rung in rungs for one in rung.recipients]
    assert len(everybody) == len(set(everybody)) > 0
    last: dict[str, Page] = {}
    sent: dict[str, list[datetime]] = {}
    for tick in range(0, 10 * 24 * 60, 30):
        at = since + timedelta(minutes=tick)
        for page in next_pages(rungs, since=since, last=last, pace=pace):
            if page.due_at <= at:
                last[page.recipient] = Page(page.ordinal, "accepted", at)
                sent.setdefault(page.recipient, []).append(at)
    opens = pace.hours.next_open(since)
    for recipient, times in sent.items():
        assert last[recipient].ordinal == len(times) - 1
        gaps = [b - a for a, b in pairwise(times)]
        assert all(gap >= timedelta(minutes=pace.minutes) for gap in gaps)
    if pace.tier == "now" or opens is None:
        assert sent[rungs[0].recipients[0]][0] == since
    if pace.tier == "next_visit":
        zone = ZoneInfo(pace.hours.zone)
        days = Counter(at.astimezone(zone).date() for at in sent.get(rungs[0].recipients[0], []))
        assert max(days.values(), default=1) == 1
