from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.errors import BadInput, NeedsConfirmation
from people.births import odd_birth, odd_due_date
from people.models import Pregnancy
from people.services import record_infant, record_pregnancy
from tests.cast import NOW

TODAY = date(2026, 11, 18)
dates = st.dates(date(2020, 1, 1), date(2035, 1, 1))


@given(dates, st.integers(-139, 139))
def test_a_birth_within_twenty_weeks_is_ordinary(due, days):
    assert not odd_birth(due, due + timedelta(days=days))


@given(dates, st.integers(140, 900), st.sampled_from([1, -1]))
def test_a_birth_twenty_weeks_off_is_odd(due, days, sign):
    assert odd_birth(due, due + timedelta(days=sign * days))


@given(dates, st.integers(-21, 294))
def test_a_due_date_of_an_ongoing_pregnancy_has_a_range(today, days):
    assert not odd_due_date(today + timedelta(days=days), today)


def born(cast, due: date, on: date, confirmed: bool = False):
    """Record a birth for a new pregnancy of Ana."""
    pregnancy = record_pregnancy(
        participant=cast.ana, due_date=due, due_source="ultrasound", outcome="live_birth",
        outcome_on=min(on, TODAY), by=cast.ben, now=NOW, confirmed=True,
    )  # fmt: skip
    return record_infant(
        pregnancy=pregnancy, born_on=on, place="with_mother", by=cast.ben, now=NOW,
        confirmed=confirmed,
    )  # fmt: skip


def test_a_birth_in_the_future_is_refused(cast):
    with pytest.raises(BadInput, match="in the future") as refused:
        born(cast, TODAY, TODAY + timedelta(days=1), confirmed=True)
    assert refused.value.field == "born_on"


def test_tomorrow_is_counted_where_she_lives(cast):
    """At three in the morning in London it is still the evening before in New York."""
    night = datetime(2026, 11, 19, 3, tzinfo=UTC)
    with pytest.raises(BadInput, match="in the future where she lives"):
        record_pregnancy(
            participant=cast.ana, due_date=TODAY, due_source="ultrasound", outcome="live_birth",
            outcome_on=night.date(), by=cast.ben, now=night,
        )  # fmt: skip
    with pytest.raises(BadInput, match="in the future where she lives"):
        record_infant(
            pregnancy=cast.ana.pregnancies.get(), born_on=night.date(), place="with_mother",
            by=cast.ben, now=night, confirmed=True,
        )  # fmt: skip


def test_a_birth_far_from_the_due_date_is_asked_about(cast):
    far = TODAY - timedelta(weeks=25)
    with pytest.raises(NeedsConfirmation, match="25 weeks"):
        born(cast, TODAY, far)
    assert born(cast, TODAY, far, confirmed=True).born_on == far


def test_a_birth_before_enrolment_is_normal(cast):
    assert born(cast, TODAY - timedelta(weeks=8), TODAY - timedelta(weeks=9)).place == "with_mother"


def test_history_keeps_what_was_there_before(cast):
    pregnancy = cast.ana.pregnancies.get()
    before = pregnancy.due_date
    pregnancy.due_date = before + timedelta(days=3)
    pregnancy.save()
    Pregnancy.objects.filter(pk=pregnancy.pk).update(due_source="her_word")
    kept = list(pregnancy.events.order_by("pgh_id").values_list("due_date", "due_source"))
    assert kept == [
        (before, "ultrasound"),
        (before + timedelta(days=3), "ultrasound"),
        (before + timedelta(days=3), "her_word"),
    ]
