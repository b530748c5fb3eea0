"""What she does at a step is stored once, and takes her on."""

import uuid

import pytest

from catalog.services import released
from catalog.types import Instrument
from kernel.errors import BadInput, Conflict, NotFound, WindowClosed
from measures.models import Administration, Answer
from measures.services import start_for_step
from schedule.models import Deposit
from schedule.services import end_pause, start_pause
from sessions.models import StepEntry
from sessions.services import (
    content_of,
    hand_in,
    hold_session,
    open_course,
    path_of,
    progress_of,
    save_entry,
    start_questions,
)
from tests.cast import NOW, mother, pair
from tests.saying import answer, entry, envelope, later


def save(cast, said, now=NOW):
    return save_entry(device=cast.phone, envelope=said, now=now)


def steps(assigned, kind):
    return [step for step in path_of(assigned) if step.kind == kind]


@pytest.fixture
def practice(first):
    return next(step for step in steps(first, "practice") if step.anchors)


@pytest.fixture
def reflection(first):
    return steps(first, "reflection")[0]


def test_the_same_again_is_the_same_acknowledgement(cast, first):
    said = entry(first, "welcome")
    one, again = save(cast, said), save(cast, said, now=later(hours=1))
    assert (one.status, again.status) == (201, 200)
    assert one.as_json() == again.as_json()
    assert StepEntry.objects.count() == 1


def test_other_words_under_the_same_uuid_are_refused_and_the_first_kept(cast, first, reflection):
    client_uuid = uuid.uuid4()

    def write(text):
        extra = {"text": text}
        return entry(first, reflection.code, "reflection", extra=extra, client_uuid=client_uuid)

    save(cast, write("It was quiet."))
    with pytest.raises(Conflict):
        save(cast, write("It was loud."))
    assert StepEntry.objects.get().text == "It was quiet."


def test_going_in_is_noted_once(cast, first):
    save(cast, entry(first, "welcome", "reached"))
    save(cast, entry(first, "welcome"), now=later(minutes=5))
    first.refresh_from_db()
    assert first.first_opened_at == NOW


def test_reaching_a_step_is_not_doing_it(cast, first):
    save(cast, entry(first, "welcome", "reached"))
    assert progress_of(first).done == ()
    save(cast, entry(first, "welcome"))
    assert progress_of(first).done == ("welcome",)


def test_another_phone_is_at_the_same_step(cast, first):
    save(cast, entry(first, "welcome"))
    second, _token = pair(cast.ana, cast.ben)
    following = progress_of(first).next
    save_entry(device=second, envelope=entry(first, following), now=NOW)
    assert progress_of(first).done == ("welcome", following)


def test_a_practice_keeps_its_anchor_and_the_seconds_it_ran(cast, first, practice):
    save(cast, entry(first, practice.code, extra={"anchor": "sounds", "seconds": 90}))
    row = StepEntry.objects.get()
    assert (row.anchor, row.seconds, row.language) == ("sounds", 90, "en")


def test_seconds_are_capped_at_twice_its_length(cast, first, practice):
    save(cast, entry(first, practice.code, extra={"seconds": 10**12}))
    assert StepEntry.objects.get().seconds == practice.seconds * 2


def test_the_short_form_of_older_content_is_recorded_on_the_long_one(cast):
    older = released("curriculum", "more-companion", "0")
    course = open_course(
        participant=mother(cast.clinic, cast.ben, "Rosa Paz"),
        content_version=older, starts_on=NOW.date(), by=cast.ben, now=NOW,
    )  # fmt: skip
    phone, _token = pair(course.participant, cast.ben)
    one = course.assigned.get(ordinal=1)
    long_one = next(step for step in steps(one, "practice") if step.short)
    anchor = content_of(one).step(long_one.short).anchors[-1]
    said = entry(one, long_one.code, extra={"anchor": anchor, "seconds": 118, "cut": "two"})
    save_entry(device=phone, envelope=said, now=NOW)
    done = progress_of(one).done
    assert long_one.code in done and long_one.short not in done


def test_stopping_a_practice_brings_help_and_moves_on(cast, first, practice):
    said = entry(first, practice.code, "stopped", extra={"seconds": 20})
    shown = save(cast, said)
    assert shown.help.lines and shown.help.told
    assert save(cast, said).as_json() == shown.as_json()
    assert practice.code in progress_of(first).done


@pytest.mark.parametrize(
    ("step", "event", "extra"),
    [
        ("nonesuch", "done", {}),
        ("welcome", "finished", {}),
        ("welcome", "stopped", {}),
        ("welcome", "done", {"seconds": 4}),
        ("welcome", "done", {"anchor": "breath"}),
        ("welcome", "done", {"anchor": 7}),
        ("welcome", "done", {"text": "words"}),
        ("welcome", "reflection", {"text": "words"}),
        ("welcome", "done", {"other": 1}),
        ("PRACTICE", "done", {"anchor": "moon"}),
        ("PRACTICE", "done", {"seconds": -1}),
        ("PRACTICE", "done", {"seconds": "9"}),
        ("PRACTICE", "done", {"seconds": True}),
        ("REFLECTION", "reflection", {}),
        ("REFLECTION", "reflection", {"text": "   "}),
        ("REFLECTION", "reflection", {"text": "x" * 5000}),
        ("REFLECTION", "reflection", {"text": 5}),
    ],
)
def test_what_a_step_does_not_have_is_refused(
    cast, first, practice, reflection, step, event, extra
):
    code = {"PRACTICE": practice.code, "REFLECTION": reflection.code}.get(step, step)
    with pytest.raises(BadInput) as refused:
        save(cast, entry(first, code, event, extra=extra))
    assert refused.value.message.endswith(".") and refused.value.field
    assert not Deposit.objects.exists()


