"""Scores from the answers in the database."""

from decimal import Decimal
from uuid import uuid4

from django.db import connection
from django.test.utils import CaptureQueriesContext

from measures.services import (
    save_answer,
    scores_by_participant,
    scores_of,
    scores_over_time,
    start_administrations,
    start_for_step,
)
from people.models import Participant
from schedule.models import Occurrence
from tests.cast import NOW
from tests.saying import answer, later

STRESS = {"tense": 7, "much": 5, "rest": 6, "steady": 3}


def fill(cast, administration, values, at=NOW):
    for item, value in values.items():
        said = answer(administration, item, value, declined=value is None, at=at)
        save_answer(device=cast.phone, envelope=said, now=at)


def test_a_score_is_what_the_key_gives(cast, begun):
    fill(cast, begun["stress"], STRESS | {"thoughts": 0})
    (found,) = scores_of(begun["stress"])
    assert (found.scale, found.value) == ("mean", Decimal("6.25"))  # (7 + 5 + 6 + 10 - 3) / 4


def test_what_she_would_rather_not_say_is_never_guessed(cast, begun):
    fill(cast, begun["stress"], STRESS | {"rest": None})
    (found,) = scores_of(begun["stress"])
    assert (found.value, found.absent) == (None, "declined")


def test_the_word_said_last_is_scored(cast, begun):
    fill(cast, begun["craving"], {"strength": 1, "often": 1, "pull": 1}, at=later(minutes=5))
    fill(cast, begun["craving"], {"strength": 10}, at=later(minutes=1))
    assert scores_of(begun["craving"])[0].value == Decimal("1.00")


def weeks(cast, number):
    for ordinal in range(1, number + 1):
        one = Occurrence.objects.get(participant=cast.ana, rule__kind="check_in", ordinal=ordinal)
        at = later(days=7 * (ordinal - 1))
        for row in start_administrations(occurrence=one, participant=cast.ana, now=at):
            if row.instrument.code == "craving":
                fill(cast, row, {"strength": ordinal, "often": ordinal, "pull": ordinal}, at)
            else:
                fill(cast, row, {"tense": 1}, at)


def test_a_line_has_a_point_for_each_week(cast):
    weeks(cast, 3)
    lines = {line.instrument: line for line in scores_over_time(cast.ana)}
    points = lines["craving"].points
    assert [(point.day.day, point.value) for point in points] == [(18, 1), (25, 2), (2, 3)]
    assert {point.absent for point in lines["stress"].points} == {"missing_item"}


def test_what_was_begun_and_not_answered_is_no_point(cast, begun):
    assert scores_over_time(cast.ana) == []


def test_more_weeks_and_mothers_cost_no_more_queries(cast):
    counts = []
    for number in (1, 4):
        weeks(cast, number)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            scores_by_participant(Participant.objects.all())
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 3


def test_a_list_can_ask_for_one_instrument(cast):
    weeks(cast, 2)
    lines = scores_by_participant([cast.ana], since=later(days=3).date(), instruments=["craving"])
    assert [line.instrument for line in lines[cast.ana.pk]] == ["craving"]
    assert len(lines[cast.ana.pk][0].points) == 1


CRAVING = {"strength": 4, "often": 4, "pull": 4}


def taken_along(cast):
    """A session asks it: put on her phone today."""
    return start_for_step(
        participant=cast.ana,
        assigned_uuid=uuid4(),
        step_code="check",
        instrument_code="craving",
        now=NOW,
    )


def days_of(cast, since=None) -> list[int]:
    """How many days from now each point stands."""
    lines = scores_by_participant([cast.ana], since=since, instruments=["craving"])
    points = [point for line in lines.get(cast.ana.pk, []) for point in line.points]
    return [(point.day - NOW.date()).days for point in points]


def test_what_a_session_asked_counts_on_the_day_she_finished_it(cast):
    """Taken along today, begun on the ninth day, finished on the tenth, handed in on the 20th."""
    begun = taken_along(cast)
    for (item, value), day in zip(CRAVING.items(), (9, 9, 10), strict=True):
        said = answer(begun, item, value, at=later(days=day), sent_at=later(days=20))
        save_answer(device=cast.phone, envelope=said, now=later(days=20))
    assert days_of(cast) == [10]
    assert days_of(cast, since=later(days=10).date()) == [10]
    assert days_of(cast, since=later(days=11).date()) == []


def test_what_she_says_again_later_does_not_move_it(cast):
    begun = taken_along(cast)
    fill(cast, begun, CRAVING, at=later(days=3))
    fill(cast, begun, {"pull": 9}, at=later(days=8))
    assert days_of(cast) == [3]


def test_the_day_is_hers_and_not_utcs(cast):
    """In her evening it is the next day by UTC."""
    begun = taken_along(cast)
    fill(cast, begun, CRAVING, at=later(days=3, hours=10))
    assert days_of(cast) == [3]
    assert days_of(cast, since=later(days=3).date()) == [3]


def test_an_unfinished_one_is_a_point_on_the_day_of_its_last_answer(cast):
    begun = taken_along(cast)
    fill(cast, begun, {"strength": 1}, at=later(days=5))
    assert days_of(cast, since=later(days=5).date()) == [5]


def test_a_check_in_counts_on_its_own_day_however_early_it_was_taken_along(cast):
    one = Occurrence.objects.get(participant=cast.ana, rule__kind="check_in", ordinal=2)
    for row in start_administrations(occurrence=one, participant=cast.ana, now=later(days=7)):
        if row.instrument.code == "craving":
            row.started_at = NOW
            row.save(update_fields=["started_at"])
            fill(cast, row, CRAVING, at=later(days=9))
    assert days_of(cast, since=later(days=7).date()) == [7]
