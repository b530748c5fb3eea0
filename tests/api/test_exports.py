"""Exports by machine: the same rules as on the page."""

from datetime import timedelta

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from people.services import revoke_consent
from research.models import Export
from tests.cast import make_cast

EXPORTS = "/api/v1/exports/"


@pytest.fixture(autouse=True)
def _one_factor(settings):
    settings.STAFF_SECOND_FACTOR = False


@pytest.fixture
def cast(db):
    return make_cast()


def as_(user) -> APIClient:
    client = APIClient()
    client.force_login(user)
    return client


def ask(cast, user=None, **changes):
    body = {"clinic": str(cast.clinic.public_id)} | changes
    return as_(user or cast.cora).post(EXPORTS, body, format="json")


def test_a_researcher_asks_and_looks(cast):
    asked = ask(cast)
    assert asked.status_code == 202
    found = as_(cast.cora).get(f"{EXPORTS}{asked.json()['public_id']}/").json()
    assert (found["state"], found["clinic"]) == ("owed", str(cast.clinic.public_id))
    assert len(as_(cast.cora).get(EXPORTS).json()["results"]) == 1


def test_nobody_agreeing_is_409_with_a_sentence(cast):
    revoke_consent(participant=cast.ana, purpose="research", now=timezone.now())
    refused = ask(cast)
    assert refused.status_code == 409
    assert refused.json() == {
        "code": "nobody_agrees",
        "message": "No mother of this clinic agrees to research, so there is nothing to export.",
    }


def test_a_moment_to_come_is_400(cast):
    refused = ask(cast, as_of=(timezone.now() + timedelta(days=1)).isoformat())
    assert (refused.status_code, refused.json()["field"]) == (400, "as_of")


@pytest.mark.parametrize("clinic", ["no uuid", "", None])
def test_nonsense_is_400(cast, clinic):
    assert ask(cast, clinic=clinic).status_code == 400
    assert not Export.objects.exists()


def test_another_clinic_is_not_found(cast):
    assert ask(cast, clinic=str(cast.other_clinic.public_id)).status_code == 404


@pytest.mark.parametrize("name", ["ben", "cam", "ada", "dan"])
def test_other_roles_find_no_clinic_and_no_export(cast, name):
    made = ask(cast).json()["public_id"]
    client = as_(getattr(cast, name))
    assert ask(cast, getattr(cast, name)).status_code == 404
    assert client.get(EXPORTS).json()["results"] == []
    for address in (f"{EXPORTS}{made}/", f"{EXPORTS}{made}/download/"):
        assert client.get(address).status_code == 404


def test_a_download_needs_a_fresh_sign_in(cast):
    made = ask(cast).json()["public_id"]
    refused = as_(cast.cora).get(f"{EXPORTS}{made}/download/")
    assert (refused.status_code, refused.json()["code"]) == (403, "not_fresh")


def test_a_download_before_it_is_ready_is_409(cast, client):
    from tests.cast import PASSWORD

    made = ask(cast).json()["public_id"]
    client.post("/staff/account/login/", {"login": cast.cora.email, "password": PASSWORD})
    refused = client.get(f"{EXPORTS}{made}/download/")
    assert (refused.status_code, refused.json()["code"]) == (409, "not_ready")
