"""What is kept of an administration: words, mode, and why an item was not put to her."""

import uuid
from dataclasses import replace
from datetime import date

import pytest

from catalog import models, types
from catalog.services import released
from kernel.errors import BadInput
from measures.applicability import Clocks, age_of, outside
from measures.models import Administration
from measures.services import (
    asking,
    items_for,
    next_item,
    save_answer,
    scores_of,
    start_administrations,
    start_for_step,
)
from people.models import Participant, Pregnancy
from safety.models import Protocol
from schedule.services import start_pause
from tests.cast import NOW
from tests.saying import answer, later

WEEKS = types.Applies(gestation_weeks=(20, 36))
DAYS = types.Applies(infant_days=(14, 400))
BOTH = types.Applies(gestation_weeks=(20, 36), infant_days=(14, 400))
CORRECTED = types.Applies(infant_days=(14, 400), corrected_age=True)


@pytest.mark.parametrize(
    ("applies", "clocks", "why"),
    [
        (types.Applies(), Clocks(), ""),
        (WEEKS, Clocks(gestational_day=139), "gestation"),
        (WEEKS, Clocks(gestational_day=140), ""),
        (WEEKS, Clocks(gestational_day=36 * 7 + 6), ""),
        (WEEKS, Clocks(gestational_day=37 * 7), "gestation"),
        (WEEKS, Clocks(infant_day=20, born_on_day=280), "gestation"),
        (WEEKS, Clocks(), "gestation"),
        (DAYS, Clocks(infant_day=13), "infant_age"),
        (DAYS, Clocks(infant_day=14), ""),
        (DAYS, Clocks(infant_day=400), ""),
        (DAYS, Clocks(infant_day=401), "infant_age"),
        (DAYS, Clocks(gestational_day=200), "infant_age"),
        (BOTH, Clocks(gestational_day=200), ""),
        (BOTH, Clocks(infant_day=20), ""),
        (BOTH, Clocks(infant_day=2), "infant_age"),
        # Born at 30 weeks: seventy days early. Born at 37 weeks is not early.
        (CORRECTED, Clocks(infant_day=83, born_on_day=210), "infant_age"),
        (CORRECTED, Clocks(infant_day=84, born_on_day=210), ""),
        (CORRECTED, Clocks(infant_day=470, born_on_day=210), ""),
        (CORRECTED, Clocks(infant_day=14, born_on_day=259), ""),
        (CORRECTED, Clocks(infant_day=14, born_on_day=258), "infant_age"),
        (DAYS, Clocks(infant_day=14, born_on_day=210), ""),
    ],
)
def test_her_clocks_are_where_it_applies_or_not(applies, clocks, why):
    assert outside(applies, clocks) == why


def test_before_term_the_corrected_age_is_below_nothing():
    assert age_of(CORRECTED, 10, 210) == -60


def changed(monkeypatch, code, **changes):
    """A released questionnaire that says something more than its file."""

    content = released("instrument", code).content
    new = replace(content, **changes)
    for key, built in list(models._built.items()):
        if built is content:
            monkeypatch.setitem(models._built, key, new)
    assert released("instrument", code).content == new
    return new


def waits(content, item, needs, values):
    """Its items, one of which waits for the answer to another."""

    return tuple(
        replace(one, needs=types.Needs(needs, values)) if one.code == item else one
        for one in content.items
    )


def say(cast, row, item, value, at=NOW):
    save_answer(device=cast.phone, envelope=answer(row, item, value, at=at), now=at)
    row.refresh_from_db()


def test_it_keeps_the_words_that_were_put_before_her(cast, check_in):
    Participant.objects.filter(pk=cast.ana.pk).update(language="es")
    cast.ana.refresh_from_db()
    for row in start_administrations(occurrence=check_in, participant=cast.ana, now=NOW):
        assert (row.language, row.mode) == ("es", "self")
        assert row.wording_hash == row.instrument.wording_hashes["es"]


def test_a_language_it_lacks_is_kept_as_the_one_that_was_shown(cast):
    Participant.objects.filter(pk=cast.ana.pk).update(language="fr")
    cast.ana.refresh_from_db()
    row = start_for_step(
        participant=cast.ana,
        assigned_uuid=uuid.uuid4(),
        step_code="ask",
        instrument_code="craving",
        now=NOW,
    )
    assert (row.language, row.wording_hash) == ("en", row.instrument.wording_hashes["en"])


