"""Ana with her phone, at a noon on which a session and a check-in are open to her."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from tests.cast import NOW, Cast, make_cast, open_phone, start


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    """Pages ask the clock; here it stands just behind the cast's."""
    with time_machine.travel(NOW + timedelta(minutes=5)):
        yield


@pytest.fixture
def cast(db: None) -> Cast:
    """Everybody, and Ana's course begun today."""
    made = make_cast()
    start(made)
    return made


@pytest.fixture
def her(cast: Cast, client: Client) -> Client:
    """Ana's phone, open."""
    open_phone(client, cast.phone, cast.phone_token)
    return client


@pytest.fixture
def shut(cast: Cast, client: Client) -> Client:
    """Ana's phone, known and locked."""
    open_phone(client, cast.phone, cast.phone_token)
    del client.cookies["here"]
    return client


def hidden(response, name: str) -> str:
    """The value of a hidden field of a page."""
    found = re.search(rf'name="{name}" value="([^"]*)"', response.content.decode())
    assert found, f"no hidden field {name}"
    return found[1]
