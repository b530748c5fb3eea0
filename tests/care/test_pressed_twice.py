"""A button pressed twice does once what it says."""

import re

from django.test import Client

from people.models import Infant, Participant
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
    address = f"/staff/mothers/{cast.ana.public_id}/status/"
    form = {"do": "birth", "born_on": "2026-11-17", "place": "with_mother", "confirmed": "on"}
    first = form | {"once": once(ben.get(address))}
    assert [ben.post(address, first).status_code for _ in range(2)] == [302, 302]
    assert Infant.objects.count() == 1
    ben.post(address, form | {"once": once(ben.get(address))})
    assert Infant.objects.count() == 2


def test_the_mark_of_another_child_is_refused(cast: Cast, desk):
    born = {"born_on": "2026-11-17", "place": "with_mother", "confirmed": "on", "do": "birth"}
    theirs = f"/staff/mothers/{cast.eva.public_id}/status/"
    desk(cast.dan).post(theirs, born)
    taken = {"once": str(Infant.objects.get().public_id)}
    page = desk(cast.ben).post(f"/staff/mothers/{cast.ana.public_id}/status/", born | taken)
    assert page.status_code == 200
    assert b"Load the page again" in page.content
    assert Infant.objects.count() == 1
