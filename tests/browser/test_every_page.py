"""Every page of hers and every kind of step, found by its links, held to the bars of her phone."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import Page, expect

from people.models import Unlock
from sessions.models import AssignedSession
from tests.browser.mothers import Story, begin, looks_right
from tests.browser.rounds import addresses, furnish, page_names
from tests.cast import NOW, open_phone

pytestmark = pytest.mark.browser

SMALLEST = {"width": 320, "height": 568}
HELP = {"/d/moment/", "/d/help/", "/d/safe/"}
PHONE = {"width": 390, "height": 844}
OPEN_ALL = "document.querySelectorAll('details').forEach(one => { one.open = true })"
# A link in a sentence is as high as the sentence.
TAPPED = "a[href], button, input, select, textarea, summary"
SMALL_TARGETS = """tapped => [...document.querySelectorAll(tapped)]
    .filter(one => one.checkVisibility())
    .filter(one => getComputedStyle(one).display !== "inline" || !one.closest("p, li, dd, .prose"))
    .map(one => [one.outerHTML.slice(0, 90), one.getBoundingClientRect()])
    .filter(([, box]) => box.width && (box.height < 43.9 || box.width < 43.9))
    .map(([what, box]) => `${Math.round(box.width)} x ${Math.round(box.height)}: ${what}`)"""
TOO_WIDE = """() => {
    const parts = "button, .go, .tile, label, summary, nav a, h1, h2, p";
    const spilled = [...document.querySelectorAll(parts)]
        .filter(one => one.checkVisibility() && !one.matches(".unseen"))
        .filter(one => getComputedStyle(one).display !== "inline")
        .filter(one => one.scrollWidth > one.clientWidth + 2)
        .map(one => `${one.scrollWidth} in ${one.clientWidth}: ${one.outerHTML.slice(0, 90)}`);
    const wide = document.documentElement.scrollWidth;
    return wide > 320 ? [`the page is ${wide} px wide`, ...spilled] : spilled;
}"""
# Behind a press of Tab, what is focused by a script shows it as by keyboard.
UNSEEN_FOCUS = """tapped => [...document.querySelectorAll(tapped)]
    .filter(one => one.checkVisibility() && !one.disabled)
    .filter(one => {
        one.focus();
        return document.activeElement === one && ![one, one.closest("label")].some(part => {
            const look = part && getComputedStyle(part);
            return look && look.outlineStyle !== "none" && parseFloat(look.outlineWidth) >= 2
                && look.opacity !== "0";
        });
    })
    .map(one => one.outerHTML.slice(0, 90))"""
MOVING = "() => document.getAnimations().filter(one => one.playState === 'running').length"


@pytest.fixture
def story(site: str) -> Story:
    return begin()


@pytest.fixture
def phone(page: Page, story: Story, site: str) -> Page:
    page.emulate_media(reduced_motion="reduce")
    return page


@pytest.fixture
def everywhere(story: Story) -> dict[str, str]:
    furnish(story)
    return addresses(story)


def test_every_page_and_every_kind_of_step(
    phone: Page, story: Story, everywhere: dict[str, str], site: str
) -> None:
    assert page_names() - set(everywhere.values()) == set()
    story.open_phone(phone.context, site)
    Unlock.objects.update(opened_at=NOW)  # Long ago: what is risky asks for the PIN again.
    wrong = []
    for address in everywhere:
        phone.goto(address)
        expect(phone).to_have_title("Daybook")
        expect(phone.get_by_role("button", name="Leave", exact=True)).to_be_visible()
        phone.evaluate(OPEN_ALL)
        found = [*_seen_by_axe(phone), *phone.evaluate(SMALL_TARGETS, TAPPED)]
        found += ["it moves"] if phone.evaluate(MOVING) else []
        phone.keyboard.press("Tab")
        found += [f"focus cannot be seen: {one}" for one in phone.evaluate(UNSEEN_FOCUS, TAPPED)]
        wrong += [f"{address}: {one}" for one in found]
    assert wrong == [], "\n".join(wrong)


@pytest.mark.parametrize("language", ["en", "es"])
def test_nothing_is_cut_off_at_320_pixels_and_at_twice_the_text(
    language: str, phone: Page, story: Story, everywhere: dict[str, str], site: str
) -> None:
    story.cast.ana.language = language
    story.cast.ana.save()
    story.open_phone(phone.context, site)
    phone.set_viewport_size(SMALLEST)
    wrong = []
    for address in everywhere:
        phone.goto(address)
        phone.evaluate(OPEN_ALL)
        for text in ("112.5%", "225%"):
            phone.evaluate("size => { document.documentElement.style.fontSize = size }", text)
            found = [*phone.evaluate(TOO_WIDE), *phone.evaluate(SMALL_TARGETS, TAPPED)]
            wrong += [f"{address} ({text}): {one}" for one in found]
        wrong += [f"{address}: {one}" for one in _seen_by_axe(phone)]
    assert wrong == [], "\n".join(wrong)


def test_no_page_is_a_dead_end(story: Story, everywhere: dict[str, str]) -> None:
    """From each one tap leads to another page of hers, beside the way to help."""
    client = Client()
    open_phone(client, story.cast.phone, story.cast.phone_token)
    lost, far = [], []
    for address, name in everywhere.items():
        page = client.get(address, follow=True)
        links = set(re.findall(r'<a [^>]*href="(/d/[^"#?]*)', page.content.decode()))
        if not links - {*HELP, page.request["PATH_INFO"]}:
            lost.append(address)
        if name in ("step", "question", "practise", "session", "check_in"):
            bar = re.search(r"<header.*?</header>", page.content.decode(), re.DOTALL)
            if not re.search(r'href="/d/(today|practice)/"', bar.group() if bar else ""):
                far.append(address)
    assert (lost, far) == ([], [])


@pytest.mark.parametrize("size", [SMALLEST, PHONE], ids=["320", "390"])
def test_the_way_in_and_the_way_out_of_a_practice_are_at_the_thumb(
    size: dict[str, int], phone: Page, story: Story, everywhere: dict[str, str], site: str
) -> None:
    """Without scrolling; and what it is not to be done with is read before."""
    story.open_phone(phone.context, site)
    phone.set_viewport_size(size)
    seen = 0
    for address, name in everywhere.items():
        phone.goto(address)
        if name not in ("step", "practise") or not phone.locator("#begin").count():
            continue
        for words in ("Begin", "This isn't good for me"):
            box = phone.get_by_role("button", name=words).bounding_box()
            assert box and box["y"] > 0, address
            assert box["y"] + box["height"] <= size["height"], f"{words}: {address}"
        before = phone.evaluate(
            "() => document.querySelector('main .notice')"
            ".compareDocumentPosition(document.querySelector('.prose'))"
        )
        assert before & 4, f"the notice comes after the words: {address}"
        seen += 1
    assert seen >= 4


def _seen_by_axe(phone: Page) -> list[str]:
    """Everything in the light theme; in the dark one what colours can make wrong."""
    seen = []
    for theme, only in (("light", {}), ("dark", {"runOnly": ["color-contrast"]})):
        phone.emulate_media(color_scheme=theme)
        report = Axe().run(phone, options=only)
        seen += [
            f"{theme}: {one['id']}: {[node['html'] for node in one['nodes']][:3]}"
            for one in report.response["violations"]
        ]
    return seen


def tab_to(phone: Page, words: str) -> None:
    """Press Tab until what says this has the focus."""
    said = "document.activeElement.innerText || document.activeElement.ariaLabel || ''"
    for _ in range(60):
        phone.keyboard.press("Tab")
        if words in phone.evaluate(said):
            return
    raise AssertionError(f"Tab does not come to “{words}” on {phone.url}")


def tab_to_answers(phone: Page) -> None:
    for _ in range(60):
        phone.keyboard.press("Tab")
        if phone.evaluate("document.activeElement.name") == "value":
            return
    raise AssertionError(f"Tab does not come to an answer on {phone.url}")


def test_a_check_in_by_keyboard_alone(phone: Page, story: Story, site: str) -> None:
    story.open_phone(phone.context, site)
    phone.goto("/d/today/")
    for words in ("short questions", "Start"):
        before = phone.url
        tab_to(phone, words)
        phone.keyboard.press("Enter")
        phone.wait_for_url(lambda url, was=before: url != was)
    for _ in range(30):
        if "/done/" in phone.url:
            break
        before = phone.url
        tab_to_answers(phone)
        phone.keyboard.press("Space")
        phone.keyboard.press("ArrowRight")
        tab_to(phone, "Next")
        phone.keyboard.press("Enter")
        phone.wait_for_url(lambda url, was=before: url != was)
    expect(phone.get_by_role("heading", name="Thank you. All saved.")).to_be_visible()
    looks_right(phone)


def test_a_practice_by_keyboard_alone(phone: Page, story: Story, site: str) -> None:
    story.open_phone(phone.context, site)
    assigned = AssignedSession.objects.get(course=story.cast.course, ordinal=1)
    phone.goto(f"/d/s/{assigned.public_id}/two-minutes/")
    tab_to(phone, "Begin")
    phone.keyboard.press("Enter")
    phone.get_by_text("0:01").wait_for()
    tab_to(phone, "This isn't good for me")
    phone.keyboard.press("Shift+Tab")
    phone.get_by_role("button", name="Pause").focus()
    phone.keyboard.press("Enter")
    expect(phone.get_by_role("button", name="Go on")).to_be_focused()
    looks_right(phone)
    tab_to(phone, "Leave it here, next")
    phone.keyboard.press("Enter")
    phone.wait_for_url("**/what-minds-do/")