@pytest.mark.parametrize("body", [{}, {"assigned": "x", "step": "welcome", "event": "done"}])
def test_a_misshapen_body_is_refused(cast, body):
    with pytest.raises(BadInput):
        save(cast, envelope("entry", body))


def test_another_mothers_session_is_not_found(cast, first):
    rosa = mother(cast.clinic, cast.ben, "Rosa Paz")
    phone, _token = pair(rosa, cast.ben)
    with pytest.raises(NotFound):
        save_entry(device=phone, envelope=entry(first, "welcome"), now=NOW)


def test_a_session_that_never_was_open_takes_nothing(cast, second):
    code = path_of(second)[0].code
    with pytest.raises(WindowClosed):
        save(cast, entry(second, code))
    assert not Deposit.objects.exists()


def test_what_was_done_before_a_hold_is_still_taken(cast, first):
    save(cast, entry(first, "welcome"))
    hold_session(assigned=first, now=NOW)
    save(cast, entry(first, path_of(first)[1].code, at=NOW), now=later(hours=2))
    assert StepEntry.objects.count() == 2


# --- Being done ---------------------------------------------------------------------------------


def test_the_last_step_completes_it(cast, first, walk):
    last = path_of(first)[-1].code
    walk(first, leave_out={last})
    assert first.completed_at is None and progress_of(first).next == last
    save(cast, entry(first, last, at=NOW, sent_at=later(hours=4)), now=later(hours=4))
    first.refresh_from_db()
    first.occurrence.refresh_from_db()
    assert first.completed_at == first.occurrence.done_at == NOW


def test_the_last_answer_of_its_questions_completes_it(cast, first, walk):
    questions = steps(first, "questionnaire")[0].code
    walk(first, leave_out={questions})
    assert first.completed_at is None
    asked = start_questions(assigned=first, step_code=questions, now=NOW)
    for item in ("strength", "often", "pull"):
        hand_in(device=cast.phone, envelope=answer(asked, item, 3), now=NOW)
    first.refresh_from_db()
    assert first.completed_at == NOW


def test_an_entry_does_not_stand_in_for_the_questions(cast, first):
    questions = steps(first, "questionnaire")[0].code
    save(cast, entry(first, questions))
    assert questions not in progress_of(first).done


def test_if_completing_goes_wrong_the_answer_is_handed_in_again(cast, first, walk, monkeypatch):
    questions = steps(first, "questionnaire")[0].code
    walk(first, leave_out={questions})
    asked = start_questions(assigned=first, step_code=questions, now=NOW)
    for item in ("strength", "often"):
        hand_in(device=cast.phone, envelope=answer(asked, item, 3), now=NOW)

    def fail(**_kwargs):
        raise RuntimeError("the database went away")

    monkeypatch.setattr("sessions.services.walking.mark_done", fail)
    with pytest.raises(RuntimeError):
        hand_in(device=cast.phone, envelope=answer(asked, "pull", 3), now=NOW)
    assert Answer.objects.count() == 2


def test_questions_that_do_not_fit_her_are_not_asked(cast, first, monkeypatch):
    monkeypatch.setattr(Instrument, "fits", lambda _self, _addressed: False)
    assert steps(first, "questionnaire") == []


# --- The weeks after a loss ----------------------------------------------------------------------


@pytest.fixture
def touching(monkeypatch):
    """The questions of the first session, as if they touched closeness."""
    monkeypatch.setitem(released("instrument", "craving").content.__dict__, "topics", ("bonding",))


@pytest.fixture
def mourning(cast, touching):
    """A loss was recorded today, and she wants to go on."""
    start_pause(participant=cast.ana, lost_on=NOW.date(), by=cast.ben, now=NOW)
    end_pause(participant=cast.ana, by=None, now=NOW)


def test_questions_that_touch_a_loss_are_not_among_the_steps(first, mourning):
    def codes(now):
        return [step.code for step in path_of(first, now=now)]

    assert "three-questions" not in codes(later(days=13))
    assert "three-questions" in codes(later(days=14))


def test_they_are_not_begun_either(first, mourning):
    asks = {"participant": first.course.participant, "assigned_uuid": first.public_id}
    asks |= {"step_code": "three-questions", "instrument_code": "craving"}
    with pytest.raises(BadInput, match="not for you right now"):
        start_for_step(**asks, now=NOW)
    with pytest.raises(NotFound):
        start_questions(assigned=first, step_code="three-questions", now=NOW)
    assert start_for_step(**asks, now=later(days=14)).instrument.code == "craving"


def test_a_session_ends_without_them(cast, first, mourning):
    for step in path_of(first, now=NOW):
        save(cast, entry(first, step.code))
    first.refresh_from_db()
    assert first.completed_at and not Administration.objects.exists()
