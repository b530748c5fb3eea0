"""The answer that counts is the last one given, whatever the order of arrival."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from measures.current import Said, current
from tests.cast import NOW

said = st.builds(
    Said,
    item=st.sampled_from("ab"),
    value=st.integers(0, 10),
    declined=st.just(False),
    answered_at=st.integers(0, 3).map(lambda n: NOW + timedelta(seconds=n)),
    sequence=st.none() | st.integers(0, 3),
    receipt=st.integers(1, 10**6),
)
several = st.lists(said, max_size=12, unique_by=lambda one: one.receipt)


def one(value, *, second=0, sequence=None, receipt=1):
    return Said("a", value, False, NOW + timedelta(seconds=second), sequence, receipt)


def test_the_later_answer_counts_though_it_arrived_first():
    late = one(1, second=0, receipt=2)
    assert current([one(7, second=5, receipt=1), late])["a"].value == 7


def test_the_sequence_decides_within_one_instant():
    assert current([one(7, sequence=4, receipt=1), one(1, sequence=3, receipt=2)])["a"].value == 7


def test_the_receipt_decides_last():
    assert current([one(1, receipt=1), one(7, receipt=2)])["a"].value == 7


@given(several, st.randoms(use_true_random=False))
def test_the_order_of_arrival_does_not_matter(answers, shuffler):
    shuffled = list(answers)
    shuffler.shuffle(shuffled)
    assert current(shuffled) == current(answers)


@given(several, st.integers(0, 12))
def test_answers_handed_in_in_two_parts_end_as_one(answers, cut):
    first = current(answers[:cut])
    assert current([*first.values(), *answers[cut:]]) == current(answers)


@given(several)
def test_nothing_is_made_up(answers):
    assert set(current(answers).values()) <= set(answers)
    assert set(current(answers)) == {answer.item for answer in answers}
