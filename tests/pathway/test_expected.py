"""How many concerns a week to expect: the arithmetic, and what it rests on here."""

import math
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from catalog.services import released, released_codes
from catalog.types import RuleSpec
from kernel.errors import BadInput
from measures.services import save_answer, start_administrations
from pathway.expecting import Expected, Share, poisson_quantile, spread, together, wilson
from pathway.services import assign, expected
from pathway.services.expected import expected_concerns, times_a_week
from people.models import Participant
from schedule.models import Occurrence, Pause
from tests.cast import NOW, mother, start
from tests.saying import answer

LATER = NOW + timedelta(hours=1)


@given(st.integers(0, 500), st.integers(1, 500))
def test_the_interval_holds_the_share(hits, tries):
    share = wilson(min(hits, tries), tries)
    assert 0 <= share.low <= share.value <= share.high <= 1


def test_wilson_is_as_published():
    # 10 of 100: 0.0552 to 0.1744 (Wilson without continuity correction).
    share = wilson(10, 100)
    assert (round(share.low, 4), round(share.high, 4)) == (0.0552, 0.1744)
    assert wilson(0, 0) is None
    assert wilson(0, 10).low == 0 and round(wilson(0, 10).high, 3) == 0.278


@pytest.mark.parametrize(
    ("mean", "low", "high"), [(0, 0, 0), (1, 0, 3), (4, 1, 8), (10, 4, 17), (900, 842, 959)]
)
def test_poisson_ranges_are_those_of_the_table(mean, low, high):
    found = spread(mean, mean)
    assert all(abs(a - b) <= 1 for a, b in zip(found, (low, high), strict=True))


@given(st.floats(0, 600), st.floats(0.001, 0.999))
def test_a_quantile_is_the_first_count_that_reaches_it(mean, probability):
    count = poisson_quantile(mean, probability)

    def below(most: int) -> float:
        return math.fsum(
            math.exp(k * math.log(mean) - mean - math.lgamma(k + 1)) for k in range(most + 1)
        )

    if mean > 0:
        assert below(count) >= probability - 1e-9
        assert count == 0 or below(count - 1) < probability + 1e-9


def test_what_is_unknown_is_left_out_of_the_sum_and_not_taken_for_none():
    known = Expected("a", "now", 10, "", Share(0.1, 0.05, 0.2))
    unknown = Expected("b", "now", 10, "", None)
    assert unknown.mean is None and unknown.between is None
    assert together([known, unknown], rule="", tier="now").mean == pytest.approx(1)
    assert together([unknown], rule="", tier="now") is None


def row(forecast, rule) -> Expected:
    [found] = [one for one in forecast.rows if one.rule == rule]
    return found


def test_without_an_answer_it_says_that_nothing_is_known(cast):
    start(cast)
    forecast = expected_concerns(clinic=cast.clinic, now=NOW)
    assert forecast.check_ins >= 1 and forecast.planned
    found = row(forecast, "own-harm-now")
    assert (found.share, found.basis) == (None, "never answered here")
    assert found.asked >= 1


def test_shares_come_from_answers_here(cast):
    start(cast)
    occurrence = Occurrence.objects.filter(rule__kind="check_in").order_by("day")[0]
    begun = start_administrations(occurrence=occurrence, participant=cast.ana, now=LATER)
    [stress] = [one for one in begun if one.instrument.code == "stress"]
    said = answer(stress, "thoughts", 2, at=LATER)
    save_answer(device=cast.phone, envelope=said, now=LATER)
    forecast = expected_concerns(clinic=cast.clinic, now=LATER)
    assert row(forecast, "own-harm-now").basis == "1 of 1 answers here"
    assert row(forecast, "own-harm-today").basis == "0 of 1 answers here"
    assert forecast.tiers["now"] is not None


def test_it_asks_the_database_little_however_many_check_ins(cast, django_assert_max_num_queries):
    start(cast)
    with django_assert_max_num_queries(60) as few:
        expected_concerns(clinic=cast.clinic, now=NOW)
    for n in range(6):
        another = mother(cast.clinic, cast.ben, f"Mother{n} One")
        assign(
            participant=another,
            curriculum=released("curriculum", "more-companion"),
            battery=released("battery", "weekly-check-in"),
            starts_on=NOW.date(),
            by=cast.ben,
            now=NOW,
        )
    with django_assert_max_num_queries(len(few.captured_queries)):
        assert expected_concerns(clinic=cast.clinic, now=NOW).check_ins >= 7


