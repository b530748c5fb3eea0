"""The page of results from elsewhere."""

import pytest

from measures.models import RecordedResult
from pathway.services import copy_of
from tests.cast import NOW, Cast

PAGE = "/staff/mothers/{}/results/"
NAS = {"do": "record", "of": "nas", "on": "2026-11-16"}


@pytest.fixture
def page(cast: Cast) -> str:
    return PAGE.format(cast.ana.public_id)


def text(client, address: str, **query: str) -> str:
    return client.get(address, query).content.decode()


def test_her_page_leads_there(cast: Cast, ben, desk, page):
    assert page in text(ben, f"/staff/mothers/{cast.ana.public_id}/")
    assert page not in text(desk(cast.cam), f"/staff/mothers/{cast.ana.public_id}/")


def test_a_result_is_typed_in_by_its_own_figures(cast: Cast, ben, page):
    assert "Highest score of the day" not in text(ben, page)
    assert "Highest score of the day" in text(ben, page, of="nas")
    answer = ben.post(page, NAS | {"figure-highest": "9", "figure-way": "0"})
    assert answer.url == f"{page}?of=nas"
    shown = text(ben, page)
    assert "by a score" in shown and "16 Nov 2026" in shown
    assert "1 recorded" in text(ben, f"/staff/mothers/{cast.ana.public_id}/")


def test_a_wrong_figure_is_told_beside_it_and_the_others_are_kept(cast: Cast, ben, page):
    shown = ben.post(page, NAS | {"figure-highest": "99", "figure-remarks": "calm"})
    assert shown.status_code == 200
    assert b"from 0 to 60" in shown.content and b'value="calm"' in shown.content
    assert not RecordedResult.objects.exists()


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"do": "record"},
        {"do": "record", "of": "stress"},
        {"do": "take_back", "of": "nas"},
        {"do": "take_back", "of": "nas", "on": "2026-02-31"},
    ],
)
def test_what_no_page_sends_is_refused(cast: Cast, ben, page, sent):
    assert ben.post(page, sent).status_code == 400


def test_taken_back_it_is_gone_from_the_page_and_stays_in_what_was_recorded(
    cast: Cast, ben, desk, page
):
    ben.post(page, NAS | {"figure-highest": "9"})
    ben.post(page, {"do": "take_back", "of": "nas", "on": "2026-11-16"})
    assert "Highest score of the day</dt>" not in text(ben, page)
    status = f"/staff/mothers/{cast.ana.public_id}/status/"
    history = text(ben, status)
    assert "Taken back: Newborn withdrawal" in history
    assert "Newborn withdrawal: what the nursery recorded. Highest score of the day: 9" in history
    assert "Newborn withdrawal" not in text(desk(cast.cam), status)
    again = ben.post(page, {"do": "take_back", "of": "nas", "on": "2026-11-16"}, follow=True)
    assert b"it was taken back" in again.content


def test_it_goes_into_her_copy(cast: Cast, ben, page):
    ben.post(page, NAS | {"figure-highest": "9"})
    (row,) = copy_of(cast.ana, now=NOW)["tables"]["RecordedResult"]
    assert row["field"] == "highest" and "nas" in row["instrument"]
