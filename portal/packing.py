"""What her phone takes along for when there is no network: her open pages, by the same views.

A page is asked for as she would ask, and whatever that writes is rolled back: taking a page along
neither enters a session nor marks anything. Only questionnaires are begun for good before, because
an answer to them needs a row to belong to; "begun" on a screen means that an answer exists.
"""

import hashlib
import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import Resolver404, resolve, reverse

from kernel.errors import DomainError
from kernel.ids import canonical_json
from measures.models import Administration
from measures.services import start_administrations, start_for_step
from pathway.due import DueThings, due_things
from people.models import Participant
from portal.due import next_opening
from portal.questioning import series_of, url_of
from portal.stepping import walk_of

# Pages that may be taken along, by the name of their URL; what they link to is followed.
TAKEN = {
    "today", "sessions", "session", "step", "check_in", "question", "finished", "card",
    "practices", "practise", "practice_away", "moment", "stop", "plan", "help", "safe", "weeks",
}  # fmt: skip
SEEDS = ("today", "moment", "help", "safe", "plan")
# A session with a check-in is some forty; what is open comes first, then what that links to.
MOST_PAGES = 160
MOST_REDIRECTS = 5

PAGE = re.compile(
    r'<div class="(?P<look>page[^"]*)">\s*<header[^>]*>\s*<div>(?P<where>.*?)</div>\s*<form'
    r".*?</header>\s*<main[^>]*>(?P<main>.*)</main>(?P<foot>.*)</div>\s*</body>",
    re.DOTALL,
)
# What only the server's own form needs: the phone mints its uuids, and hands in without a token.
ONE_TIME = re.compile(
    r'<input type="hidden" name="(?:csrfmiddlewaretoken|\w*uuid|told)" value="[^"]*"[^>]*>\s*'
)
SCRIPT = re.compile(r'<script type="module" src="[^"]*/js/([\w/-]+?)(?:\.[0-9a-f]{12})?\.js"')
LINK = re.compile(r'\s(?:href|data-next)="(/d/[^"#]*)')
# The shell has a line of its own on how much waits.
WAITING = re.compile(r'<p class="saved waiting".*?</p>', re.DOTALL)
BETWEEN_LINES = re.compile(r">\s*\n\s*<")
# On every page already.
ALWAYS = {"page"}


def pages_for(request: HttpRequest, *, now: datetime) -> dict[str, dict[str, Any]]:
    """By address: where, main and foot of each page, how it looks and which scripts it needs."""
    due = due_things(request.mother, now=now)
    begun = _begun(request.mother, due)
    pages: dict[str, dict[str, Any]] = {}
    waiting = [*_seeds(due, begun, now)]
    while waiting and len(pages) < MOST_PAGES:
        url = waiting.pop(0)
        if url in pages or not _may_be_taken(url):
            continue
        page = _page(_asked(request, url))
        if page is None:
            continue
        pages[url] = page
        waiting += [link.replace("&amp;", "&") for link in LINK.findall(page["main"])]
        waiting += LINK.findall(page["foot"])
    return pages | _ends(request, due, begun, now)


def begin_questionnaires(mother: Participant, *, now: datetime) -> None:
    """Rows for whatever she may answer with no network. Again gives the same rows."""
    due = due_things(mother, now=now)
    for occurrence in due.check_ins:
        start_administrations(occurrence=occurrence, participant=mother, now=now)
    for assigned in due.sessions:
        for step in walk_of(assigned, now=now).steps:
            if step.instrument:
                start_for_step(
                    participant=mother,
                    assigned_uuid=assigned.public_id,
                    step_code=step.code,
                    instrument_code=step.instrument,
                    now=now,
                )


def hash_of(pages: dict[str, Any]) -> str:
    """The same pages, the same hash."""
    return hashlib.sha256(canonical_json(pages)).hexdigest()


