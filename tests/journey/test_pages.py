"""The journey's browser: what a form would send, as a browser without scripts would."""

import pytest

from devstack.journey.codes import totp
from devstack.journey.pages import Browser, Mismatch, Page, _Reader

HTML = """
<title>not words</title><p>Hello  you</p>
<a class="go quiet" href="/d/today/">Today</a>
<form method="post" action="/save/" data-item="tense">
  <input type="hidden" name="uuid" value="u1">
  <label><input type="radio" name="value" value="0">0</label>
  <label><input type="radio" name="value" value="1" checked>1</label>
  <input type="checkbox" name="sure">
  <select name="zone"><option value="a">A</option><option value="b" selected>B</option></select>
  <textarea name="text">two &amp;
lines</textarea>
  <input name="gone" value="x" disabled>
  <button>Next</button><button name="decline" value="1">No</button>
</form>
<template><form><input name="hidden"></form></template>
"""


@pytest.fixture
def page() -> Page:
    made = Page("http://localhost/x/", 200, None, HTML.encode())
    _Reader(made).feed(made.html)
    return made


def test_a_form_holds_what_it_would_send(page):
    form = page.form("uuid", "value")
    assert form.values == {"uuid": "u1", "value": "1", "zone": "b", "text": "two &\nlines"}
    assert form.choices == {"value": ["0", "1"], "sure": ["on"], "zone": ["a", "b"]}
    assert form.buttons == [("", ""), ("decline", "1")]


def test_words_and_links(page):
    assert page.text.startswith("Hello you")
    assert "not words" not in page.text
    assert page.link(css="quiet", to="/d/") == "/d/today/"


def test_what_is_not_there_is_said(page):
    with pytest.raises(Mismatch, match="has no form with pin"):
        page.form("pin")
    with pytest.raises(Mismatch, match="has no field color"):
        Browser("http://localhost").send(page, page.form("uuid"), color="red")


def test_another_site_is_never_opened():
    with pytest.raises(Mismatch, match="another site"):
        Browser("http://localhost:1").get("http://example.org/")


@pytest.mark.parametrize(
    ("at", "code"), [(59, "287082"), (1111111109, "081804"), (20000000000, "353130")]
)
def test_codes_are_those_of_the_standard(at, code):
    # RFC 6238, appendix B; six of its eight digits.
    assert totp("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", at) == code
