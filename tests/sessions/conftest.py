"""Ana on the first day of her course."""

import pytest

from measures.services import items_for
from sessions.models import AssignedSession
from sessions.services import hand_in, path_of, start_questions
from tests.cast import NOW, make_cast, start
from tests.saying import answer, entry


@pytest.fixture
def cast(db):
    """Everybody; Ana's course begins today."""
    cast = make_cast()
    start(cast)
    return cast


@pytest.fixture
def first(cast) -> AssignedSession:
    """Her first session, open now."""
    return cast.course.assigned.get(ordinal=1)


@pytest.fixture
def second(cast) -> AssignedSession:
    """Her second, which waits."""
    return cast.course.assigned.get(ordinal=2)


@pytest.fixture
def walk(cast):
    """Go through the steps of a session in order, leaving out those named."""

    def envelopes(assigned, step, now):
        if not step.instrument:
            return [entry(assigned, step.code, at=now)]
        asked = start_questions(assigned=assigned, step_code=step.code, now=now)
        return [answer(asked, item.code, 0, at=now) for item in items_for(asked)]

    def go(assigned, now=NOW, leave_out=()):
        for step in path_of(assigned):
            if step.code not in leave_out:
                for one in envelopes(assigned, step, now):
                    hand_in(device=cast.phone, envelope=one, now=now)
        assigned.refresh_from_db()

    return go
