"""The page of the calendar of days."""

import re
from datetime import date, timedelta

import pytest
from django.utils import timezone

from kernel.clock import local_date
from measures.models import UseDay
from pathway.services import copy_of
from tests.cast import NOW, ZONE, Cast

MONTH = "2026-10"
FIRST = date(2026, 10, 1)


@pytest.fixture
def page(cast: Cast) -> str:
    return f"/staff/mothers/{cast.ana.public_id}/calendar/"


def form(do: str = "month", seen: int | None = None, **typed: str) -> dict[str, str]:
    newest = UseDay.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    place = {"do": do, "substance": "alcohol", "month": MONTH}
    return place | {"seen": str(newest if seen is None else seen)} | typed


def held() -> list[tuple]:
    rows = UseDay.objects.order_by("pk")
    return [(one.day, one.used, str(one.amount or ""), one.period) for one in rows]


def test_her_page_leads_there(cast: Cast, ben, desk, page):
    assert page in ben.get(f"/staff/mothers/{cast.ana.public_id}/").content.decode()
    assert page not in desk(cast.cam).get(f"/staff/mothers/{cast.ana.public_id}/").content.decode()


def test_a_month_is_saved_day_by_day_and_only_what_changed_is_written(cast: Cast, ben, page):
    typed = {"said-2026-10-01": "used", "amount-2026-10-01": "2,5", "said-2026-10-02": "not"}
    assert ben.post(page, form(**typed)).status_code == 302
    assert held() == [
        (FIRST, True, "2.50", "detailed"), (date(2026, 10, 2), False, "", "detailed"),
    ]  # fmt: skip
    ben.post(page, form(**typed | {"said-2026-10-02": "unknown"}))
    assert held()[2:] == [(date(2026, 10, 2), None, "", "detailed")]
    shown = ben.get(page, {"substance": "alcohol", "month": MONTH}).content.decode()
    assert 'value="2.5"' in shown
    assert len(re.findall(r"<option value=\"unknown\" selected>", shown)) == 1


def test_pressed_twice_it_is_saved_once(cast: Cast, ben, page):
    sent = form(**{"said-2026-10-01": "used"})
    ben.post(page, sent)
    assert ben.post(page, sent).status_code == 302
    assert len(held()) == 1


def test_on_top_of_what_somebody_else_wrote_it_asks_to_look_again(cast: Cast, ben, page):
    ben.post(page, form(**{"said-2026-10-01": "used"}))
    shown = ben.post(page, form(seen=0, **{"said-2026-10-02": "not"}))
    assert b"while you had it open" in shown.content
    kept = shown.content.decode()
    assert re.search(r'name="said-2026-10-02">.*?value="not" selected', kept)
    assert len(held()) == 1


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"amount-2026-10-01": "two", "said-2026-10-01": "used"}, "as a number"),
        ({"amount-2026-10-01": "NaN", "said-2026-10-01": "used"}, "as a number"),
        ({"amount-2026-10-01": "-1", "said-2026-10-01": "used"}, "0 or more"),
        ({"amount-2026-10-01": "1e300", "said-2026-10-01": "used"}, "0 or more"),
        ({"amount-2026-10-01": "2", "said-2026-10-01": "not"}, "goes with"),
        ({"said-2026-10-01": "perhaps"}, "choose one of the list"),
    ],
)
def test_a_wrong_day_keeps_the_others_as_typed_and_saves_nothing(
    cast: Cast, ben, page, typed, said
):
    shown = ben.post(page, form(**{"said-2026-10-03": "not"}, **typed))
    assert shown.status_code == 200 and said in shown.content.decode()
    assert re.search(r'name="said-2026-10-03">.*?value="not" selected', shown.content.decode())
    assert held() == []


@pytest.mark.parametrize(
    "sent", [{}, {"do": "month"}, {"do": "x", "substance": "alcohol"},
             {"do": "month", "substance": "methadone"}],
)  # fmt: skip
def test_what_no_page_sends_is_refused(cast: Cast, ben, page, sent):
    assert ben.post(page, sent).status_code == 400


@pytest.mark.parametrize(
    "query",
    [
        {"month": "1066-01"}, {"month": "2999-12"}, {"month": "x"}, {"substance": "x"},
        {"missing": "x"}, {"missing": "use", "since": "2026-10-02", "until": "2026-10-01"},
        {"missing": "use", "since": "0001-01-01", "until": "9999-12-31"},
    ],
)  # fmt: skip
def test_an_odd_address_is_a_page(cast: Cast, ben, page, query):
    assert ben.get(page, query).status_code == 200


def test_a_stretch_fills_what_nobody_spoke_of_and_leaves_the_rest(cast: Cast, ben, page):
    ben.post(page, form(**{"said-2026-10-02": "used"}))
    days = {"since": "2026-10-01", "until": "2026-10-03", "said": "not", "estimated": "on"}
    ben.post(page, form("stretch", **days))
    assert [row[0].day for row in held()[1:]] == [1, 3]
    assert {row[3] for row in held()[1:]} == {"estimated"}
    ben.post(page, form("stretch", over="on", **days))
    assert held()[3:] == [(date(2026, 10, 2), False, "", "estimated")]
    # An estimate nobody touched stays one when the month is saved.
    ben.post(page, form(**{"said-2026-10-01": "not"}))
    assert len(held()) == 4


def test_a_stretch_that_cannot_be_is_told_and_kept(cast: Cast, ben, page):
    days = {"since": "2026-10-03", "until": "2026-10-01", "said": "not", "amount": "7"}
    shown = ben.post(page, form("stretch", **days)).content.decode()
    assert "before the first" in shown and 'value="2026-10-03"' in shown
    ahead = (local_date(timezone.now(), ZONE) + timedelta(days=2)).isoformat()
    shown = ben.post(page, form("stretch", since=ahead, until=ahead, said="not")).content.decode()
    assert "not come" in shown


@pytest.mark.parametrize(
    ("missing", "share", "words"),
    [
        ("left_out", "50.0 % of 2", "are left out"),
        ("use", "85.7 % of 7", "count as use"),
        ("no_use", "14.3 % of 7", "count as no use"),
    ],
)
def test_every_figure_is_printed_with_what_silence_counts_for(
    cast: Cast, ben, page, missing, share, words
):
    ben.post(page, form(**{"said-2026-10-01": "used", "said-2026-10-02": "not"}))
    window = {"since": "2026-10-01", "until": "2026-10-07", "missing": missing}
    shown = ben.get(page, window).content.decode()
    assert share in shown and f"<strong>{words}</strong>" in shown


def test_any_of_several_is_known_only_where_each_of_them_is(cast: Cast, ben, page):
    """What nobody spoke of at all is left out: it would leave days of use alone."""
    ben.post(page, form(**{"said-2026-10-01": "used", "said-2026-10-02": "not"}))
    window = {"since": "2026-10-01", "until": "2026-10-07", "missing": "left_out"}
    assert "Any of these" not in ben.get(page, window).content.decode()
    ben.post(page, form(**{"said-2026-10-02": "not"}) | {"substance": "cannabis"})
    shown = ben.get(page, window).content.decode()
    row = re.search(r"Any of these</th><td class=\"n\">(.*?)</td>", shown)
    assert row and row[1] == "2 of 7"


def test_it_goes_into_her_copy(cast: Cast, ben, page):
    ben.post(page, form(**{"said-2026-10-01": "used"}))
    (row,) = copy_of(cast.ana, now=NOW)["tables"]["UseDay"]
    assert (row["substance"], row["used"]) == ("alcohol", True)
