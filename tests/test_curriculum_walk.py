"""Every path through the curriculum, on the pages she gets: each language, each way to address her.

A page is one variant: one step, in one language and form of address, for one of the five ways her
life may be. All anchors and lengths of a practice stand on its page.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from django.http import HttpRequest, QueryDict
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

from catalog.build import build
from catalog.loader import load
from catalog.models import ContentVersion
from catalog.reading_level import plain, too_hard
from catalog.rules import is_ruled
from catalog.types import ADDRESSED, SHELF, Curriculum, Instrument, SessionContent, Step
from catalog.voice import ADDRESSES, MARKED, Voice
from portal.stepping import Walk
from portal.steps import KINDS
from portal.views.player import page_of
from sessions.models import AssignedSession, Course
from sessions.progress import Progress
from tests.cast import Cast

CONTENT = Path(__file__).resolve().parent.parent / "content"
LIBRARY = load([CONTENT], CONTENT / "schemas")
(WALKED,) = [loaded for loaded in LIBRARY.all("curriculum") if is_ruled(loaded)][-1:]
WAYS = [
    (lang, address, how)
    for lang in ("en", "es")
    for address in (ADDRESSES if lang in MARKED else ADDRESSES[:1])
    for how in ADDRESSED
]
(NEVER,) = LIBRARY.versions("wordlist", "never-said")
(OF_A_CHILD,) = LIBRARY.versions("wordlist", "of-a-child")
LEFT_OVER = re.compile(r"\[=|\[[^\[\]\"{}]*\|[^\[\]\"{}]*\]")


@dataclass(frozen=True)
class Page:
    """One rendered step."""

    name: str
    step: Step
    html: str

    @property
    def words(self) -> str:
        """What can be read on it or heard from it, a line for each block.

        Without what is there after "This isn't good for me": help lines say whom they are for.
        """
        before_help = self.html.split('id="ground"')[0]
        shown = re.sub(r"<(script|style|template)\b.*?</\1>", " ", before_help, flags=re.S)
        heard = re.findall(r'data-(?:by|[a-z]+-word)="([^"]*)"', shown)
        text = re.sub(r"</(?:p|li|h[1-3]|blockquote|legend|label|summary|option)>", "\n", shown)
        return html.unescape(re.sub(r"<[^>]+>", " ", text + "\n" + "\n".join(heard)))

    @property
    def passage(self) -> str:
        """The page of the content alone, as text."""
        found = re.search(r'<div class="prose[^>]*>(.*?)</div>', self.html, re.S)
        text = re.sub(r"</(?:p|li|h[1-3])>", "\n", found[1] if found else "")
        return plain(html.unescape(re.sub(r"<[^>]+>", "", text)))


@cache
def spoken(address: str) -> Curriculum:
    return build("curriculum", WALKED.body, Voice(address, LIBRARY.voice.words))


@cache
def instrument(code: str, address: str) -> Instrument:
    loaded = [one for one in LIBRARY.all("instrument") if one.code == code][-1]
    return build("instrument", loaded.body, Voice(address, LIBRARY.voice.words))


def request_of(cast: Cast) -> HttpRequest:
    request = RequestFactory().get("/d/")
    request.mother, request.device = cast.ana, cast.phone
    return request


def pages_of(cast: Cast, lang: str, address: str, how: str) -> list[Page]:
    """Every page of every session for a mother, twins too, in the order of the walk."""
    cast.ana.language, cast.ana.addressed = lang, how
    version = ContentVersion(
        kind="curriculum",
        code=WALKED.code,
        body=WALKED.body,
        structure_hash=WALKED.structure_hash,
        wording_hashes=WALKED.wording_hashes,
    )
    course = Course(participant=cast.ana, curriculum=version)
    pages = []
    with translation.override(lang):
        for session in spoken(address).all_sessions:
            steps = session.steps_for(how)
            ordinal = session.ordinal or 1
            assigned = AssignedSession(course=course, code=session.code, ordinal=ordinal)
            walk = Walk(assigned, session, steps, Progress((), steps[0].code, len(steps)))
            twins = [step for step in session.steps if session.stands_for(step.code) in steps]
            for step in (*steps, *twins):
                name = f"{session.code}/{step.code} {lang} {address} {how}"
                pages.append(Page(name, step, shown(request_of(cast), walk, step, address)))
    return pages


def shown(request: HttpRequest, walk: Walk, step: Step, address: str) -> str:
    kind = KINDS[step.kind]
    if not kind.elsewhere:
        return render_to_string(kind.template, page_of(request, walk, step, QueryDict()), request)
    # Questions have pages of their own; here they stand below their heading.
    lang, how = walk.lang, walk.addressed
    asked = instrument(step.instrument or "", address)
    lines = [asked.intro(lang, how)]
    for item in asked.items_for(how):
        lines += [item.prompt(lang, how), item.low(lang), item.high(lang)]
    return (
        f"<h1>{html.escape(step.title(lang, how))}</h1>"
        f'<div class="prose">{step.text_html(lang, how)}</div>'
        + "".join(f"<p>{html.escape(line)}</p>" for line in lines)
    )


@pytest.mark.django_db
@pytest.mark.parametrize(("lang", "address", "how"), WAYS, ids=lambda part: part)
def test_every_page_reads_whole(cast: Cast, lang: str, address: str, how: str):
    """No text is missing, none is left unspoken, none hurts, and each is easy enough."""
    for page in pages_of(cast, lang, address, how):
        said = page.words
        assert not re.search(r"<(h1|li|legend|summary)[^>]*>\s*</\1>", page.html), page.name
        assert not re.search(r"<time>[^<]*</time><span>\s*</span>", page.html), page.name
        assert re.search(r"<h1[^>]*>\s*\S", page.html), page.name
        assert page.passage, page.name
        assert not LEFT_OVER.findall(said), page.name
        assert NEVER.found_in(page.passage, lang) == (), page.name
        if how == "no_baby_talk":
            assert OF_A_CHILD.found_in(said, lang) == (), page.name
        assert too_hard(page.passage, lang) == "", page.name


@pytest.mark.parametrize("how", ADDRESSED)
def test_every_session_is_whole_for_everyone(how: str):
    """Whatever is not for her leaves a session that still has what makes it one."""
    for session in WALKED.content.sessions:
        assert missing(session, how) == set(), (session.code, how)
    shelf = WALKED.content.shelf
    assert shelf.role == SHELF and len(shelf.steps) == 10
    assert len(shelf.steps_for(how)) >= 9


def missing(session: SessionContent, how: str) -> set[str]:
    kinds = Counter(step.kind for step in session.steps_for(how) if not step.provoking)
    wanted = {"reading": 2, "practice": 1}
    if session.role == "session":
        wanted |= {"questionnaire": 2, "reflection": 1, "home": 1}
    return {kind for kind, least in wanted.items() if kinds[kind] < least}


def test_there_are_eight_sessions_an_opening_a_closing_and_a_shelf():
    content = WALKED.content
    assert [one.number for one in content.sessions] == [None, 1, 2, 3, 4, 5, 6, 7, 8, None]
    assert [one.role for one in content.all_sessions] == [
        "opening", *["session"] * 8, "closing", "shelf"
    ]  # fmt: skip


def test_the_walk_is_long_enough(capsys: pytest.CaptureFixture[str]):
    """At least 400 variants are rendered above; the count is printed."""
    count = sum(
        len(session.steps_for(how)) + sum(1 for step in session.steps if step.twin)
        for _lang, _address, how in WAYS
        for session in WALKED.content.all_sessions
    )
    with capsys.disabled():
        print(f" {count} rendered variants", end="")
    assert count >= 400