def test_all_that_was_put_leaves_no_reasons(cast, begun):
    for item in ("strength", "often", "pull"):
        say(cast, begun["craving"], item, 1)
    assert begun["craving"].finished_at
    assert begun["craving"].not_asked == {}


@pytest.mark.parametrize(
    ("addressed", "why"), [("expecting", "addressed"), ("baby_elsewhere", "custody")]
)
def test_what_does_not_fit_her_says_so_when_the_check_in_is_done(cast, check_in, addressed, why):
    Participant.objects.filter(pk=cast.ana.pk).update(addressed=addressed)
    cast.ana.refresh_from_db()
    for row in start_administrations(occurrence=check_in, participant=cast.ana, now=NOW):
        for item in items_for(row):
            say(cast, row, item.code, item.values[0])
    check_in.refresh_from_db()
    assert check_in.done_at
    left = check_in.administrations.get(instrument__code="closeness")
    assert left.finished_at is None
    assert set(left.not_asked.values()) == {why}
    assert set(left.not_asked) == {item.code for item in left.instrument.content.items}


def test_after_a_loss_the_reason_is_the_loss(cast, check_in):
    Participant.objects.filter(pk=cast.ana.pk).update(addressed="with_baby")
    cast.ana.refresh_from_db()
    start_pause(participant=cast.ana, lost_on=NOW.date(), by=cast.ben, now=NOW)
    for row in start_administrations(occurrence=check_in, participant=cast.ana, now=NOW):
        for item in items_for(row):
            say(cast, row, item.code, item.values[0])
    left = check_in.administrations.get(instrument__code="closeness")
    assert set(left.not_asked.values()) == {"loss"}


def test_what_waits_for_a_protocol_says_so(cast):
    Protocol.objects.update(covers_violence=False)
    row = start_for_step(
        participant=cast.ana,
        assigned_uuid=uuid.uuid4(),
        step_code="ask",
        instrument_code="steady-ground",
        now=NOW,
    )
    for item in items_for(row):
        say(cast, row, item.code, 0)
    assert row.finished_at
    assert row.not_asked == {"fears": "addressed", "home": "protocol"}


# --- clocks


def test_a_questionnaire_out_of_its_weeks_is_not_put(cast, check_in, monkeypatch):
    """She is 30 weeks along."""
    changed(monkeypatch, "stress", applies=types.Applies(gestation_weeks=(31, 40)))
    rows = start_administrations(occurrence=check_in, participant=cast.ana, now=NOW)
    assert [row.instrument.code for row in rows] == ["craving"]
    for item in ("strength", "often", "pull"):
        say(cast, rows[0], item, 1)
    left = check_in.administrations.get(instrument__code="stress")
    assert set(left.not_asked.values()) == {"gestation"}


def test_a_step_does_not_ask_out_of_its_weeks(cast, monkeypatch):
    changed(monkeypatch, "stress", applies=types.Applies(infant_days=(0, 100)))
    with pytest.raises(BadInput, match="not for you right now"):
        start_for_step(
            participant=cast.ana,
            assigned_uuid=uuid.uuid4(),
            step_code="ask",
            instrument_code="stress",
            now=NOW,
        )


def test_after_a_pregnancy_that_ended_no_clock_runs_and_the_reason_is_the_loss(
    cast, check_in, monkeypatch
):
    changed(monkeypatch, "stress", applies=types.Applies(gestation_weeks=(1, 42)))
    Pregnancy.objects.update(outcome=Pregnancy.Outcome.MISCARRIAGE, outcome_on=date(2026, 1, 1))
    for row in start_administrations(occurrence=check_in, participant=cast.ana, now=NOW):
        for item in items_for(row):
            say(cast, row, item.code, item.values[0])
    left = check_in.administrations.get(instrument__code="stress")
    assert set(left.not_asked.values()) == {"loss"}


def offered(check_in) -> bool:
    row = type(check_in).objects.select_related("rule", "participant").get(pk=check_in.pk)
    return row.pk in asking([row], now=NOW)


