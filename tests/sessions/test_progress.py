"""What is left of a session."""

from hypothesis import given
from hypothesis import strategies as st

from catalog.types import SessionContent, Step
from sessions.progress import path, progress

STEPS = (
    Step("welcome", "reading", 1),
    Step("short-one", "practice", 2),
    Step("long-one", "practice", 7, short="short-one"),
    Step("with-baby", "reading", 1, for_addressed=("with_baby",)),
    Step("ask", "questionnaire", 2, instrument="closeness"),
)
CONTENT = SessionContent("one", 1, 20, 0, STEPS)


def codes(addressed, fits=True):
    return [step.code for step in path(CONTENT, addressed, lambda _code: fits)]


def test_she_is_asked_only_what_is_for_her():
    assert codes("expecting") == ["welcome", "short-one", "long-one", "ask"]
    assert codes("with_baby") == ["welcome", "short-one", "long-one", "with-baby", "ask"]


def test_questions_that_do_not_fit_are_left_out():
    assert "ask" not in codes("expecting", fits=False)


def test_the_next_step_is_the_first_that_is_left():
    found = progress(STEPS, {"welcome", "long-one"})
    assert (found.done, found.next, found.total) == (("welcome", "long-one"), "short-one", 5)


def test_it_is_complete_when_nothing_is_left():
    assert progress(STEPS, {step.code for step in STEPS}).complete


@given(st.sets(st.sampled_from([step.code for step in STEPS] + ["elsewhere"])))
def test_done_and_left_make_the_whole(settled):
    found = progress(STEPS, settled)
    assert found.complete == (len(found.done) == found.total)
    assert found.next not in found.done
