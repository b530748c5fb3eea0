"""What a practice or a moment may say, key by key; nothing else is stored."""

import pytest

from kernel.errors import BadInput, NotFound
from schedule.models import Deposit
from sessions.models import HardMoment, PracticeEntry
from sessions.services import practice_name, release_session, save_entry, save_moment, save_practice
from sessions.services.practising import LONGEST
from tests.cast import NOW, mother, pair
from tests.saying import entry, envelope


def practise(cast, first, device=None, **extra):
    body = {"practice": practice_name(first, "two-minutes"), "event": "done", "away": False}
    said = envelope("practice", {**body, **extra})
    return save_practice(device=device or cast.phone, envelope=said, now=NOW)


@pytest.mark.parametrize(
    ("extra", "field"),
    [
        ({"note": "x"}, "body"),
        ({"event": "reached"}, "event"),
        ({"away": "yes"}, "away"),
        ({"away": 1}, "away"),
        ({"practice": 7}, "practice"),
        ({"seconds": -1}, "seconds"),
        ({"after": 11}, "after"),
    ],
)
def test_a_practice_that_cannot_be_is_named(cast, first, extra, field):
    with pytest.raises(BadInput) as refused:
        practise(cast, first, **extra)
    assert refused.value.field == field
    assert not Deposit.objects.exists() and not PracticeEntry.objects.exists()


def test_a_step_without_a_clock_is_no_practice(cast, first):
    with pytest.raises(BadInput) as refused:
        practise(cast, first, practice=practice_name(first, "welcome"))
    assert refused.value.field == "practice"


def test_a_practice_of_somebody_elses_course_is_not_found(cast, first):
    rosa = mother(cast.clinic, cast.ben, "Rosa Paz")
    phone, _token = pair(rosa, cast.ben)
    with pytest.raises(NotFound):
        practise(cast, first, device=phone)
    assert not Deposit.objects.exists()


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"mood": 3}, "body"),
        ({"skill": "running"}, "skill"),
        ({"what": "x" * (LONGEST + 1)}, "what"),
        ({"what": 5}, "what"),
        ({"intensity": 11}, "intensity"),
        ({"intensity": -1}, "intensity"),
        ({"control": True}, "control"),
        ({"control": "4"}, "control"),
    ],
)
def test_a_moment_that_cannot_be_is_named(cast, body, field):
    with pytest.raises(BadInput) as refused:
        save_moment(device=cast.phone, envelope=envelope("moment", body), now=NOW)
    assert refused.value.field == field
    assert not Deposit.objects.exists() and not HardMoment.objects.exists()


def test_a_worksheet_is_filled_in_with_words_of_its_own_event(cast, second):
    """Its places come with "reflection": "done" says that she wrote nothing."""
    opened = release_session(assigned=second, by=cast.ben, now=NOW)
    said = entry(opened, "look-again", "done", extra={"fields": {"thought": "I had it."}})
    with pytest.raises(BadInput) as refused:
        save_entry(device=cast.phone, envelope=said, now=NOW)
    assert refused.value.field == "text"
    assert not Deposit.objects.exists()
