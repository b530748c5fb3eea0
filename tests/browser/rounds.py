"""Going round all her pages: what links lead to, one of everything that looks different."""

from __future__ import annotations

import html
import re
from datetime import datetime
from urllib.parse import urlsplit
from uuid import UUID

from django.test import Client
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone

from audit.services import record_read
from measures.services import start_administrations
from pathway.services import report_gap
from portal.questioning import series_of, url_of
from portal.stepping import walk_of
from portal.urls import urlpatterns
from safety.services import save_part
from sessions.models import AssignedSession
from sessions.services import enter_session, hand_in, release_session, release_step
from tests.browser.mothers import Story
from tests.cast import open_phone, pair
from tests.saying import entry, envelope

LINK = re.compile(r'\s(?:href|data-next)="(/d/[^"#]*)')
CLASSES = re.compile(r'class="([^"]*)"')
SEEDS = (
    "/d/today/", "/d/help/", "/d/safe/", "/d/moment/", "/d/settings/", "/d/changed/", "/d/reach/",
    "/d/plan/", "/d/agree/?about=research", "/d/today/?kept=1",
    "/d/mine/?about=days", "/d/mine/?about=kit",
)  # fmt: skip
# No page of hers, or looked at where it is come to: shut and unknown phones, the first open, the
# end of a check-in, a practice that was not good.
ELSEWHERE = {
    "home", "invitation", "welcome", "leave", "manifest", "worker", "shell", "kept", "away",
    "deposit", "device_key", "pack", "sound", "unlock", "finished", "stop", "only_me",
    "check_in_now",
}  # fmt: skip


def page_names() -> set[str]:
    """Every page there is, by the name of its URL."""
    return {one.name for one in urlpatterns if one.name} - ELSEWHERE


def furnish(story: Story) -> None:
    """Something on every page: two open sessions, words of hers, a moment, a card, a plan."""
    cast, now = story.cast, timezone.now()
    for assigned in cast.course.assigned.order_by("ordinal")[:2]:
        release_session(assigned=assigned, by=cast.ben, now=now)
        for step in walk_of(assigned).content.steps:
            if step.provoking:
                release_step(assigned=assigned, step_code=step.code, by=cast.ben, now=now)
    first = cast.course.assigned.get(ordinal=1)
    enter_session(assigned=first, now=now)
    steps = walk_of(first).steps
    words = next(step.code for step in steps if step.kind == "reflection")
    said = entry(first, words, "reflection", extra={"text": "The rain."}, at=now)
    hand_in(device=cast.phone, envelope=said, now=now)
    kept = envelope("moment", {"intensity": 7, "control": 3, "what": "Loud."}, at=now)
    hand_in(device=cast.phone, envelope=kept, now=now)
    report_gap(participant=cast.ana, kind="discharge", on=now.date(), by=None, now=now)
    words = "My chest is tight. Call 212 555 0142."
    save_part(participant=cast.ana, part="signs", words=words, revision=0, by=None, now=now)
    pair(cast.ana, cast.ben, now)
    record_read(
        actor=cast.ben.actor, kind="opened", model="people.Participant",
        ids=[cast.ana.public_id], where="test", now=now,
    )  # fmt: skip


def addresses(story: Story) -> dict[str, str]:
    """One address of each page that looks different from the others, with its URL's name."""
    client = Client()
    open_phone(client, story.cast.phone, story.cast.phone_token)
    waiting, seen, found = [*SEEDS, *_hers(story)], set(), {}
    while waiting:
        address = waiting.pop(0)
        if address in seen or not _may_be_followed(address):
            continue
        seen.add(address)
        page = client.get(address, follow=True)
        if page.status_code != 200 or not page["Content-Type"].startswith("text/html"):
            continue
        where = page.request["PATH_INFO"]
        text = page.content.decode()
        waiting += [html.unescape(link) for link in LINK.findall(text)]
        found.setdefault(_look(where, urlsplit(address).query, text), address)
    return {address: look[0] for look, address in found.items()}


def _hers(story: Story) -> list[str]:
    """What is shown only once something before it is done: every step, every question."""
    now: datetime = timezone.now()
    made = []
    for assigned in AssignedSession.objects.filter(course=story.cast.course, ordinal__lte=2):
        made.append(reverse("portal:session", args=[assigned.public_id]) + "?on=1")
        for step in walk_of(assigned).content.steps:
            made.append(reverse("portal:step", args=[assigned.public_id, step.code]))
    check_in = story.cast.ana.occurrences.filter(rule__kind="check_in").earliest("ordinal")
    for one in start_administrations(occurrence=check_in, participant=story.cast.ana, now=now):
        made += [url_of(place) for place in series_of(one, now=now).places]
    return made


def _may_be_followed(address: str) -> bool:
    try:
        return resolve(urlsplit(address).path).url_name not in ELSEWHERE
    except Resolver404:
        return False


def _look(where: str, query: str, text: str) -> tuple[str, str, str, frozenset[str]]:
    """Pages with the same are taken for one: name, kind of step, query, how its parts look."""
    match = resolve(where)
    parts = frozenset(one for said in CLASSES.findall(text) for one in said.split())
    kind = ""
    if match.url_name in ("step", "practise") and isinstance(match.kwargs["assigned"], UUID):
        assigned = AssignedSession.objects.get(public_id=match.kwargs["assigned"])
        kind = walk_of(assigned).content.step(match.kwargs["step"]).kind
    return (match.url_name or "", kind, query, parts)
