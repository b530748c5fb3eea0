"""Settings take effect at once; each can be taken back."""

import re
from uuid import uuid4

import pytest
from django.test import Client

from people.models import Device
from reminders.services import preference_of
from tests.cast import Cast


def test_her_language_is_spoken_from_the_next_page_on(her: Client) -> None:
    page = her.post("/d/settings/language/", {"language": "es"}, follow=True)
    assert "Ajustes" in page.content.decode()
    assert '<html lang="es">' in page.content.decode()


def test_reminders_pause_and_go_on(cast: Cast, her: Client) -> None:
    her.post("/d/settings/messages/", {"paused": "yes"})
    assert preference_of(cast.ana).paused_at
    her.post("/d/settings/messages/", {"paused": "no"})
    assert preference_of(cast.ana).paused_at is None


def test_quiet_hours_are_hers(cast: Cast, her: Client) -> None:
    her.post("/d/settings/messages/", {"quiet_from": "20:30", "quiet_until": "09:00"})
    assert str(preference_of(cast.ana).quiet_from) == "20:30:00"


@pytest.mark.parametrize(
    ("page", "form"),
    [
        ("messages", {"quiet_from": "late", "quiet_until": "09:00"}),
        ("messages", {"paused": "perhaps"}),
        ("messages", {}),
        ("language", {"language": "xx"}),
        ("agreed", {"purpose": "everything"}),
        ("lock", {"minutes": "3"}),
        ("lock", {"minutes": "²"}),
        ("phones", {"phone": "nonsense"}),
        ("copy", {"secret": "four words are good", "again": "others"}),
        ("copy", {"secret": "short", "again": "short"}),
    ],
)
def test_nonsense_is_refused_with_a_sentence(page: str, form: dict, her: Client) -> None:
    refused = her.post(f"/d/settings/{page}/", form)
    assert refused.status_code == 400
    assert b'role="alert"' in refused.content or b"<h1>" in refused.content


def test_what_was_right_stays_beside_what_was_not(her: Client) -> None:
    page = her.post(
        "/d/settings/messages/", {"quiet_from": "late", "quiet_until": "09:45"}
    ).content.decode()
    assert 'value="09:45"' in page
    assert 'value="late"' in page


def test_a_forgotten_phone_is_nobodys(cast: Cast, her: Client) -> None:
    her.get("/d/i/" + "x" * 43 + "/")
    her.post("/d/agree/", {"purpose": "research", "answer": "no"})
    her.get("/d/settings/forget/")
    assert {"link", "asked", "csrf"} <= set(her.cookies)
    page = her.post("/d/settings/forget/")
    assert b"no longer set up" in page.content
    assert {name for name, cookie in her.cookies.items() if cookie.value} == set()
    assert page["Clear-Site-Data"] == '"cache", "storage"'
    assert Device.objects.get(pk=cast.phone.pk).revoked_at


def test_pictures_are_drawn_alike_in_every_language(cast: Cast, her: Client) -> None:
    occurrence = cast.ana.occurrences.filter(rule__kind="check_in").earliest("ordinal")
    where = her.post(f"/d/q/{occurrence.public_id}/").url
    while not where.endswith("/done/"):
        where = her.post(where, {"uuid": str(uuid4()), "value": "0"}).url
    drawn = []
    for language in ("en", "es"):
        her.post("/d/settings/language/", {"language": language})
        page = her.get("/d/weeks/").content.decode()
        drawn.append(re.findall(r'<circle class="point"[^>]*>', page))
    assert drawn[0] and drawn[0] == drawn[1]


def test_content_in_another_language_is_marked_for_who_listens(her: Client) -> None:
    her.post("/d/settings/language/", {"language": "es"})
    page = her.get("/d/today/").content.decode()
    assert '<html lang="es">' in page
    assert '<h2 lang="en">Noticing</h2>' in page
