"""Ben at his desk: enrol, pair a phone, assign, take a concern on; every page without violation."""

import re
from datetime import date, timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Page, expect

from people.models import Participant
from safety.models import Concern
from sessions.models import Course
from tests.care.conftest import answer_check_in
from tests.cast import PASSWORD, Cast, make_cast, start

pytestmark = pytest.mark.browser

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 800}


@pytest.fixture
def cast(site: str, settings) -> Cast:
    """Everybody, by the real clock: the site of a browser test has no other."""
    settings.STAFF_SECOND_FACTOR = False
    now = timezone.now()
    made = make_cast(now - timedelta(days=1))
    start(made, now - timedelta(days=1))
    answer_check_in(made, 5, thoughts=2, now=now)
    return made


def sign_in(page: Page, email: str) -> None:
    page.goto("/staff/")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(re.compile("/staff/"))


def no_violation(page: Page) -> None:
    """Nothing axe objects to in either theme, nothing wider than a desk or a phone.

    Colours do not depend on the size, so each size is looked at in one theme.
    """
    for size, theme in ((DESK, "light"), (PHONE, "dark")):
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=theme)
        wider = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert page.evaluate(wider) <= 0, (page.url, size)
        found = Axe().run(page)
        assert found.violations_count == 0, (page.url, found.generate_report())
    page.set_viewport_size(DESK)


def test_enrol_pair_and_assign(cast: Cast, desk: Page):
    sign_in(desk, cast.ben.email)
    desk.get_by_role("link", name="Enrol", exact=True).click()
    desk.get_by_label("Name").fill("Mia Torres")
    desk.get_by_label("With my baby").check()
    desk.get_by_label("Due date").fill((date.today() + timedelta(days=80)).isoformat())
    desk.get_by_role("button", name="Enrol her").click()
    expect(desk.get_by_role("heading", name="Mia Torres")).to_be_visible()
    no_violation(desk)

    desk.get_by_role("link", name="Pair a phone").click()
    no_violation(desk)
    desk.get_by_role("button", name="Make a link and QR code").click()
    picture = desk.get_by_role("img", name="QR code of the link")
    expect(picture).to_be_visible()
    box = picture.locator("svg").bounding_box()
    assert box and box["width"] >= 180
    assert box["width"] == pytest.approx(box["height"], rel=0.02)
    expect(desk.locator("#invitation-link")).to_contain_text("/d/i/")
    no_violation(desk)

    desk.get_by_role("link", name="Back to Mia Torres").click()
    desk.get_by_role("link", name="Assign", exact=True).click()
    desk.get_by_role("button", name="Show the days").click()
    expect(desk.get_by_role("cell", name="Session 1: Coming back")).to_be_visible()
    no_violation(desk)
    desk.get_by_role("button", name="Assign", exact=True).click()
    expect(desk.get_by_role("status")).to_contain_text("Assigned.")
    mia = Participant.objects.exclude(pk__in=[cast.ana.pk, cast.eva.pk]).get()
    assert Course.objects.filter(participant=mia).count() == 1


def test_a_concern_is_taken_on_and_closed(cast: Cast, desk: Page):
    sign_in(desk, cast.ben.email)
    desk.get_by_role("link", name=re.compile("Open and acknowledge")).click()
    expect(desk.get_by_text("Some days")).to_be_visible()
    no_violation(desk)
    first = desk.get_by_role("heading", level=2).first
    expect(first).to_have_text("Before you reach out to her")
    desk.get_by_role("button", name="Acknowledge").click()
    desk.locator("summary", has_text="Child-abuse report").click()
    expect(desk.get_by_text("2.12(c)(6)")).to_be_visible()
    no_violation(desk)
    desk.locator("summary", has_text="Called her").click()
    expect(desk.get_by_text("2.12(c)(6)")).to_be_hidden()
    desk.get_by_label("What was done", exact=True).locator("visible=true").fill(
        "Called her. She is with her sister."
    )
    desk.get_by_role("button", name="Close with these words").locator("visible=true").click()
    expect(desk.get_by_role("status")).to_contain_text("Closed.")
    assert Concern.objects.get().what_was_done == "Called her. She is with her sister."
    no_violation(desk)


