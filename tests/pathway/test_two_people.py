"""Two people of staff press at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connection

from kernel.errors import Conflict
from pathway.services import record_birth, record_loss
from people.models import Infant, Pregnancy, StateChange
from tests.cast import NOW, make_cast

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts):
    """Each in a thread with a connection of its own, begun together; what each gave or raised."""
    all_there = Barrier(len(acts))

    def one(act):
        try:
            all_there.wait(timeout=10)
            return act()
        except Conflict as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(one, acts))


def test_the_second_sees_what_the_first_recorded():
    cast = make_cast()
    seen = [Pregnancy.objects.get(participant=cast.ana) for _ in range(2)]
    told = {"now": NOW + timedelta(minutes=1), "confirmed": True}

    def birth():
        return record_birth(
            pregnancy=seen[0], born_on=NOW.date(), places=["hospital"], by=cast.ben, **told
        )

    def loss():
        return record_loss(
            pregnancy=seen[1], outcome="stillbirth", on=NOW.date(), by=cast.bea, **told
        )

    given = at_once(birth, loss)
    refused = [one for one in given if isinstance(one, Conflict)]
    assert [one.code for one in refused] == ["meanwhile"]
    assert StateChange.objects.count() == 1


def test_one_form_pressed_twice_at_once_is_one_child():
    cast = make_cast()
    once = uuid4()

    def press():
        return record_birth(
            pregnancy=Pregnancy.objects.get(participant=cast.ana), born_on=NOW.date(),
            places=["kin"], by=cast.ben, now=NOW, confirmed=True, once=once,
        )  # fmt: skip

    first, second = at_once(press, press)
    assert first.change == second.change
    assert Infant.objects.count() == 1
