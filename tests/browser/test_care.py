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
    made = make_cast(now)
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
    expect(desk.get_by_role("cell", name="Session 1: Noticing")).to_be_visible()
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
    desk.get_by_role("button", name="Acknowledge").click()
    desk.get_by_label("What was done").fill("Called her. She is with her sister.")
    desk.get_by_role("button", name="Close with these words").click()
    expect(desk.get_by_role("status")).to_contain_text("Closed.")
    assert Concern.objects.get().what_was_done == "Called her. She is with her sister."
    no_violation(desk)


def test_every_page_of_each_role_reads_well(cast: Cast, desk: Page, new_context):
    mother = f"/staff/mothers/{cast.ana.public_id}/"
    pages = {
        cast.ben: ["/staff/", mother, f"{mother}status/", "/staff/concerns/", "/staff/enrol/"],
        cast.cam: ["/staff/", mother],
        cast.ada: ["/staff/team/"],
    }
    for user, addresses in pages.items():
        page = new_context(viewport=DESK).new_page()
        page.goto("/staff/account/login/")
        no_violation(page)
        sign_in(page, user.email)
        for address in addresses:
            page.goto(address)
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
