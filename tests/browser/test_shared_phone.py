"""A phone that others hold, too: left in another tab, ended, forced open, out of room."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from measures.models import Answer
from people.devices import cookie_name
from people.services import change_pin, consume_invitation, invite, revoke_device
from schedule.models import Quarantine
from sessions.models import HarmRecord, StepEntry
from tests.browser.mothers import Story
from tests.browser.phones import (
    CONTROLLED,
    FLUSHED,
    STORE,
    UNTIL,
    Phone,
    first_question,
    reflection_of,
    stored,
)
from tests.browser.phones import line as line
from tests.browser.phones import phone as phone
from tests.browser.phones import story as story
from tests.cast import PIN

pytestmark = pytest.mark.browser

DEPOSIT = "/d/deposit/"
SECOND = "730418"
ASK = "import('/static/js/offline/asking.js')"
KEY = f"async () => Boolean((await (await {ASK}).ask({{ type: 'key' }}))?.key)"
UNTIL_NO_PACK = f"""async () => {{
    const store = await {STORE};
    await ({UNTIL})(async () => !(await store.get("class_c", "pack")));
}}"""
# The form of what is kept, and nothing that is in it.
SHAPE = f"""async () => {{
    const shape = (one) => ArrayBuffer.isView(one) ? `${{one.constructor.name}} ${{one.length}}`
        : one && typeof one === "object"
            ? Object.fromEntries(Object.keys(one).sort().map((name) => [name, shape(one[name])]))
            : typeof one;
    return shape((await (await {STORE}).get("class_c", "pack")).slots[1]);
}}"""
OTHER_KEPT = f"""async () => {{
    const vault = await import('/static/js/offline/vault.js');
    const asking = await {ASK};
    await ({UNTIL})(async () => {{
        const told = await asking.ask({{ type: "key" }});
        return told?.key && (await vault.readPack(told.key))?.other;
    }});
}}"""
FULL = """() => { IDBObjectStore.prototype.put = () => {
    throw new DOMException('full', 'QuotaExceededError');
}; }"""


def leave(page: Page) -> None:
    page.get_by_role("button", name="Leave", exact=True).click()
    page.wait_for_url("**/d/away/")


class TestEnded:
    """Shut out by the clinic while something waits there."""

    @pytest.fixture
    def ended(self, phone: Phone, story: Story) -> Phone:
        phone.unlock()
        phone.page.goto(first_question(story))
        phone.line.set("dead", only=DEPOSIT)
        phone.tap(5)
        revoke_device(device=story.cast.phone, now=timezone.now())
        return phone

    def test_what_waits_is_sent_and_put_aside_and_her_pages_go(self, ended: Phone, story: Story):
        ended.line.set("open")
        ended.page.goto("/d/today/")
        expect(ended.page.get_by_text("This phone is not set up yet")).to_be_visible()
        ended.page.evaluate(UNTIL_NO_PACK)
        ended.page.evaluate(
            f"async () => {{ const store = await {STORE};"
            f" await ({UNTIL})(async () => !(await store.count('queue'))); }}"
        )
        row = Quarantine.objects.get()
        assert (row.device, row.reason) == (story.cast.phone, "revoked")
        assert not ended.page.evaluate(KEY)
        ended.line.set("dead")
        ended.page.goto("/d/today/")
        ended.type_pin()
        expect(ended.page.get_by_role("heading", name="There is no signal")).to_be_visible()

    def test_so_it_is_when_the_browser_was_set_up_anew_meanwhile(self, ended: Phone, story: Story):
        now = timezone.now()
        link = invite(participant=story.cast.ana, by=story.cast.ben, now=now)
        paired = consume_invitation(token=link, nonce="n3", now=now)
        ended.context.add_cookies(
            [{"name": cookie_name("phone"), "value": paired.token, "url": ended.line.url}]
        )
        ended.line.set("open")
        ended.page.goto("/d/help/")
        ended.page.evaluate(FLUSHED)
        row = Quarantine.objects.get()
        assert (row.device, row.reason) == (story.cast.phone, "revoked")


def test_pages_the_server_has_not_seen_for_a_month_are_gone(phone: Phone):
    phone.unlock()
    leave(phone.page)
    phone.line.set("dead")
    phone.page.goto("/d/today/")
    phone.page.evaluate(
        f"""async () => {{
            const store = await {STORE};
            const held = await store.get("class_c", "pack");
            await store.put("class_c", {{ ...held, at: held.at - 30 * 86400000 }});
        }}"""
    )
    phone.type_pin()
    expect(phone.page.get_by_role("heading", name="There is no signal")).to_be_visible()
    assert phone.page.evaluate(f"async () => (await {STORE}).count('class_c')") == 0


class TestTwoTabs:
    """Her pages open twice, with no network."""

    @pytest.fixture
    def two(self, phone: Phone) -> tuple[Page, Page]:
        phone.unlock()
        phone.line.set("dead")
        other = phone.context.new_page()
        for page in (other, phone.page):
            page.goto("/d/today/")
            expect(page.get_by_role("heading", name="Hello")).to_be_visible()
        return phone.page, other

    def test_leave_in_one_shuts_the_other(self, two: tuple[Page, Page]):
        one, other = two
        leave(one)
        expect(other.get_by_label("Your PIN")).to_be_visible()
        expect(other.get_by_text("short questions")).to_have_count(0)
        assert not other.evaluate(KEY)

    def test_what_was_left_cannot_be_given_back(self, two: tuple[Page, Page]):
        one, other = two
        other.evaluate(
            f"""async () => {{
                const {{ ask, tell }} = await {ASK};
                const told = await ask({{ type: "key" }});
                await ask({{ type: "forget" }});
                tell({{ type: "give", ...told, minutes: 15 }});
            }}"""
        )
        assert not one.evaluate(KEY)

    def test_nor_to_a_worker_that_was_ended_in_between(self, two: tuple[Page, Page], phone: Phone):
        """The turn outlives it."""
        one, _other = two
        held = f"async () => (await (await {ASK}).ask({{ type: 'turn' }})).turn"
        before = one.evaluate(held)
        one.evaluate(f"async () => (await {ASK}).ask({{ type: 'forget' }})")
        kept = one.evaluate(f"async () => (await (await {STORE}).get('keys', 'turn')).value")
        assert kept == one.evaluate(held) != before

    def test_the_key_goes_with_her_lock_time(self, two: tuple[Page, Page], phone: Phone):
        assert two[0].evaluate(KEY)
        worker = phone.context.service_workers[0]
        worker.evaluate("const real = Date.now; Date.now = () => real() + 59_000")
        assert two[0].evaluate(KEY)
        worker.evaluate("const then = Date.now; Date.now = () => then() + 61_000")
        assert not two[0].evaluate(KEY)


class TestSecondPin:
    """Typed with no network it opens the plain page, as it does with one."""

    @pytest.fixture
    def taught(self, phone: Phone, story: Story) -> Phone:
        phone.unlock()
        change_pin(device=story.cast.phone, old=f"{PIN}00", new=SECOND, now=timezone.now())
        self.before = phone.page.evaluate(SHAPE)
        leave(phone.page)
        phone.page.goto("/d/unlock/")
        phone.type_pin(SECOND)
        expect(phone.page.get_by_role("heading", name="Hello. Take a slow breath.")).to_be_visible()
        phone.page.evaluate(OTHER_KEPT)
        return phone

    def test_each_opens_its_own(self, taught: Phone):
        page = taught.page
        leave(page)
        taught.line.set("dead")
        plain = page.get_by_role("heading", name="Hello. Take a slow breath.")
        for pin, hers in ((SECOND, False), (PIN, True), (SECOND, False)):
            page.goto("/d/today/")
            taught.type_pin("111222")
            expect(page.locator("#trouble")).to_have_text(
                "That PIN is not right. Please try again."
            )
            taught.type_pin(pin)
            expect(page.get_by_role("heading", name="Hello").first).to_be_visible()
            expect(plain).to_have_count(0 if hers else 1)
            expect(page.get_by_text("short questions")).to_have_count(1 if hers else 0)
            if not hers:
                page.get_by_role("link", name="Help", exact=True).click()
                expect(page.get_by_role("link", name="Call 988").first).to_be_visible()
            leave(page)

    def test_what_is_kept_looks_the_same_with_one_and_without(self, taught: Phone):
        assert taught.page.evaluate(SHAPE) == self.before
        sizes = {name: self.before[name] for name in ("blob", "wrapped")}
        assert sizes == {"blob": "Uint8Array 49168", "wrapped": "Uint8Array 48"}

    def test_it_buys_no_endless_guesses(self, taught: Phone):
        leave(taught.page)
        taught.line.set("dead")
        taught.page.goto("/d/today/")
        states = taught.page.evaluate(
            f"""async () => {{
                const {{ tryPin }} = await import('/static/js/offline/vault.js');
                const store = await {STORE};
                await store.put("keys", {{ id: "tries", wrong: 0, until: 0, guesses: 34 }});
                const said = [];
                for (const pin of ["111222", "{SECOND}", "111333", "{PIN}"]) {{
                    said.push((await tryPin(pin)).state);
                }}
                return said;
            }}"""
        )
        assert states == ["wrong", "open", "empty", "empty"]

    def test_hers_opens_with_network_and_takes_her_pages_along(self, taught: Phone, story: Story):
        leave(taught.page)
        taught.unlock()
        taught.page.evaluate(f"async () => ({UNTIL})({KEY})")
        taught.line.set("dead")
        taught.page.goto("/d/today/")
        expect(taught.page.get_by_text("short questions")).to_have_count(1)


class TestNoRoomAndNoNetwork:
    """Nothing can be kept and nothing sent: what she said stays before her."""

    @pytest.mark.parametrize("offline", ["no pages kept", "in the shell"])
    def test_her_words_stay_on_the_screen(self, phone: Phone, story: Story, offline: str):
        phone.unlock()
        page = phone.page
        if offline == "in the shell":
            phone.line.set("dead")
        page.goto(reflection_of(story))
        page.locator("textarea").wait_for()
        phone.line.set("dead")
        page.evaluate(FULL)
        page.locator("textarea").fill("The rain on the roof.")
        page.get_by_role("button", name="Next").click()
        expect(page.get_by_text("This is not saved yet.")).to_be_visible()
        expect(page.locator("textarea")).to_have_value("The rain on the roof.")
        phone.line.set("open")
        page.wait_for_timeout(300)
        page.get_by_role("button", name="Next").click()
        expect(page.locator("textarea")).to_have_count(0)
        written = StepEntry.objects.filter(event="reflection")
        assert [one.text for one in written] == ["The rain on the roof."]

    def test_a_practice_that_was_not_good_stays_at_the_help(self, phone: Phone, story: Story):
        phone.unlock()
        page = phone.page
        assigned = story.cast.course.assigned.get(ordinal=1)
        page.goto(f"/d/s/{assigned.public_id}/two-minutes/")
        page.get_by_role("button", name="Begin").click()
        phone.line.set("dead")
        page.evaluate(FULL)
        page.get_by_role("button", name="This isn't good for me").click()
        expect(page.get_by_text("This is not saved yet.")).to_be_visible()
        expect(page.get_by_text("Name three things you can see")).to_be_visible()
        phone.line.set("open")
        with page.expect_response("**/d/deposit/"):
            page.evaluate("dispatchEvent(new Event('online'))")
        assert HarmRecord.objects.get().kind == "not_good"


class TestSaidInTwoWays:
    """What waits is saved already, in other words: she is asked."""

    @pytest.fixture
    def asked(self, phone: Phone, story: Story) -> Phone:
        phone.open_with_cookies()
        phone.page.goto(first_question(story))
        phone.tap(6)
        phone.flush()
        answer = Answer.objects.select_related("deposit", "administration").get()
        body = {
            "administration": str(answer.administration.public_id),
            "item": answer.item,
            "value": 2,
            "declined": False,
        }
        phone.page.evaluate(
            """async ([uuid, body]) =>
                (await import('/static/js/offline/queue.js')).keep('answer', uuid, body)""",
            [str(answer.deposit.client_uuid), body],
        )
        phone.page.goto("/d/today/")
        expect(phone.page.get_by_role("heading", name="You said this in two ways.")).to_be_visible()
        return phone

    def test_both_are_shown_and_the_one_here_is_saved_as_a_change(self, asked: Phone, story: Story):
        page = asked.page
        expect(page.get_by_text("6, from 0 to 10")).to_be_visible()
        expect(page.get_by_text("2, from 0 to 10")).to_be_visible()
        page.get_by_role("button", name="Save the one on this phone").click()
        expect(page.get_by_role("heading", name="You said this in two ways.")).to_have_count(0)
        page.evaluate(FLUSHED)
        assert stored(story.cast.phone) == [6, 2]

    def test_or_the_one_saved_before_stays(self, asked: Phone, story: Story):
        asked.page.get_by_role("button", name="Keep the one saved before").click()
        expect(asked.page.get_by_role("heading", name="You said this")).to_have_count(0)
        assert (asked.waiting(), stored(story.cast.phone)) == (0, [6])


def test_the_browser_sends_what_waits_when_no_page_is_open(phone: Phone, story: Story):
    """Background sync, as Chromium dispatches it when there is a network again."""
    phone.page.goto("/d/unlock/")
    phone.page.evaluate(CONTROLLED)
    phone.open_with_cookies()
    phone.page.goto(first_question(story))
    phone.line.set("dead", only=DEPOSIT)
    phone.tap(8)
    phone.page.evaluate(
        f"""async () => {{
            const known = await navigator.serviceWorker.ready;
            await ({UNTIL})(async () => (await known.sync.getTags()).includes("queue"));
        }}"""
    )
    wire = phone.context.browser.new_browser_cdp_session()
    assert wire
    page = phone.context.new_page()
    page.goto("/away/")
    session = phone.context.new_cdp_session(page)
    registered: list[dict[str, Any]] = []
    session.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda told: registered.extend(told["registrations"]),
    )
    session.send("ServiceWorker.enable")
    phone.page.close()
    page.wait_for_timeout(300)
    phone.line.set("open")
    which = next(one for one in registered if one["scopeURL"].startswith(phone.line.url))
    session.send(
        "ServiceWorker.dispatchSyncEvent",
        {
            "origin": phone.line.url,
            "registrationId": which["registrationId"],
            "tag": "queue",
            "lastChance": False,
        },
    )
    for _ in range(50):
        if stored(story.cast.phone):
            break
        page.wait_for_timeout(100)
    assert stored(story.cast.phone) == [8]
