"""Ben records what happened to Ana: the look before, Record, Undo; her medicine, card and plan."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from people.models import Infant, Participant
from people.services import record_medication, safe_contact_of, set_safe_contact
from safety.services import plan_of
from tests.browser.test_care import cast, no_violation, sign_in  # noqa: F401 - cast is a fixture
from tests.cast import Cast

pytestmark = pytest.mark.browser


def mothers_page(cast: Cast, more: str = "") -> str:  # noqa: F811
    return f"/staff/mothers/{cast.ana.public_id}/{more}"


def day(ago: int) -> str:
    return (timezone.localdate() - timedelta(days=ago)).isoformat()


def test_a_birth_is_looked_at_recorded_and_undone(cast: Cast, desk: Page):  # noqa: F811
    sign_in(desk, cast.ben.email)
    desk.goto(mothers_page(cast, "status/"))
    desk.get_by_role("link", name="Record a birth").click()
    no_violation(desk)
    desk.get_by_label("Born on").fill(day(2))
    desk.get_by_label("Lives now").select_option("hospital")
    desk.get_by_role("button", name="Show what it changes").click()
    expect(desk.get_by_text("sends 0 now")).to_be_visible()
    expect(desk.get_by_role("heading", name="She will see")).to_be_visible()
    expect(desk.get_by_label("Baby in hospital")).to_be_checked()
    assert not Infant.objects.exists()
    no_violation(desk)
    desk.get_by_label("No baby talk").check()
    desk.get_by_role("button", name="Record").click()
    expect(desk.get_by_role("alert")).to_contain_text("as she wants")
    desk.get_by_role("button", name="Record").click()
    expect(desk.get_by_role("status")).to_contain_text("Recorded:")
    assert Participant.objects.get(pk=cast.ana.pk).addressed == "no_baby_talk"
    no_violation(desk)
    desk.get_by_role("button", name="Undo").click()
    expect(desk.get_by_role("status")).to_contain_text("Undone:")
    assert not Infant.objects.exists()
    no_violation(desk)


def test_a_loss_rests_everything_until_somebody_starts_again(cast: Cast, desk: Page):  # noqa: F811
    sign_in(desk, cast.ben.email)
    desk.goto(mothers_page(cast, "status/"))
    desk.get_by_role("link", name="This pregnancy was lost").click()
    no_violation(desk)
    desk.get_by_label("Miscarriage").check()
    desk.get_by_label("On which day").fill(day(1))
    desk.get_by_role("button", name="Show what it changes").click()
    no_violation(desk)
    desk.get_by_role("button", name="Record").click()
    expect(desk.get_by_text("because a loss is recorded")).to_be_visible()
    for address in (mothers_page(cast), "/staff/?show=rests"):
        desk.goto(address)
        no_violation(desk)
    desk.goto(mothers_page(cast))
    desk.get_by_role("button", name="Start again, as she asked").click()
    expect(desk.get_by_role("status")).to_contain_text("Started again.")


def test_medicine_card_and_plan_without_scripts(cast: Cast, new_context):  # noqa: F811
    now = timezone.now()
    record_medication(
        participant=cast.ana, medication="methadone", state="on", by=None, now=now,
        since=timezone.localdate() - timedelta(days=30),
    )  # fmt: skip
    page = new_context(java_script_enabled=False).new_page()
    sign_in(page, cast.ben.email)
    page.goto(mothers_page(cast, "medicine/"))
    page.get_by_label("First day without").fill(day(4))
    page.get_by_label("Last day without").fill(day(1))
    page.get_by_role("button", name="Record the days").click()
    expect(page.get_by_text("gap 4 d")).to_be_visible()
    page.goto(mothers_page(cast, "reach/"))
    page.get_by_label("Who must never know").fill("Rob")
    page.get_by_label("Only if", exact=True).check()
    page.get_by_label("Only if what?").fill("her sister is there")
    page.get_by_role("button", name="Keep these").click()
    assert safe_contact_of(cast.ana).send_home == "only_if"
    page.goto(mothers_page(cast, "plan/"))
    page.get_by_label("Where is she better off for an hour?").fill("The library")
    page.get_by_role("button", name="Keep this part: places").click()
    assert plan_of(cast.ana).places == "The library"


def test_what_is_known_of_her_reads_well(cast: Cast, desk: Page):  # noqa: F811
    set_safe_contact(
        participant=cast.ana, hours="Weekdays 10 to 12", words="the dentist",
        may_answer="Her sister", never_know="Rob", send_home="only_if",
        send_home_if="her sister is there", by=None, now=timezone.now(),
    )  # fmt: skip
    sign_in(desk, cast.ben.email)
    for more in ("medicine/", "reach/", "plan/", "status/home/", "status/pregnancy/"):
        desk.goto(mothers_page(cast, more))
        no_violation(desk)
    desk.goto(mothers_page(cast))
    desk.get_by_role("button", name="Show contact details").click()
    expect(desk.get_by_text("her sister is there")).to_be_visible()
    no_violation(desk)
