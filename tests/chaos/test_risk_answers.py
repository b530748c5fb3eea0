"""Risk answers under fire: each is one concern, brings help, and reaches the clinic undoubled."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from itertools import cycle, islice

import pytest

from devstack.processes import tail
from tests.chaos.points import POINTS
from tests.chaos.rig import Phone, Rig
from tests.chaos.telling import concerns, doubled, letters, repeats, wait_until_told

pytestmark = pytest.mark.chaos
ANSWERS = [
    pytest.param(len(POINTS), id="sample"),
    pytest.param(200, id="full", marks=pytest.mark.soak),
]


@pytest.fixture
def notice(rig: Rig) -> Iterator[Rig]:
    """The rig with all that tells a clinic; what other tests raised is seen to already."""
    rig.run("UPDATE safety_concern SET acknowledged_at = now() WHERE acknowledged_at IS NULL")
    rig.start_notice()
    yield rig
    rig.stop_notice()
    for name in ("web", "worker", "beat"):
        print(f"The end of {name}'s log:\n{tail(rig.stack.place.logs / f'{name}.log', 60)}")


def phones(rig: Rig, count: int) -> Iterator[Phone]:
    """Phones of so many mothers, made a few at a time: one left alone asks for its PIN."""
    for begun in range(0, count, len(POINTS)):
        for one in rig.make("mothers", str(min(len(POINTS), count - begun))):
            yield Phone(rig.stack.port, one["cookies"], one["administrations"])


@pytest.mark.parametrize("count", ANSWERS)
def test_every_risk_answer_is_a_concern_with_help_and_is_told_once(notice: Rig, count: int) -> None:
    rig, seen = notice, []
    points = enumerate(islice(cycle(POINTS.items()), count))
    for phone, (number, (name, cut)) in zip(phones(rig, count), points, strict=True):
        # By scripts, and by the plain form, in turn (shifted so that each point meets both).
        by_form = (number + number // len(POINTS)) % 2
        say = phone.say_by_form if by_form else phone.say_by_script
        answer = cut(rig, partial(say, "stress", "thoughts", 1 + number % 3))
        raised = concerns(rig, answer)
        assert len(raised) == 1, (name, raised)
        wait_until_told(rig, raised[0][0])
        seen.append(raised[0][1])
    assert len(set(seen)) == count, "one concern for each mother's answer"
    assert set(seen) <= {one.concern for one in letters(rig)}
    assert doubled(rig) == []
    print(f"{count} concerns, {count} helped, 0 doubled, {repeats(rig)} told again as stated")


def test_what_comes_late_is_a_concern_with_both_times(rig: Rig, phone: Phone) -> None:
    envelope = phone.answer("stress", "thoughts", 1, ago=timedelta(hours=26))
    rig.arm("answer", "after")
    reply = phone.send_until_kept(envelope)
    assert rig.met() and reply["help"]
    ((happened, received, day),) = rig.rows(
        "SELECT source.happened_at, source.received_at, concern.day "
        "FROM safety_concernsource source JOIN safety_concern concern "
        "ON concern.id = source.concern_id WHERE source.source_id = %s",
        envelope["uuid"],
    )
    said = datetime.fromisoformat(envelope["answered_at"])
    assert abs(happened - said) < timedelta(seconds=10)
    assert timedelta(hours=25, minutes=59) < received - happened < timedelta(hours=26, minutes=5)
    assert (received.date() - day).days in (1, 2)
