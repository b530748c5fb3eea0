"""A mother whose language has no sessions yet: her check-ins are there all the same."""

import re

from django.test import Client
from django.utils import timezone

from catalog.services import released
from pathway.services import assign
from tests.cast import Cast, agree, mother, open_phone, pair


def test_her_check_in_is_on_today_in_her_language(cast: Cast, client: Client) -> None:
    luz = mother(cast.clinic, cast.ben, "Luz Vega", language="es")
    now = timezone.now()
    assign(
        participant=luz,
        curriculum=None,
        battery=released("battery", "weekly-check-in"),
        starts_on=now.date(),
        by=cast.ben,
        now=now,
    )
    device, token = pair(luz, cast.ben)
    agree(luz, device, "care")
    open_phone(client, device, token)
    today = client.get("/d/today/").content.decode()
    check_in = re.search(r'href="(/d/q/[^"]+)"', today)
    assert check_in and 'lang="es"' in today
    client.post(check_in[1])
    question = client.get(check_in[1], follow=True).content.decode()
    assert luz.administrations.count() == 2
    assert "¿" in question or "preguntas" in question
