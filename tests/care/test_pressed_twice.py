"""A button pressed twice does once what it says."""

import re

from django.test import Client

from people.models import Infant, Participant, StateChange
from tests.care.recording import hidden, look, path, record
from tests.cast import Cast

ENROL = "/staff/enrol/"
ZOE = {"name": "Zoe", "zone": "America/New_York", "language": "en", "addressed": "expecting",
       "due_date": "2027-01-27", "due_source": "ultrasound", "confirmed": "on"}  # fmt: skip


def once(page) -> str:
    """The mark of this form, of which there is one to each."""
    return re.search(r'name="once" value="([0-9a-f-]{36})"', page.content.decode())[1]


def test_a_mother_is_enrolled_once(cast: Cast, desk):
    ben: Client = desk(cast.ben)
    form = ZOE | {"clinic": cast.clinic.pk, "once": once(ben.get(ENROL))}
    first, second = ben.post(ENROL, form), ben.post(ENROL, form)
    assert first.url == second.url
    assert cast.clinic.participants.count() == 2
    other = ben.post(ENROL, form | {"once": once(ben.get(ENROL))})
    assert other.url != first.url
    assert cast.clinic.participants.count() == 3


def test_the_mark_of_another_form_is_nobodys_way_in(cast: Cast, desk):
    form = ZOE | {"clinic": cast.clinic.pk}
    for taken in (cast.eva, cast.ana):
        page = desk(cast.bea).post(ENROL, form | {"once": str(taken.public_id)})
        assert page.status_code == 200
        assert b"Load the page again" in page.content
    assert Participant.objects.count() == 2


def test_a_mark_that_is_none_is_passed_over(cast: Cast, desk):
    form = ZOE | {"clinic": cast.clinic.pk}
    assert desk(cast.ben).post(ENROL, form | {"once": ""}).status_code == 302


def test_a_child_is_born_once_and_twins_are_two(cast: Cast, desk):
    ben: Client = desk(cast.ben)
    address = path(cast, "birth", cast.ana.pregnancies.get())
    form = {"born_on": "2026-11-17", "place": "with_mother", "confirmed": "on"}
    sent = hidden(look(ben, address, **form, once=once(ben.get(address))))
    pressed = [ben.post(address, sent | {"do": "record"}).status_code for _ in range(2)]
    assert pressed == [302, 302]
    assert Infant.objects.count() == 1
    record(ben, address, **form, once=once(ben.get(address)))
    assert Infant.objects.count() == 2


def test_the_mark_of_another_change_is_refused(cast: Cast, desk):
    ben: Client = desk(cast.ben)
    record(ben, path(cast, "home"), place="hospital", since="2026-11-17")
    taken = str(StateChange.objects.get().public_id)
    form = {"born_on": "2026-11-17", "place": "with_mother", "once": taken}
    page = look(ben, path(cast, "birth", cast.ana.pregnancies.get()), **form)
    assert "Load the page again" in page
    assert not Infant.objects.exists()
