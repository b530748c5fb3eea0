"""Answers with the line cut at every point: each stored once, in order, as she gave it."""

from __future__ import annotations

from itertools import cycle, islice, pairwise
from typing import Any

import pytest
from django.utils import timezone

from catalog.models import ContentVersion
from people.services import consume_invitation, invite, set_pin
from safety.models import Concern
from tests.browser.lines import Line
from tests.browser.mothers import Story
from tests.browser.phones import STORE, UNTIL_INTRODUCED, Phone, a_phone, first_question, stored
from tests.browser.phones import line as line
from tests.browser.phones import phone as phone
from tests.browser.phones import story as story
from tests.browser.sealing import one_more_key
from tests.cast import PIN

pytestmark = pytest.mark.browser

RUNS = [pytest.param(4, id="sample"), pytest.param(50, id="full", marks=pytest.mark.soak)]
DEPOSIT = "/d/deposit/"


def values(runs: int) -> list[int]:
    """As many answers, none like the one before."""
    chosen = list(islice(cycle([3, 7, 0, 10, 5]), runs))
    assert all(one != other for one, other in pairwise(chosen))
    return chosen


@pytest.fixture
def question(phone: Phone, story: Story) -> Phone:
    """Open on the first question, the key made known."""
    phone.open_with_cookies()
    phone.page.goto(first_question(story))
    return phone


@pytest.mark.parametrize("runs", RUNS)
@pytest.mark.parametrize("point", ["before", "after"])
def test_the_line_is_cut_at_each_answer(question: Phone, story: Story, point: str, runs: int):
    """Before it is carried; after the commit, before the reply is back."""
    for value in values(runs):
        question.line.set(point, only=DEPOSIT, times=1)
        question.tap(value)
    question.flush()
    assert stored(story.cast.phone) == values(runs)