def test_it_counts_what_is_really_put_to_her(cast):
    start(cast)
    Participant.objects.filter(pk=cast.ana.pk).update(addressed="with_baby")
    closeness = [
        ("closeness", item.code) for item in released("instrument", "closeness").content.items
    ]
    put, many = expected._planned(cast.clinic, NOW)
    assert many >= 1 and any(put[one] for one in closeness)
    Pause.objects.create(
        participant=cast.ana, since=NOW, tender_until=NOW.date() + timedelta(days=14),
        started_by=cast.ben,
    )  # fmt: skip
    put, _many = expected._planned(cast.clinic, NOW)
    assert not any(put[one] for one in closeness) and put["stress", "thoughts"]


def test_a_given_share_stands_in_and_many_mothers_scale(cast):
    start(cast)
    one = expected_concerns(clinic=cast.clinic, now=NOW, rates={"own-harm-now": 0.1})
    many = expected_concerns(clinic=cast.clinic, now=NOW, rates={"own-harm-now": 0.1}, mothers=50)
    assert row(many, "own-harm-now").mean == pytest.approx(50 * row(one, "own-harm-now").mean)
    assert row(one, "own-harm-now").basis == "given: 0.1"
    family = expected_concerns(clinic=cast.clinic, now=NOW, rates={"own-harm": 0.1})
    assert row(family, "own-harm").tier == "any"
    assert family.tiers["any"].mean == pytest.approx(row(one, "own-harm-now").mean)


def test_a_clinic_with_no_check_in_planned_counts_from_the_batteries(cast):
    none = expected_concerns(clinic=cast.other_clinic, now=NOW)
    assert none.check_ins == 0
    forecast = expected_concerns(
        clinic=cast.other_clinic, now=NOW, mothers=20, rates={"own-harm-now": 0.1}
    )
    assert not forecast.planned
    asking = [released("battery", code).content for code in released_codes("battery")]
    a_week = sum(times_a_week(one.rule) for one in asking if "stress" in one.instruments)
    assert row(forecast, "own-harm-now").asked == pytest.approx(20 * a_week)
    assert row(forecast, "own-harm-now").mean == pytest.approx(2 * a_week)


@pytest.mark.parametrize(
    ("rule", "times"),
    [
        (RuleSpec(every_days=14), 0.5),
        (RuleSpec(kind="momentary", prompts_a_day=2), 14),
        (RuleSpec(kind="self_started"), 7),
        (RuleSpec(kind="each_session", every_days=1), 1),
    ],
)
def test_how_often_a_week_goes_by_the_kind_of_rule(rule, times):
    assert times_a_week(rule) == times


@pytest.mark.parametrize("rates", [{"nothing": 0.1}, {"own-harm": 1.1}, {"own-harm": -0.1}])
def test_a_share_that_cannot_be_is_refused(cast, rates):
    with pytest.raises(BadInput):
        expected_concerns(clinic=cast.clinic, now=NOW, rates=rates)


def printed(*arguments: str) -> str:
    out = StringIO()
    call_command("expected_concerns", *arguments, stdout=out)
    return out.getvalue()


def test_the_command_says_what_it_rests_on(cast):
    start(cast)
    text = printed("--clinic", "Riverside")
    assert "Nothing is known of:" in text and "own-harm-now" in text
    text = printed("--rate", "own-harm=0.02", "--mothers", "40")
    assert "40 mothers" in text and "given: 0.02" in text


@pytest.mark.parametrize(
    "arguments",
    [
        ["--clinic", "Nowhere"],
        ["--rate", "own-harm"],
        ["--rate", "own-harm=often"],
        ["--rate", "own-harm=nan"],
        ["--mothers", "0"],
    ],
)
def test_bad_input_is_told(cast, arguments):
    with pytest.raises(CommandError):
        printed(*arguments)
