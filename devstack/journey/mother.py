"""Her part, on a phone without scripts: pair, agree, do a session, answer."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import cycle

from devstack.journey.pages import Browser, Form, Mismatch, Page, expect

PIN = "482915"
WORDS = "=1+1 She said “no”, and,\nthen: 🙂"
SAFETY_ITEM = "thoughts"
# The tier of this one is told at every hour, not only while the clinic is open.
SAFETY_VALUE = 2
CORRECTED_ITEM = "tense"
LONGEST = 100


@dataclass
class Phone:
    """Her browser, and what she typed: every answer in order, None for “I'd rather not say”."""

    browser: Browser
    said: list[tuple[str, str, int | None]] = field(default_factory=list)
    # What stood on the page that followed the safety question.
    help: Page | None = None
    wrote_at: str = ""
    _picks: Iterator[int] = field(default_factory=lambda: cycle((2, 5, 1, 8, 4)))

    @property
    def current(self) -> dict[tuple[str, str], int | None]:
        """By (administration, item), what she said last."""
        return {(administration, item): value for administration, item, value in self.said}

    def pick(self, form: Form) -> int:
        """One of the values the question offers."""
        offered = [int(value) for value in form.choices["value"]]
        if _asked(form)[1] == SAFETY_ITEM:
            return SAFETY_VALUE
        return offered[next(self._picks) % len(offered)]


def pair(site: str, invitation: str) -> Phone:
    """Open the invitation twice (a preview does too), then say yes, choose a PIN and agree."""
    Browser(site).get(invitation)
    phone = Phone(Browser(site))
    browser = phone.browser
    page = browser.get(invitation)
    expect(invitation not in page.url, "the invitation's secret stays in the address")
    page = browser.send(page, page.form("nonce"))
    page = browser.send(page, page.form("pin", "again"), pin=PIN, again=PIN)
    while page.has_form("purpose"):
        page = browser.send(page, page.form("purpose"), button=("answer", "yes"))
    expect(page.path == "/d/today/", f"after agreeing she stands at {page.path}: {page.text[:300]}")
    Browser(site).get(invitation, status=410)
    return phone


def do_sessions(phone: Phone) -> None:
    """What opens the course, and the first session, both open today: page by page to the end."""
    for _each in range(2):
        page = _open_from_today(phone, "/d/s/")
        _walk(phone, phone.browser.send(page, page.form("uuid")))
    expect(phone.wrote_at, "the sessions asked for no words")


def answer_check_in(phone: Phone) -> Page:
    """The check-in: every question; nonsense is refused, the first answer is declined and sent
    twice, one is said again afterwards. What stood on the page after the safety question."""
    page = _open_from_today(phone, "/d/q/")
    page = phone.browser.send(page, page.own())
    _decline_twice(phone, page)
    page = _open_from_today(phone, "/d/q/")
    _walk(phone, page)
    _say_again(phone)
    if phone.help is None:
        raise Mismatch("the safety question was not asked")
    return phone.help


def leave_and_return(phone: Phone) -> None:
    """Leave locks: Today asks for the PIN again, and the PIN opens it."""
    page = phone.browser.get("/d/today/")
    page = phone.browser.send(page, page.form(action="/d/leave/"))
    expect(page.path.startswith("/away"), f"Leave led to {page.path}")
    page = phone.browser.get("/d/today/")
    expect(page.has_form("pin"), "after Leave, Today opens without the PIN")
    page = phone.browser.send(page, page.form("pin"), pin=PIN)
    expect(page.path == "/d/today/", f"the PIN led to {page.path}")
    kept = phone.browser.get(phone.wrote_at).form("text").values["text"]
    expect(_lines(kept) == _lines(WORDS), f"she wrote {WORDS!r} and finds {kept!r}")


def _open_from_today(phone: Phone, where: str) -> Page:
    page = phone.browser.get("/d/today/")
    return phone.browser.get(page.link(to=where))


def _walk(phone: Phone, page: Page) -> None:
    """Go on from page to page until Today."""
    for _page in range(LONGEST):
        if page.path == "/d/today/":
            return
        page = _next(phone, page)
    raise Mismatch(f"after {LONGEST} pages she is still at {page.path}")


def _next(phone: Phone, page: Page) -> Page:
    """Do what the page asks."""
    send = phone.browser.send
    if _is_question(page):
        return _answer(phone, page)
    if page.has_form("text", "uuid"):
        phone.wrote_at = page.path
        return send(page, page.form("text", "uuid"), text=WORDS)
    if page.has_form("uuid"):
        return send(page, page.own())
    return phone.browser.get(page.link(css="go", to="/d/"))


def _answer(phone: Phone, page: Page) -> Page:
    form = page.form("value", "uuid")
    value = phone.pick(form)
    phone.said.append((*_asked(form), value))
    page = phone.browser.send(page, form, value=str(value))
    if _asked(form)[1] == SAFETY_ITEM:
        phone.help = page
    return page


def _decline_twice(phone: Phone, page: Page) -> None:
    """Nonsense first, then “I'd rather not say”, pressed twice."""
    form = page.form("value", "uuid")
    refused = phone.browser.send(page, form, value="99", status=400)
    expect(refused.has_form("value", "uuid"), "a wrong answer leads away from the question")
    phone.said.append((*_asked(form), None))
    first = phone.browser.send(page, form, button=("decline", "1"))
    again = phone.browser.send(page, form, button=("decline", "1"))
    expect(first.path == again.path, f"the same form again led to {again.path}")


def _say_again(phone: Phone) -> None:
    """Go back to an answer and say something else, sent twice."""
    administration, item, before = next(one for one in phone.said if one[1] == CORRECTED_ITEM)
    page = phone.browser.get(f"/d/q/{administration}/{item}/")
    form = page.form("value", "uuid")
    expect(form.values.get("value") == str(before), f"{item} stands as {form.values.get('value')}")
    other = next(value for value in reversed(form.choices["value"]) if value != str(before))
    phone.said.append((administration, item, int(other)))
    for _time in range(2):
        phone.browser.send(page, form, value=other)


def _is_question(page: Page) -> bool:
    return any(form.attributes.get("data-deposit") == "answer" for form in page.forms)


def _asked(form: Form) -> tuple[str, str]:
    """The questionnaire and the question, as the form would hand them in."""
    body = json.loads(form.attributes["data-body"])
    return body["administration"], body["item"]


def _lines(text: str) -> str:
    """A browser sends line breaks as CR LF."""
    return text.replace("\r\n", "\n").strip()
