"""The researcher's pages: who may open them, what they show, when a file is handed over."""

import json
from datetime import timedelta
from unittest import mock

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from audit.models import ReadEvent
from people.services import revoke_consent
from research.models import Export
from research.services import claim_export, make_export
from tests.cast import PASSWORD
from tests.research.conftest import LATER


@pytest.fixture(autouse=True)
def _one_factor(settings):
    settings.STAFF_SECOND_FACTOR = False


@pytest.fixture
def cora(cast, client: Client) -> Client:
    """Cora, signed in with her password a moment ago."""
    client.post(reverse("account_login"), {"login": cast.cora.email, "password": PASSWORD})
    return client


@pytest.fixture
def ready(cast, answered) -> Export:
    """An export that is made."""
    export = Export.objects.create(
        clinic=cast.clinic, asked_by=cast.cora, asked_at=LATER, as_of=LATER
    )
    with mock.patch("research.services.SETTLE", timedelta(days=-36500)):
        make_export(export=claim_export(pk=export.pk), now=timezone.now())
    export.refresh_from_db()
    return export


def page(export: Export, name: str = "export") -> str:
    return reverse(f"research:{name}", args=[export.public_id])


def test_the_first_page_counts_who_agrees_and_names_nobody(cora, answered):
    shown = cora.get(reverse("research:home"))
    assert shown.status_code == 200
    assert b"1 mother agrees to research now" in shown.content
    assert b"Ana" not in shown.content


def test_nobody_agreeing_is_said_on_the_page(cora, cast):
    revoke_consent(participant=cast.ana, purpose="research", now=timezone.now())
    shown = cora.post(reverse("research:ask"), {"clinic": cast.clinic.public_id})
    assert shown.status_code == 409
    assert b"No mother of this clinic agrees to research, so there is nothing" in shown.content
    assert not Export.objects.exists()


def test_asking_leads_to_the_page_with_the_bar(cora, cast, answered):
    shown = cora.post(reverse("research:ask"), {"clinic": cast.clinic.public_id}, follow=True)
    assert shown.redirect_chain[-1][0] == page(Export.objects.get())
    assert b"<progress" in shown.content and b'http-equiv="refresh"' in shown.content


def test_the_state_is_told_to_the_bar(cora, ready):
    told = json.loads(cora.get(page(ready, "state")).content)
    assert told == {"state": "done", "state_words": "Ready", "rows_done": 6, "rows_total": 6}


def test_a_fresh_sign_in_downloads(cora, ready):
    assert b"Download" in cora.get(page(ready)).content
    file = cora.get(page(ready, "download"))
    assert file["Content-Type"] == "application/zip"
    assert file["Content-Disposition"].startswith('attachment; filename="INVENTED-answers-')
    assert file.content[:2] == b"PK"
    assert ReadEvent.objects.filter(kind="exported", model="research.Export").exists()


def test_a_sign_in_of_a_while_ago_must_confirm_first(cora, ready):
    session = cora.session
    for record in session["account_authentication_methods"]:
        record["at"] -= 901
    session.save()
    assert b"Confirm it is you" in cora.get(page(ready)).content
    refused = cora.get(page(ready, "download"))
    assert refused.status_code == 302
    assert refused["Location"].startswith(reverse("account_reauthenticate"))


def test_a_withdrawal_closes_the_file(cora, cast, ready):
    revoke_consent(participant=cast.ana, purpose="research", now=timezone.now())
    refused = cora.get(page(ready, "download"))
    assert refused.status_code == 410
    assert b"no longer agrees to research" in refused.content


def test_the_codebook_shows_every_questionnaire(cora):
    shown = cora.get(reverse("research:codebook")).content.decode()
    for code in ("craving", "stress", "closeness"):
        assert f"{code}@" in shown


@pytest.mark.parametrize("name", ["ben", "bea", "cam", "ada", "dan"])
def test_no_other_role_opens_a_page(cast, ready, client, name):
    client.force_login(getattr(cast, name))
    for address in (
        reverse("research:home"),
        reverse("research:codebook"),
        page(ready),
        page(ready, "state"),
        page(ready, "download"),
    ):
        assert client.get(address).status_code == 403
    assert client.post(reverse("research:ask")).status_code == 403


def test_a_researcher_of_another_clinic_finds_nothing(cast, ready, client):
    from tests.cast import staff

    client.force_login(staff(cast.other_clinic, "Rita", "researcher"))
    for name in ("export", "state", "download"):
        assert client.get(page(ready, name)).status_code == 404
    asked = client.post(reverse("research:ask"), {"clinic": cast.clinic.public_id})
    assert asked.status_code == 404
    assert str(ready.public_id) not in client.get(reverse("research:home")).content.decode()


def test_the_bar_is_only_asked_for_while_it_runs(cora, ready):
    assert b"export-progress.js" not in cora.get(page(ready)).content