def _seeds(due: DueThings, begun: list[Administration], now: datetime) -> Iterator[str]:
    yield from (reverse(f"portal:{name}") for name in SEEDS)
    for assigned in due.sessions:
        yield reverse("portal:session", args=[assigned.public_id])
        walk = walk_of(assigned, now=now)
        yield from (walk.url(step.code) for step in walk.steps)
    for occurrence in due.check_ins:
        yield reverse("portal:check_in", args=[occurrence.public_id])
    yield from (reverse("portal:card", args=[card.public_id]) for card in due.cards)
    for one in begun:
        yield from (url_of(place) for place in series_of(one, now=now).places)


def _begun(mother: Participant, due: DueThings) -> list[Administration]:
    sessions = {str(assigned.public_id) for assigned in due.sessions}
    rows = Administration.objects.filter(participant=mother, finished_at=None)
    rows = rows.select_related("instrument", "occurrence__rule", "participant__clinic")
    return [
        one
        for one in rows
        if one.occurrence in due.check_ins or one.asked_by.partition("/")[0] in sessions
    ]


def _ends(
    request: HttpRequest, due: DueThings, begun: list[Administration], now: datetime
) -> dict[str, dict[str, Any]]:
    """The last page of each session and check-in: the server would not show it yet."""
    opens = {"opens": next_opening(request.mother, now=now)}
    found = {
        f"{reverse('portal:session', args=[one.public_id])}?on=1": ("session_done", opens)
        for one in due.sessions
    }
    for one in begun:
        where = reverse("portal:finished", args=[one.public_id])
        found[where] = ("checkin_done", {"next_url": series_of(one, now=now).session_url})
    made = {
        url: _page(render(request, f"portal/{template}.html", context))
        for url, (template, context) in found.items()
    }
    return {url: page for url, page in made.items() if page}


def _may_be_taken(url: str) -> bool:
    try:
        match = resolve(urlsplit(url).path)
    except Resolver404:
        return False
    return match.app_name == "portal" and match.url_name in TAKEN


def _asked(request: HttpRequest, url: str) -> HttpResponse:
    """The page as she would get it, redirects followed, and nothing written."""
    for _again in range(MOST_REDIRECTS):
        parts = urlsplit(url)
        match = resolve(parts.path)
        inner = _request(request, parts.path, parts.query)
        try:
            with transaction.atomic():
                response = match.func(inner, *match.args, **match.kwargs)
                transaction.set_rollback(True)
        except DomainError as refusal:
            return HttpResponse(status=refusal.status)
        except Http404:
            # One link that leads nowhere must not cost her all the other pages.
            return HttpResponse(status=404)
        if response.status_code not in (301, 302):
            return response
        url = response["Location"]
        if not _may_be_taken(url):
            break
    return HttpResponse(status=404)


def _request(outer: HttpRequest, path: str, query: str) -> HttpRequest:
    """Hers, for another page: with all that the middleware has found out about her phone."""
    inner = HttpRequest()
    known = vars(outer).items()
    vars(inner).update({name: value for name, value in known if not name.startswith("_")})
    inner.method, inner.path, inner.path_info = "GET", path, path
    inner.GET, inner.POST = QueryDict(query), QueryDict()
    inner.META = {**outer.META, "QUERY_STRING": query, "PATH_INFO": path, "REQUEST_METHOD": "GET"}
    return inner


def _page(response: HttpResponse) -> dict[str, Any] | None:
    """Its parts; None where there is no such page for her now."""
    if response.status_code != 200:
        return None
    whole = response.content.decode()
    found = PAGE.search(whole)
    if found is None:
        raise LookupError("a page of hers is not laid out as portal/base.html lays it out")
    parts = {name: _slim(text) for name, text in found.groupdict().items()}
    return parts | {"scripts": sorted(set(SCRIPT.findall(whole)) - ALWAYS)}


def _slim(html: str) -> str:
    """Without one-time fields and the line ends between tags. Preformatted text has no tags."""
    return BETWEEN_LINES.sub(">\n<", WAITING.sub("", ONE_TIME.sub("", html))).strip()
