"""How often a clinic is told: plain values."""

from datetime import UTC, datetime, timedelta

import pytest

from reminders.ladder import Page, next_page

RAISED = datetime(2026, 11, 18, 17, 0, tzinfo=UTC)
SENT = RAISED + timedelta(minutes=1)


@pytest.mark.parametrize("tier", ["now", "today", "next_visit"])
def test_the_first_page_is_due_at_once(tier):
    first = next_page(tier=tier, raised_at=RAISED, last=None)
    assert (first.ordinal, first.due_at) == (0, RAISED)


@pytest.mark.parametrize(("tier", "hours"), [("now", 1), ("today", 4), ("next_visit", 24)])
def test_it_is_repeated_at_the_pace_of_its_tier(tier, hours):
    again = next_page(tier=tier, raised_at=RAISED, last=Page(0, "accepted", SENT))
    assert (again.ordinal, again.due_at) == (1, SENT + timedelta(hours=hours))


def test_one_that_may_not_have_arrived_is_repeated_soon():
    again = next_page(tier="next_visit", raised_at=RAISED, last=Page(3, "unknown", SENT))
    assert (again.ordinal, again.due_at) == (4, SENT + timedelta(minutes=5))


@pytest.mark.parametrize("tier", ["now", "today", "next_visit"])
def test_a_refused_one_reached_nobody_so_it_is_repeated_soon_too(tier):
    again = next_page(tier=tier, raised_at=RAISED, last=Page(0, "refused", SENT))
    assert again.due_at == SENT + timedelta(minutes=15)


def test_while_one_is_under_way_no_other_is_owed():
    assert next_page(tier="now", raised_at=RAISED, last=Page(0, "owed", None)) is None


def test_after_an_outage_there_is_one_page_not_a_heap():
    late = RAISED + timedelta(hours=10)
    again = next_page(tier="now", raised_at=RAISED, last=Page(0, "accepted", late))
    assert again.due_at == late + timedelta(hours=1)
