"""Scores from the answers in the database."""

from decimal import Decimal

from django.db import connection
from django.test.utils import CaptureQueriesContext

from measures.services import (
    save_answer,
    scores_by_participant,
    scores_of,
    scores_over_time,
    start_administrations,
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
