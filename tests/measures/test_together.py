"""Two phones or tabs at once: real transactions, real threads."""

import threading
from contextlib import suppress

import pytest

from measures.models import Administration, Answer
from measures.services import finish_administration, save_answer, start_administrations
from schedule.models import Occurrence
from tests.cast import NOW, make_cast, start
from tests.saying import answer
from tests.together import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ana():
    cast = make_cast()
    start(cast)
    cast.check_in = Occurrence.objects.get(participant=cast.ana, rule__kind="check_in", ordinal=1)
    return cast


def begin(cast):
    return start_administrations(occurrence=cast.check_in, participant=cast.ana, now=NOW)


def test_the_same_answer_from_eight_tabs_is_stored_once(ana):
    said = answer(begin(ana)[0], "strength", 4)
    replies = at_once([lambda: save_answer(device=ana.phone, envelope=said, now=NOW)] * 8)
    assert sorted(reply.status for reply in replies) == [200] * 7 + [201]
    assert Answer.objects.count() == 1


def test_the_last_two_items_from_two_phones_at_once_finish_it(ana, monkeypatch):
    craving = begin(ana)[0]
    save_answer(device=ana.phone, envelope=answer(craving, "strength", 1), now=NOW)
    both_stored = threading.Barrier(2)

    def finish(**kwargs):
        # Where nothing makes one wait for the other, both have stored theirs before either looks.
        with suppress(threading.BrokenBarrierError):
            both_stored.wait(timeout=1)
        return finish_administration(**kwargs)

    monkeypatch.setattr("measures.services.answering.finish_administration", finish)
    said = [answer(craving, item, 1) for item in ("often", "pull")]
    at_once([lambda one=one: save_answer(device=ana.phone, envelope=one, now=NOW) for one in said])
    craving.refresh_from_db()
    assert craving.finished_at


def test_two_phones_begin_one_check_in(ana):
    at_once([lambda: begin(ana)] * 4)
    assert Administration.objects.filter(occurrence=ana.check_in).count() == 2
