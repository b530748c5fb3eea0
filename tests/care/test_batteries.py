"""Putting a battery together: minutes first, nothing over the budget, the next version."""

import pytest

from catalog.models import ContentVersion
from pathway.services import assign
from tests.cast import NOW, sign_in

PATH = "/staff/batteries/"
WEEKLY = {
    "name": "short", "title": "Short", "instruments": ["stress"], "purpose": "weekly",
    "kind": "clock", "anchor": "enrolment",
}  # fmt: skip


def kept():
    return ContentVersion.objects.filter(kind="battery", code__startswith="site-").order_by("id")


def test_counting_keeps_nothing_and_shows_the_minutes(cast, ben):
    page = ben.post(PATH, WEEKLY | {"count": "1"}).content.decode()
    assert "About 1 minute in all" in page
    assert not kept().exists()


def test_it_is_kept_and_can_be_given(cast, ben):
    assert ben.post(PATH, WEEKLY | {"keep": "1"}).status_code == 302
    [row] = kept()
    assert (row.code, row.version, row.languages) == ("site-short", "1", ("en", "es"))
    assign(
        participant=cast.ana, curriculum=None, battery=row, starts_on=NOW.date(), by=cast.ben,
        now=NOW,
    )  # fmt: skip
    assert cast.ana.occurrences.filter(rule__kind="check_in").count() == 1
    assert "site-short@1" in ben.get(PATH).content.decode()


def test_the_same_name_is_the_next_version_and_the_old_one_stays(cast, ben):
    for instruments in (["stress"], ["craving"]):
        ben.post(PATH, WEEKLY | {"instruments": instruments, "keep": "1"})
    assert [row.version for row in kept()] == ["1", "2"]
    assert kept()[0].content.instruments == ("stress",)


def test_over_the_budget_it_is_refused_with_what_to_take_out(cast, ben):
    many = {"instruments": ["stress", "craving", "closeness", "steady-ground", "arriving"]}
    page = ben.post(PATH, WEEKLY | many | {"keep": "1"}).content.decode()
    assert "and 2 is the most. Take out" in page
    assert not kept().exists()
    # What she had ticked is still ticked.
    assert 'value="steady-ground" checked' in page


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"kind": "momentary", "purpose": "momentary", "prompts_a_day": "3"}, "2 is the most"),
        ({"blocks": "one: craving\ntwo: stress", "each_gets": "1"}, "is not asked here"),
        ({"blocks": "one stress"}, "write a name, a colon"),
        ({"name": "Ünï!"}, "valid"),
        ({"instruments": ["phq-9"]}, "not one of the available choices"),
        ({"every_days": "1", "times": "5", "open_days": "6"}, "two windows would be open"),
        ({"kind": "momentary", "between_from": "20:00", "between_until": "09:00"}, "the day ends"),
        ({"first_day": "9999"}, "less than or equal to 1000"),
    ],
)
def test_what_makes_no_sense_is_said_and_nothing_is_kept(cast, ben, changes, said):
    page = ben.post(PATH, WEEKLY | changes | {"keep": "1"})
    assert page.status_code in (200, 400)
    assert said in page.content.decode()
    assert not kept().exists()


def test_whoever_neither_treats_nor_administers_does_not_compose(client, cast):
    sign_in(client, cast.cam)
    assert client.get(PATH).status_code == 403
