"""A mother who stopped: staff see it, find her, and take her up again when she asks."""

import pytest
from django.test import Client
from django.utils import timezone

from pathway.services import stop_taking_part
from people.models import Participant
from tests.cast import Cast, sign_in


@pytest.fixture
def ben(cast: Cast, client: Client) -> Client:
    """Ben, signed in; Ana has stopped."""
    stop_taking_part(participant=cast.ana, now=timezone.now())
    sign_in(client, cast.ben)
    return client


def test_she_is_found_below_the_caseload(cast: Cast, ben: Client) -> None:
    page = ben.get("/staff/").content.decode()
    assert "Stopped taking part: 1" in page and "Ana Reyes" in page


def test_her_page_says_so_and_takes_her_up_again(cast: Cast, ben: Client) -> None:
    where = f"/staff/mothers/{cast.ana.public_id}/"
    assert b"She stopped taking part" in ben.get(where).content
    page = ben.post(f"{where}hold/", {"do": "take_up"}, follow=True).content
    assert b"She takes part again" in page and b"She stopped taking part" not in page
    assert Participant.objects.get(pk=cast.ana.pk).status == "active"


def test_nobody_else_takes_her_up(cast: Cast, ben: Client) -> None:
    other = Client()
    sign_in(other, cast.dan)
    assert (
        other.post(f"/staff/mothers/{cast.ana.public_id}/hold/", {"do": "take_up"}).status_code
        == 404
    )
    assert Participant.objects.get(pk=cast.ana.pk).status == "withdrawn"