@pytest.mark.parametrize("runs", RUNS)
def test_the_line_is_cut_in_the_middle_of_sending(question: Phone, story: Story, runs: int):
    said = values(runs)
    question.line.set("dead", only=DEPOSIT)
    for value in said[: runs // 2]:
        question.tap(value)
    # Some are carried, one more is taken and its reply is lost, then nothing.
    question.line.set("after", only=DEPOSIT, first=runs // 4)
    question.page.evaluate("dispatchEvent(new Event('online'))")
    for value in said[runs // 2 :]:
        question.tap(value)
    assert question.waiting()
    question.flush()
    assert stored(story.cast.phone) == said


@pytest.mark.parametrize("runs", RUNS)
def test_the_page_is_gone_before_anything_is_sent(question: Phone, story: Story, runs: int):
    """It hangs in the air, she closes everything; whatever opens next sends it, also shut."""
    address = question.page.url
    for value in values(runs):
        question.line.set("hang", only=DEPOSIT)
        question.tap(value)
        question.page.close()
        question.line.set("open")
        question.page = question.context.new_page()
        question.page.goto(address)
    question.flush()
    assert stored(story.cast.phone) == values(runs)


def test_what_waits_is_sent_while_it_is_shut(question: Phone, story: Story):
    question.line.set("dead", only=DEPOSIT)
    question.tap(4)
    question.page.get_by_role("button", name="Leave").click()
    question.page.wait_for_url("**/away/")
    question.line.set("open")
    question.page.goto("/d/unlock/")
    question.flush()
    assert stored(story.cast.phone) == [4]


def test_two_phones_of_hers_keep_each_its_order(
    question: Phone, story: Story, line: Line, new_context: Any
):
    now = timezone.now()
    link = invite(participant=story.cast.ana, by=story.cast.ben, now=now)
    paired = consume_invitation(token=link, nonce="n2", now=now)
    set_pin(device=paired.device, pin=PIN, now=now)
    other = a_phone(story, line, new_context, paired.token)
    other.unlock()
    other.page.goto(question.page.url)
    line.set("dead", only=DEPOSIT)
    for one, two in ((1, 2), (3, 4), (5, 6)):
        question.tap(one)
        other.tap(two)
    other.flush()
    question.flush()
    assert stored(story.cast.phone) == [1, 3, 5]
    assert stored(paired.device) == [2, 4, 6]


@pytest.mark.parametrize("off", [-86_400_000, 86_400_000], ids=["behind", "ahead"])
def test_a_clock_that_is_wrong_by_a_day(question: Phone, story: Story, off: int):
    question.page.add_init_script(f"const now = Date.now; Date.now = () => now() + {off};")
    question.page.add_init_script(
        """const Real = Date; globalThis.Date = class extends Real {
            constructor(...given) { given.length ? super(...given) : super(Real.now()); }
        };"""
    )
    question.page.reload()
    question.line.set("dead", only=DEPOSIT)
    for value in (2, 9, 6):
        question.tap(value)
    question.flush()
    assert stored(story.cast.phone) == [2, 9, 6]
    for deposit in story.cast.phone.deposits.all():
        assert abs((deposit.answered_at - timezone.now()).total_seconds()) < 120


def test_a_key_that_was_rotated_still_opens(question: Phone, story: Story, settings: Any):
    question.line.set("dead", only=DEPOSIT)
    question.tap(8)
    settings.SEALING_KEYS = f"{one_more_key()},{settings.SEALING_KEYS}"
    question.flush()
    assert stored(story.cast.phone) == [8]


def test_she_finishes_what_she_began_when_the_content_changes(question: Phone, story: Story):
    """A newer version is released while her answer waits: it belongs to the one she was asked."""

    administration = story.cast.ana.administrations.order_by("pk").first()
    asked = administration.instrument
    question.line.set("dead", only=DEPOSIT)
    question.tap(9)
    ContentVersion.objects.create(
        kind=asked.kind,
        code=asked.code,
        version="99",
        status=asked.status,
        body=asked.body | {"version": "99"},
        structure_hash="9" * 64,
        wording_hashes=asked.wording_hashes,
        registered_at=timezone.now(),
    )
    question.flush()
    assert administration.answers.get().content == asked


def test_help_stands_there_at_once_and_says_who_cannot_see_it_yet(question: Phone, story: Story):
    stress = story.cast.ana.administrations.get(instrument__code="stress")
    question.page.goto(f"/d/q/{stress.public_id}/thoughts/")
    question.line.set("dead")
    question.page.locator("input[name=value][value='3']").check(force=True)
    here = question.page.locator("#help-here")
    here.get_by_text("Staff cannot see this until your phone has signal.").wait_for(timeout=3500)
    assert here.get_by_role("link", name="Call 988").first.is_visible()
    assert not Concern.objects.exists()
    said_at = timezone.now()
    question.page.wait_for_timeout(1500)
    question.flush()
    concern = Concern.objects.get()
    source = concern.sources.get()
    assert source.happened_at < said_at < concern.raised_at


def test_where_there_is_no_room_it_is_sent_at_once(question: Phone, story: Story):
    """Nothing can be stored: it goes to the server as it is, and is said to be saved."""
    full = "new DOMException('full', 'QuotaExceededError')"
    question.page.add_init_script(f"IDBObjectStore.prototype.put = () => {{ throw {full}; }}")
    question.page.reload()
    question.tap(6)
    assert stored(story.cast.phone) == [6]
    question.page.get_by_role("button", name="Next").click()
    question.page.get_by_text("2 of ").wait_for()
    answers = story.cast.ana.administrations.order_by("pk").first().answers
    assert list(answers.values_list("number", flat=True)) == [6]


LACKS = {
    "no IndexedDB": "Object.defineProperty(globalThis, 'indexedDB', { value: undefined })",
    "no crypto.subtle": "Object.defineProperty(crypto, 'subtle', { value: undefined })",
}


@pytest.mark.parametrize("lacks", LACKS.values(), ids=LACKS)
def test_a_browser_that_lacks_something_uses_plain_forms(
    story: Story, line: Line, new_context: Any, lacks: str
):
    old = a_phone(story, line, new_context, story.cast.phone_token)
    old.page.add_init_script(lacks)
    story.open_phone(old.context, line.url)
    old.page.goto(first_question(story))
    old.page.locator("input[name=value][value='6']").check(force=True)
    old.page.get_by_role("button", name="Next").click()
    old.page.get_by_text("2 of ").wait_for()
    answers = story.cast.ana.administrations.order_by("pk").first().answers
    assert list(answers.values_list("number", flat=True)) == [6]


def test_the_browser_threw_everything_away(question: Phone, story: Story):
    """Eviction: the phone makes itself known anew, and goes on."""
    question.page.evaluate(f"async () => (await {STORE}).clearAll()")
    address = question.page.url
    question.page.goto("/d/today/")
    question.page.evaluate(UNTIL_INTRODUCED)
    question.page.goto(address)
    question.tap(7)
    question.flush()
    assert stored(story.cast.phone) == [7]
