"""Changing her name, contact and time zone."""

from datetime import timedelta

import pytest

from audit.models import ReadEvent
from tests.cast import ZONE, sign_in, start


@pytest.fixture
def page(cast, client) -> str:
    start(cast)
    sign_in(client, cast.ben)
    return f"/staff/mothers/{cast.ana.public_id}/details/"


def typed(**changes) -> dict:
    """What Ben types."""
    told = {"name": "Ana Reyes", "email": "new@example.net", "phone": "", "zone": ZONE}
    return told | changes


def test_what_is_typed_is_kept_and_found_again(page, cast, client):
    client.post(page, typed(name="Ana R. Reyes"))
    cast.ana.identity.refresh_from_db()
    assert (cast.ana.identity.name, cast.ana.identity.email) == ("Ana R. Reyes", "new@example.net")


def test_her_windows_follow_her_clock_and_keep_their_days(page, cast, client):
    done, *pending = cast.ana.occurrences.filter(rule__kind="check_in").order_by("ordinal")
    type(done).objects.filter(pk=done.pk).update(done_at=done.opens_at)
    client.post(page, typed(zone="America/Los_Angeles"))
    for before in pending:
        opens, day = before.opens_at, before.day
        before.refresh_from_db()
        assert (before.opens_at - opens, before.day) == (timedelta(hours=3), day)
    opens = done.opens_at
    done.refresh_from_db()
    assert (done.opens_at, done.zone) == (opens, "America/New_York")


def test_a_wrong_address_changes_nothing_and_keeps_the_rest_typed(page, cast, client):
    response = client.post(page, typed(name="Another", email="not an address"))
    assert b"Another" in response.content
    cast.ana.identity.refresh_from_db()
    assert cast.ana.identity.name == "Ana Reyes"


def test_opening_it_is_noted_as_unmasked(page, cast, client):
    client.get(page)
    assert ReadEvent.objects.filter(kind="unmasked", ids=[cast.ana.public_id]).exists()
