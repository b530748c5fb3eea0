"""A score is exactly what its key gives, or absent with a reason."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.types import Choice, Item, Scale, Text
from measures.scoring import DECLINED, MISSING_ITEM, NOT_ASKED, score

CODES = ("a", "b", "c", "d")
TEN = tuple(Item(code=c, kind="scale", reads="clinic", minimum=0, maximum=10) for c in CODES)


def scale(rule="sum", items=CODES, reverse=()):
    return Scale("s", rule, tuple(items), tuple(reverse), 0, 40, "a source")


def test_a_sum_adds_every_item():
    assert score(scale(), {"a": 1, "b": 2, "c": 3, "d": 10}, TEN).value == Decimal(16)


def test_a_reversed_item_is_turned_round_in_its_own_range():
    turned = score(scale(reverse=["d"]), {"a": 1, "b": 2, "c": 3, "d": 10}, TEN)
    assert turned.value == Decimal(6)


def test_a_choice_is_turned_round_between_its_own_ends():
    choices = tuple(Choice(value, Text({})) for value in (1, 2, 3, 4, 5))
    item = Item(code="a", kind="choice", reads="clinic", choices=choices)
    assert score(scale(items="a", reverse="a"), {"a": 2}, [item]).value == Decimal(4)


@pytest.mark.parametrize(
    ("values", "mean"),
    [((0, 0, 1), "0.33"), ((0, 1, 1), "0.67"), ((10, 10, 10), "10.00"), ((0, 0, 0), "0.00")],
)
def test_a_mean_has_two_places(values, mean):
    found = score(scale("mean", "abc"), dict(zip("abc", values, strict=True)), TEN)
    assert str(found.value) == mean


def test_a_mean_half_way_goes_to_the_even_side():
    eight = tuple(Item(code=str(n), kind="scale", reads="clinic", maximum=10) for n in range(8))
    key = Scale("s", "mean", tuple(str(n) for n in range(8)), (), 0, 10, "a source")
    one = score(key, {str(n): int(n == 0) for n in range(8)}, eight)  # 0.125
    three = score(key, {str(n): 3 * int(n == 0) for n in range(8)}, eight)  # 0.375
    assert (str(one.value), str(three.value)) == ("0.12", "0.38")


def test_an_item_without_an_answer_leaves_no_score():
    found = score(scale(), {"a": 1, "b": 2, "c": 3}, TEN)
    assert (found.value, found.absent) == (None, MISSING_ITEM)


def test_an_item_she_would_rather_not_say_leaves_no_score():
    found = score(scale(), {"a": 1, "b": 2, "c": 3, "d": None}, TEN)
    assert (found.value, found.absent) == (None, DECLINED)


def test_an_item_she_was_not_asked_leaves_no_score():
    found = score(scale(), {"a": 1, "b": 2, "c": 3, "d": 4}, TEN[:3])
    assert (found.value, found.absent) == (None, NOT_ASKED)


def test_a_value_outside_the_range_is_never_counted():
    with pytest.raises(ValueError, match="no answer"):
        score(scale(items="a"), {"a": 11}, TEN)


def test_a_rule_nobody_wrote_down_is_refused():
    with pytest.raises(ValueError, match="no rule"):
        score(scale("median", "a"), {"a": 1}, TEN)


whole = st.fixed_dictionaries({code: st.integers(0, 10) for code in CODES})
holes = st.dictionaries(st.sampled_from(CODES), st.none() | st.integers(0, 10))


@given(whole, st.sets(st.sampled_from(CODES)), st.sampled_from(["sum", "mean"]))
def test_turning_every_item_round_mirrors_the_score(values, reverse, rule):
    straight = score(scale(rule, reverse=sorted(reverse)), values, TEN).value
    turned = score(scale(rule, reverse=sorted(set(CODES) - reverse)), values, TEN).value
    assert straight + turned == (40 if rule == "sum" else 10)


@given(whole)
def test_a_mean_is_within_half_a_hundredth_of_the_fraction(values):
    exact = Fraction(sum(values.values()), 4)
    assert abs(Fraction(score(scale("mean"), values, TEN).value) - exact) <= Fraction(1, 200)


@given(holes)
def test_there_is_a_score_or_a_reason_and_never_both(values):
    found = score(scale(), values, TEN)
    complete = len(values) == 4 and None not in values.values()
    assert (found.value is not None) == complete
    assert (found.absent is None) == complete


@given(whole, st.permutations(CODES))
def test_the_order_of_items_does_not_matter(values, order):
    assert score(scale(items=order), values, TEN) == score(scale(), values, TEN)
