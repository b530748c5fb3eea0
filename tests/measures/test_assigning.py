"""Giving a battery."""

import uuid

import pytest

from catalog.services import released
from kernel.errors import BadInput, Conflict
from measures.models import Battery
from measures.services import assign_battery
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
