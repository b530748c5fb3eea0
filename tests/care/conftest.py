"""Ben at his desk, and Ana who has answered."""

import uuid
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from measures.models import Administration
from measures.services import items_for, save_answer, start_administrations
from people.models import User
from schedule.envelope import of_form
from tests.cast import NOW, ZONE, Cast, sign_in, start

THEN = NOW + timedelta(minutes=5)


@pytest.fixture(autouse=True)
def _two_factors(settings):
    """The pages as a real site has them."""
    settings.STAFF_SECOND_FACTOR = True


@pytest.fixture
def desk(cast: Cast):
    """A browser of any member of staff."""

    def open_for(user: User) -> Client:
        client = Client()
        sign_in(client, user)
        return client

    return open_for


@pytest.fixture
def ben(cast: Cast, desk) -> Client:
    """Ben, signed in."""
    return desk(cast.ben)


def say(device, administration: Administration, item: str, value: int | None, now: datetime):
    """A phone hands in one answer; None is “I'd rather not say”."""
    body = {
        "administration": str(administration.public_id),
        "item": item,
        "value": value,
        "declined": value is None,
    }
    envelope = of_form(client_uuid=uuid.uuid4(), kind="answer", body=body, zone=ZONE, now=now)
    return save_answer(device=device, envelope=envelope, now=now)


def answer_check_in(cast: Cast, value: int, *, thoughts: int = 0, now: datetime | None = None):
    """Ana answers all of the check-in that is open, every scale with the same number."""
    now = now or timezone.now()
    occurrence = cast.ana.occurrences.open(now=now).filter(rule__kind="check_in").get()
    for administration in start_administrations(
        occurrence=occurrence, participant=cast.ana, now=now
    ):
        for item in items_for(administration):
            said = thoughts if item.code == "thoughts" else value
            say(cast.phone, administration, item.code, said, now)


@pytest.fixture
def answered(cast: Cast) -> Cast:
    """Ana on her course, her first check-in answered with 4 throughout."""
    start(cast)
    answer_check_in(cast, 4)
    return cast


@pytest.fixture
def worried(cast: Cast) -> Cast:
    """Ana answered the safety item with 2."""
    start(cast)
    answer_check_in(cast, 4, thoughts=2)
    return cast
