"""What comes of a practice beyond its row, and what must not come of it."""

from dataclasses import replace

import pytest

from kernel.errors import BadInput
from safety.models import Concern
from schedule.models import Deposit, Occurrence
from sessions.models import StepEntry
from sessions.services import (
    content_of,
    practice_name,
    save_entry,
    save_moment,
    save_practice,
)
from sessions.services.dosing import Said, dose_of
from tests.cast import NOW
from tests.saying import entry, envelope, later

OTHER_WORDS = {"intensity": 3}


def save(cast, said, now=NOW):
    return save_entry(device=cast.phone, envelope=said, now=now)


@pytest.mark.parametrize("event", ["reached", "left", "stopped"])
def test_only_what_was_done_is_done_at_home(cast, first, event):
    save(cast, entry(first, "when", extra={"fields": {"at": "19:30"}}))
    save(cast, entry(first, "two-minutes", event))
    assert not Occurrence.objects.filter(rule__kind="practice", done_at__isnull=False).exists()


@pytest.mark.parametrize("event", ["left", "stopped"])
def test_nor_is_one_that_she_left_outside_its_session(cast, first, event):
    save(cast, entry(first, "when", extra={"fields": {"at": "19:30"}}))
    body = {"practice": practice_name(first, "two-minutes"), "event": event, "away": False}
    save_practice(device=cast.phone, envelope=envelope("practice", body), now=NOW)
    assert not Occurrence.objects.filter(rule__kind="practice", done_at__isnull=False).exists()


def test_where_no_rule_hears_of_it_there_are_people_to_call_and_nobody_is_said_to_be_told(
    cast, first, monkeypatch
):
    monkeypatch.setattr("sessions.services.harming.harm_rule", lambda _mother: None)
    told = save(cast, entry(first, "two-minutes", "stopped")).help
    assert told.lines and not told.told and not told.staff
    assert not Concern.objects.exists()


def test_a_stop_that_came_late_happened_when_she_stopped(cast, first):
    late = entry(first, "two-minutes", "stopped", at=NOW, sent_at=later(hours=5))
    save(cast, late, now=later(hours=5))
    concern = Concern.objects.get()
    assert (concern.happened_at, concern.raised_at) == (NOW, later(hours=5))


@pytest.mark.parametrize("event", ["left", "stopped"])
def test_what_is_no_practice_cannot_be_left_or_stopped(cast, first, event):
    with pytest.raises(BadInput) as refused:
        save(cast, entry(first, "welcome", event))
    assert refused.value.field == "event"


@pytest.mark.parametrize(
    ("take", "kind"),
    [(save_entry, "moment"), (save_practice, "entry"), (save_moment, "practice")],
)
def test_each_door_takes_its_own_kind_alone(cast, first, take, kind):
    """Whatever the body says: the receipt would name another kind than the row."""
    body = entry(first, "welcome").body if take is save_entry else OTHER_WORDS
    with pytest.raises(BadInput) as refused:
        take(device=cast.phone, envelope=envelope(kind, body), now=NOW)
    assert refused.value.field == "kind"
    assert not Deposit.objects.exists() and not StepEntry.objects.exists()


def test_the_short_form_of_older_content_brings_its_own_anchors(first):
    content = content_of(first)
    short = replace(content.step("two-minutes"), anchors=("see",))
    long_one = replace(content.step("coming-back"), anchors=("breath",), short="two-minutes")
    older = replace(content, steps=(short, long_one))
    assert dose_of(older, long_one, Said(anchor="see"))["anchor"] == "see"
    with pytest.raises(BadInput):
        dose_of(older, long_one, Said(anchor="hands"))
