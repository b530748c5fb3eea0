"""A researcher's browser: ask, watch the bar, confirm, download; no axe violation in any theme."""

import io
import zipfile
from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from research.models import Export
from research.tasks import sweep_exports
from tests.cast import PASSWORD, make_cast, start

pytestmark = pytest.mark.browser


@pytest.fixture
def cora(desk: Page, settings):
    """Cora at her desk, signed in."""
    settings.STAFF_SECOND_FACTOR = False
    cast = make_cast()
    start(cast)
    desk.goto("/research/")
    desk.fill("[name=login]", cast.cora.email)
    desk.fill("[name=password]", PASSWORD)
    desk.click("button[type=submit]")
    expect(desk).to_have_title("Research · Workspace")
    return cast


def no_violation(page: Page) -> None:
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()


def test_from_asking_to_the_file(cora, desk: Page, monkeypatch):
    no_violation(desk)
    desk.get_by_role("button", name="Export up to now").click()
    expect(desk.get_by_role("progressbar")).to_be_visible()
    no_violation(desk)
    monkeypatch.setattr("research.services.SETTLE", timedelta())
    sweep_exports()
    expect(desk.get_by_role("link", name="Download")).to_be_visible(timeout=5000)
    no_violation(desk)
    with desk.expect_download() as saved:
        desk.get_by_role("link", name="Download").click()
    with zipfile.ZipFile(io.BytesIO(saved.value.path().read_bytes())) as zipped:
        assert "answers.csv" in zipped.namelist()


def test_the_bar_moves_with_the_work(cora, desk: Page):
    desk.get_by_role("button", name="Export up to now").click()
    Export.objects.update(state="running", rows_total=200, rows_done=50)
    expect(desk.get_by_text("50 of 200")).to_be_visible()
    assert desk.get_by_role("progressbar").evaluate("bar => bar.value / bar.max") == 0.25


def test_without_scripts_the_page_looks_again_by_itself(cora, desk: Page, new_context):
    desk.get_by_role("button", name="Export up to now").click()
    plain = new_context(java_script_enabled=False)
    plain.add_cookies(desk.context.cookies())
    page = plain.new_page()
    page.goto(desk.url)
    expect(page.get_by_text("Waiting for a worker")).to_be_visible()
    Export.objects.update(state="refused", last_error="Nothing to export.")
    expect(page.get_by_role("alert")).to_have_text("Nothing to export.", timeout=8000)


def test_the_codebook_reads_well(cora, desk: Page):
    desk.goto("/research/codebook/")
    expect(desk.locator("#i-stress")).to_contain_text("Stress")
    no_violation(desk)
