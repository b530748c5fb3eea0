"""What a battery costs her, and what is said when it is too much."""

import pytest

from catalog.site import library
from catalog.types import Battery, Instrument, Item, RuleSpec
from measures.blocks import allotted
from measures.burden import costs, minutes_of, over_budget, seconds_of


def questions(code: str, many: int, kind: str = "scale") -> Instrument:
    items = tuple(
        Item(f"i{number}", kind, "clinic", minimum=0, maximum=10) for number in range(many)
    )
    return Instrument(
        code=code, version="1", status="draft", languages=("en",), stand_in=False, licence="",
        source="", for_addressed=(), items=items, scales=(),
    )  # fmt: skip


def battery(named, **said) -> Battery:
    return Battery(
        code="b", version="1", status="draft", languages=("en",),
        instruments=tuple(one.code for one in named), **({"rule": RuleSpec()} | said),
    )  # fmt: skip


def over(named, **said) -> list[str]:
    return over_budget(battery(named, **said), named)


def test_seconds_go_by_the_kind_of_item_and_a_site_may_change_them():
    scales, words = questions("a", 3).items, questions("b", 1, "text").items
    assert seconds_of(scales) == 24
    assert seconds_of(words) == 30
    assert seconds_of(scales, {"scale": 5}) == 15
    assert minutes_of([questions("a", 8)]) == 2


@pytest.mark.parametrize(("purpose", "fits"), [("enrolment", 90), ("wave", 45), ("weekly", 15)])
def test_each_purpose_has_its_minutes(purpose, fits):
    assert over([questions("a", fits)], purpose=purpose, sittings=2) == []
    [said] = over([questions("a", fits + 1)], purpose=purpose, sittings=2)
    assert "is the most. Take out" in said


def test_what_to_take_out_is_the_smallest_that_is_enough():
    named = [questions("a", 30), questions("b", 9), questions("c", 12)]
    assert over(named, purpose="wave") == [
        "It takes 6 min 48 s, and 6 is the most. "
        "Take out “” (1 min 12 s), or put parts of it in blocks."
    ]


def test_enrolment_comes_in_two_sittings():
    [said] = over([questions("a", 46)], purpose="enrolment")
    assert "allow 2 sittings" in said
    assert over([questions("a", 45)], purpose="enrolment") == []


def test_a_prompt_asks_three_questions_twice_a_day_for_two_weeks_at_most():
    burst = RuleSpec(kind="momentary", prompts_a_day=2, days=14)
    assert over([questions("a", 3)], purpose="momentary", rule=burst) == []
    too_much = RuleSpec(kind="momentary", prompts_a_day=3, days=15)
    assert len(over([questions("a", 4)], rule=too_much)) == 3


def test_without_a_purpose_there_is_no_budget():
    assert over([questions("a", 500)]) == []


def test_blocks_count_as_the_dearest_a_mother_may_get():
    named = [questions("a", 20), questions("b", 40)]
    blocks = {"one": ("a",), "two": ("b.i0", "b.i1")}
    found = costs(battery(named, blocks=blocks, each_gets=1), named)
    assert [(one.items, one.seconds) for one in found] == [(20, 160), (38, 304)]


def test_blocks_go_to_whoever_has_them_least_and_the_seed_decides_between_equals():
    names = ["a", "b", "c"]
    assert allotted(names, each_gets=1, given={"a": 2, "b": 1, "c": 2}, seed=1) == ["b"]
    drawn = {tuple(allotted(names, each_gets=2, given={}, seed=seed)) for seed in range(20)}
    assert drawn == {("a", "b"), ("a", "c"), ("b", "c")}
    assert allotted(names, each_gets=2, given={}, seed=5) == allotted(
        names, each_gets=2, given={}, seed=5
    )


def test_every_battery_that_ships_keeps_its_budget():
    loaded = library()
    named = {one.code: one for one in loaded.versions("instrument")}
    shipped = loaded.versions("battery")
    assert {one.purpose for one in shipped} >= {"enrolment", "wave", "momentary"}
    for one in shipped:
        assert over_budget(one, [named[code] for code in one.instruments]) == [], one.code