def test_seen_by_nobody_is_a_red_line_that_is_seen(cast: Cast, desk: Page):
    Concern.objects.update(waiting_since=timezone.now() - timedelta(days=9))
    sign_in(desk, cast.ada.email)
    desk.goto("/staff/safety/")
    line = desk.get_by_role("alert").filter(has_text="Seen by nobody: 1 concern")
    box = line.bounding_box()
    assert box and box["width"] > 300
    no_violation(desk)
    line.get_by_role("link", name="Look now").click()
    desk.get_by_role("link", name="Ana Reyes").click()
    desk.get_by_label("Give it to", exact=True).select_option(label="Bea")
    desk.get_by_role("button", name="Give it to them").click()
    expect(desk.get_by_role("status")).to_contain_text("Bea has it now")


def test_an_admin_states_who_answers_and_what_is_missing_is_red(cast: Cast, desk: Page):
    sign_in(desk, cast.ada.email)
    desk.goto("/staff/safety/")
    expect(desk.get_by_role("heading", name=re.compile("^Ready"))).to_be_visible()
    desk.get_by_role("button", name="End the duty of Bea").click()
    expect(desk.get_by_role("heading", name=re.compile("^Not ready"))).to_be_visible()
    no_violation(desk)
    desk.get_by_label("Clinician", exact=True).select_option(label="Bea")
    desk.get_by_label("As", exact=True).select_option(label="Back-up")
    desk.get_by_role("button", name="Put them there").click()
    expect(desk.get_by_role("heading", name=re.compile("^Ready"))).to_be_visible()
    desk.get_by_label("Saturday from").fill("10:00")
    desk.get_by_role("button", name="Save the hours").click()
    expect(desk.get_by_text("Saturday: give both, or neither.")).to_be_visible()
    expect(desk.get_by_label("Saturday from")).to_have_value("10:00")
    no_violation(desk)
    desk.get_by_label("Saturday until").fill("12:00")
    desk.get_by_role("button", name="Save the hours").click()
    expect(desk.get_by_role("status")).to_contain_text("The hours hold from now on.")
    desk.locator("summary", has_text="988 in Spanish").click()
    desk.get_by_label("I called it: it does not work").locator("visible=true").check()
    desk.get_by_role("button", name="Note it").locator("visible=true").click()
    expect(desk.get_by_text("not shown to her", exact=True)).to_be_visible()
    no_violation(desk)


def test_every_page_of_each_role_reads_well(cast: Cast, desk: Page, new_context):
    mother = f"/staff/mothers/{cast.ana.public_id}/"
    concern = f"/staff/concerns/{Concern.objects.get().public_id}/"
    pages = {
        cast.ben: ["/staff/", mother, f"{mother}status/", "/staff/concerns/", "/staff/enrol/"],
        cast.cam: ["/staff/", mother],
        cast.ada: ["/staff/team/", "/staff/safety/", "/staff/concerns/", concern],
    }
    for user, addresses in pages.items():
        page = new_context(viewport=DESK).new_page()
        page.goto("/staff/account/login/")
        no_violation(page)
        sign_in(page, user.email)
        for address in addresses:
            shown = page.goto(address)
            # A refusal or the sign-in page reads well too.
            assert shown and shown.status == 200 and page.url.endswith(address), page.url
            no_violation(page)


def test_the_whole_of_her_check_in_opens_without_scripts(cast: Cast, new_context):
    page = new_context(viewport=DESK, java_script_enabled=False).new_page()
    sign_in(page, cast.ben.email)
    page.get_by_role("link", name="Ana Reyes", exact=True).click()
    page.locator("details.window summary").first.click()
    expect(page.get_by_text("how strong is any urge you feel?")).to_be_visible()


def test_the_second_factor_is_set_up_before_anything_is_seen(cast: Cast, desk: Page, settings):
    settings.STAFF_SECOND_FACTOR = True
    sign_in(desk, cast.ben.email)
    expect(desk.get_by_role("heading", name="Set up your second factor")).to_be_visible()
    no_violation(desk)
    desk.goto("/staff/concerns/")
    expect(desk.get_by_role("heading", name="Set up your second factor")).to_be_visible()
