"""Giving a battery."""

import uuid
from datetime import timedelta

import pytest

from catalog.services import released
from kernel.errors import BadInput, Conflict
from measures.models import Battery
from measures.services import assign_battery
from pathway.services import assign
from schedule.models import Occurrence
from tests.cast import NOW, mother

WEEKLY = "weekly-check-in"


def give(participant, by, kind="battery", code=WEEKLY, subject=None):
    return assign_battery(
        participant=participant,
        content_version=released(kind, code),
        by=by,
        anchor_subject=subject or uuid.uuid4(),
        now=NOW,
    )


def test_it_makes_a_check_in_for_each_week(cast):
    weekly = Occurrence.objects.filter(participant=cast.ana, rule__kind="check_in")
    assert [(one.day - NOW.date()).days for one in weekly.order_by("ordinal")] == [
        0, 7, 14, 21, 28, 35, 42, 49,
    ]  # fmt: skip


def test_the_same_battery_is_not_given_twice(cast):
    with pytest.raises(Conflict, match="already has"):
        give(cast.ana, cast.ben)


def test_content_without_her_language_is_refused_in_words(cast, monkeypatch):
    monkeypatch.setattr("measures.services.assigning.battery_languages", lambda _content: ("en",))
    rosa = mother(cast.clinic, cast.ben, "Rosa Paz", language="es")
    with pytest.raises(BadInput, match="no wording in Spanish"):
        give(rosa, cast.ben)
    assert not Battery.objects.filter(participant=rosa).exists()


def test_a_curriculum_is_no_battery(cast):
    with pytest.raises(BadInput, match="cannot be assigned"):
        give(cast.ana, cast.ben, "curriculum", "more-companion")


def test_windows_that_are_over_when_it_is_given_were_never_hers(cast):
    assign(
        participant=cast.ana,
        curriculum=None,
        battery=released("battery", "before-the-day"),
        starts_on=NOW.date(),
        by=cast.ben,
        now=NOW,
    )
    given = Occurrence.objects.filter(rule__anchor_kind="due_date").order_by("ordinal")
    assert [one.cancelled_why for one in given] == ["passed"] + [""] * 5
    assert given[0].closes_at <= NOW < given[1].closes_at


def test_what_is_given_later_does_not_move_what_was_given_before(cast):
    rosa = mother(cast.clinic, cast.ben, "Rosa Paz", language="es")
    for days, code in ((0, WEEKLY), (5, "steady-ground")):
        assign(
            participant=rosa,
            curriculum=None,
            battery=released("battery", code),
            starts_on=NOW.date() + timedelta(days=days),
            by=cast.ben,
            now=NOW,
        )
    first = rosa.occurrences.filter(rule__every_days=7).earliest("ordinal")
    ground = rosa.occurrences.filter(rule__every_days=14).earliest("ordinal")
    assert first.day == NOW.date()
    assert ground.day == NOW.date() + timedelta(days=5 + 3)