def test_a_check_in_of_nothing_but_what_is_out_of_time_is_not_offered(check_in, monkeypatch):
    assert offered(check_in)
    weeks = types.Applies(gestation_weeks=(31, 40))
    changed(monkeypatch, "stress", applies=weeks)
    assert offered(check_in)
    changed(monkeypatch, "craving", applies=weeks)
    assert not offered(check_in)


# --- conditions


@pytest.fixture
def conditional(cast, monkeypatch, check_in):
    """The third question about urges is asked only when there was one."""
    content = released("instrument", "craving").content
    items = waits(content, "pull", "often", (1, 2, 3))
    changed(monkeypatch, "craving", items=items)
    rows = start_administrations(occurrence=check_in, participant=cast.ana, now=NOW)
    return next(row for row in rows if row.instrument.code == "craving")


def test_a_condition_that_is_met_asks_more(cast, conditional):
    say(cast, conditional, "strength", 1)
    say(cast, conditional, "often", 2)
    assert next_item(conditional).code == "pull"
    assert conditional.finished_at is None


def test_a_condition_that_is_not_met_ends_it_and_says_so(cast, conditional):
    say(cast, conditional, "strength", 1)
    say(cast, conditional, "often", 0)
    assert next_item(conditional) is None
    assert conditional.finished_at
    assert conditional.not_asked == {"pull": "condition"}
    assert scores_of(conditional)[0].absent == "condition"


def test_a_change_takes_the_question_and_its_answer_out_of_the_score(cast, conditional):
    for item, value in (("strength", 1), ("often", 2), ("pull", 3)):
        say(cast, conditional, item, value)
    assert scores_of(conditional)[0].value == 2
    say(cast, conditional, "often", 0, at=later(minutes=1))
    assert [item.code for item in items_for(conditional)] == ["strength", "often"]
    assert scores_of(conditional)[0].absent == "condition"
    assert conditional.answers.filter(item="pull").count() == 1
    assert conditional.not_asked == {"pull": "condition"}
    say(cast, conditional, "often", 1, at=later(minutes=2))
    assert str(scores_of(conditional)[0].value) == "1.67"
    assert conditional.not_asked == {}


# --- blocks


@pytest.fixture
def blocks(cast, monkeypatch):
    """Ana was given the first of two blocks."""

    battery = cast.ana.batteries.get()
    content = battery.content.content
    held = {"a": ("craving.pull",), "b": ("stress.rest", "stress.much")}
    new = replace(content, blocks=held, each_gets=1)
    for key, built in list(models._built.items()):
        if built is content:
            monkeypatch.setitem(models._built, key, new)
    battery.blocks = ["a"]
    battery.save()
    return battery


def test_items_of_other_blocks_are_not_put_and_say_so(cast, check_in, blocks):
    rows = start_administrations(occurrence=check_in, participant=cast.ana, now=NOW)
    by_code = {row.instrument.code: row for row in rows}
    assert len(items_for(by_code["craving"])) == 3
    assert [item.code for item in items_for(by_code["stress"])] == ["tense", "steady", "thoughts"]
    for item in ("tense", "steady", "thoughts"):
        say(cast, by_code["stress"], item, 0)
    assert by_code["stress"].finished_at
    assert by_code["stress"].not_asked == {"rest": "block", "much": "block"}
    assert scores_of(by_code["stress"])[0].absent == "not_asked"


def test_a_whole_questionnaire_of_another_block_is_not_put(cast, check_in, blocks, monkeypatch):
    blocks.content.content.blocks["b"] = ("stress",)
    rows = start_administrations(occurrence=check_in, participant=cast.ana, now=NOW)
    assert [row.instrument.code for row in rows] == ["craving"]
    for item in ("strength", "often", "pull"):
        say(cast, rows[0], item, 1)
    left = Administration.objects.get(occurrence=check_in, instrument__code="stress")
    assert set(left.not_asked.values()) == {"block"}


def test_a_check_in_of_nothing_but_other_blocks_is_not_offered(cast, check_in, blocks):
    blocks.content.content.blocks["b"] = ("stress", "craving")
    blocks.content.content.blocks["a"] = ("closeness",)
    assert not offered(check_in)


def test_who_was_given_no_blocks_is_asked_everything(cast, check_in, blocks):
    blocks.blocks = []
    blocks.save()
    rows = start_administrations(occurrence=check_in, participant=cast.ana, now=NOW)
    assert [len(items_for(row)) for row in rows] == [3, 5]
