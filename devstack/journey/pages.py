"""A browser without scripts: pages, links and forms as a person meets them. Standard library."""

from __future__ import annotations

import html.parser
import http.client
import http.cookiejar
import json
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass, field
from email.message import Message
from typing import Any


class Mismatch(AssertionError):
    """Something is not as it was typed, or a page is not where a person would look for it."""


def expect(right: object, otherwise: str) -> None:
    """Raise Mismatch with a sentence unless it is right."""
    if not right:
        raise Mismatch(otherwise)


@dataclass
class Form:
    """A form as it stands on the page: what it would send if nothing were typed."""

    action: str
    method: str
    attributes: dict[str, str]
    values: dict[str, str] = field(default_factory=dict)
    choices: dict[str, list[str]] = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)

    @property
    def names(self) -> set[str]:
        return set(self.values) | set(self.choices)


@dataclass
class Page:
    """One answer of the site."""

    url: str
    status: int
    headers: Message
    body: bytes
    forms: list[Form] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)
    text: str = ""

    @property
    def path(self) -> str:
        return urllib.parse.urlsplit(self.url).path

    @property
    def html(self) -> str:
        return self.body.decode("utf-8", "replace")

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    def form(self, *names: str, action: str = "") -> Form:
        """The first form that has these fields and whose address ends so."""
        for one in self.forms:
            if set(names) <= one.names and one.action.endswith(action):
                return one
        wanted = ", ".join(names) or action or "any"
        raise Mismatch(f"{self.path} has no form with {wanted}; it says: {self.text[:400]}")

    def own(self) -> Form:
        """The form that sends to the page's own address."""
        for one in self.forms:
            if one.method == "post" and not one.action:
                return one
        raise Mismatch(f"{self.path} asks for nothing; it says: {self.text[:400]}")

    def doing(self, what: str) -> Form:
        """The form that says in its field “do” what it does."""
        for one in self.forms:
            if one.values.get("do") == what:
                return one
        raise Mismatch(f"{self.path} offers nothing to {what}; it says: {self.text[:400]}")

    def has_form(self, *names: str) -> bool:
        return any(set(names) <= one.names for one in self.forms)

    def link(self, *, css: str = "", to: str = "") -> str:
        """The address of the first link with this class and with this in its address."""
        for address, classes in self.links:
            if css in ("", *classes.split()) and to in address:
                return address
        raise Mismatch(f"{self.path} has no link {css} {to}; it says: {self.text[:400]}")


class Browser:
    """One person's browser: its own cookies, no scripts. `get` and `send` follow redirects."""

    def __init__(self, site: str) -> None:
        self.site = site.rstrip("/")
        self.cookies = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}),
            urllib.request.HTTPCookieProcessor(self.cookies),
        )

    def get(self, address: str, *, status: int = 200, accept: str = "text/html") -> Page:
        """Open an address and expect its status."""
        return self._open(self._request(address, {"Accept": accept}), status)

    def send(
        self,
        page: Page,
        form: Form,
        *,
        button: tuple[str, str] | None = None,
        status: int = 200,
        **typed: str,
    ) -> Page:
        """Fill the named fields, leave the others as they are, and press the button."""
        unknown = set(typed) - form.names
        expect(not unknown, f"{page.path} has no field {', '.join(sorted(unknown))}")
        values = {**form.values, **typed, **(dict([button]) if button else {})}
        address = urllib.parse.urljoin(page.url, form.action or page.url)
        data = urllib.parse.urlencode(values).encode()
        headers = {"Accept": "text/html", "Origin": self.site, "Referer": page.url}
        return self._open(self._request(address, headers, data), status)

    def api(self, address: str, *, status: int = 200) -> Any:
        """A JSON answer."""
        return self.get(address, status=status, accept="application/json").json

    def cookie(self, ending: str) -> str:
        """The value of the cookie with this name (with or without its prefix)."""
        for one in self.cookies:
            if one.name.endswith(ending):
                return one.value or ""
        raise Mismatch(f"there is no cookie {ending}")

    def _request(
        self, address: str, headers: dict[str, str], data: bytes | None = None
    ) -> urllib.request.Request:
        """Never elsewhere: a page that leads to another site is a page that is wrong."""
        whole = urllib.parse.urljoin(f"{self.site}/", address)
        expect(whole.startswith(f"{self.site}/"), f"a page leads to another site: {whole}")
        return urllib.request.Request(whole, data, headers)  # noqa: S310 - http by the line above

    def _open(self, request: urllib.request.Request, status: int) -> Page:
        try:
            answer: Any = self.opener.open(request, timeout=60)
        except urllib.error.HTTPError as refused:
            answer = refused
        except (urllib.error.URLError, http.client.HTTPException, TimeoutError) as broken:
            raise Mismatch(f"{request.full_url} does not answer: {broken}") from broken
        with answer:
            page = Page(answer.url, answer.status, answer.headers, answer.read())
        if "html" in (page.headers.get_content_type() or ""):
            _Reader(page).feed(page.html)
        where = f"{request.get_method()} {urllib.parse.urlsplit(request.full_url).path}"
        said = page.text or page.html
        expect(page.status == status, f"{where} answered {page.status}, not {status}: {said[:600]}")
        return page


class _Reader(html.parser.HTMLParser):
    """Collects forms, links and the words of a page into it."""

    SILENT = ("script", "style", "template", "title")

    def __init__(self, page: Page) -> None:
        super().__init__()
        self.page = page
        self.form: Form | None = None
        self.select = ""
        self.textarea = ""
        self.silent: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value if value is not None else "" for name, value in attrs}
        if tag in self.SILENT:
            self.silent.append(tag)
        elif tag == "form":
            method = found.get("method", "get").lower()
            self.form = Form(found.get("action", ""), method, found)
            self.page.forms.append(self.form)
        elif tag == "a" and "href" in found:
            self.page.links.append((found["href"], found.get("class", "")))
        elif self.form is not None:
            self._field(self.form, tag, found)

    def handle_endtag(self, tag: str) -> None:
        if self.silent and tag == self.silent[-1]:
            self.silent.pop()
        elif tag == "form":
            self.form = None
        elif tag == "select":
            self.select = ""
        elif tag == "textarea":
            self.textarea = ""

    def handle_data(self, data: str) -> None:
        if self.textarea and self.form:
            self.form.values[self.textarea] += data
        elif not self.silent and data.strip():
            self.page.text += f"{' '.join(data.split())} "

    def _field(self, form: Form, tag: str, found: dict[str, str]) -> None:
        name, value = found.get("name", ""), found.get("value", "")
        if tag == "button" and found.get("type", "submit") == "submit":
            form.buttons.append((name, value))
        elif tag == "option" and self.select:
            value = found.get("value", "")
            form.choices[self.select].append(value)
            if "selected" in found or len(form.choices[self.select]) == 1:
                form.values[self.select] = value
        elif not name or "disabled" in found:
            return
        elif tag == "select":
            self.select = name
            form.choices[name] = []
        elif tag == "textarea":
            self.textarea = name
            form.values[name] = ""
        elif tag == "input":
            self._input(form, found, name, value)

    def _input(self, form: Form, found: dict[str, str], name: str, value: str) -> None:
        kind = found.get("type", "text")
        if kind in ("radio", "checkbox"):
            form.choices.setdefault(name, []).append(value or "on")
            if "checked" in found:
                form.values[name] = value or "on"
        elif kind != "submit":
            form.values[name] = value
