"""What became of a concern: its rows, and the letters about it that reached the mail server."""

from __future__ import annotations

import email
import email.policy
import re
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from tests.chaos.rig import Rig

LINK = re.compile(r"/staff/concerns/([0-9a-f-]{36})/")


@dataclass(frozen=True)
class Letter:
    """One message the mail server took: which row it was, to whom, about which concern."""

    reference: str
    to: str
    concern: str


def letters(rig: Rig) -> list[Letter]:
    """Every letter about a concern, in the order they came."""
    found = []
    for path in sorted(rig.stack.place.outbox.glob("*.eml")):
        message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        link = LINK.search(message.get_content())
        if link:
            reference = message["Message-ID"].strip("<>").partition("@")[0]
            found.append(Letter(reference, message["To"], link.group(1)))
    return found


def concerns(rig: Rig, answer: str) -> list[tuple[int, str]]:
    """The concerns an answer is a source of."""
    return rig.rows(
        "SELECT concern.id, concern.public_id::text FROM safety_concern concern "
        "JOIN safety_concernsource source ON source.concern_id = concern.id "
        "WHERE source.source_id = %s",
        answer,
    )


def pages(rig: Rig, concern: int) -> list[tuple[str, str]]:
    """(recipient, state) of every page about it."""
    return rig.rows(
        "SELECT recipient, state FROM reminders_staffpage WHERE concern_id = %s", concern
    )


def told(rig: Rig, concern: int) -> bool:
    """Everybody it was owed to has it, and nothing is under way."""
    rows = pages(rig, concern)
    have = {recipient for recipient, state in rows if state == "accepted"}
    ended = all(state in ("accepted", "unknown", "cancelled") for _recipient, state in rows)
    return bool(have) and ended and have == {recipient for recipient, _state in rows}


def time_passes(rig: Rig, concern: int) -> None:
    """Six minutes go by: leases run out, and a page that may not have arrived is due again."""
    rig.run(
        "UPDATE safety_concern SET waiting_since = least(waiting_since, now() - interval '7 min') "
        "WHERE id = %s",
        concern,
    )
    rig.run(
        "UPDATE reminders_staffpage SET lease_until = least(lease_until, now()), "
        "ended_at = least(ended_at, now() - interval '6 min') "
        "WHERE concern_id = %s AND state IN ('claimed', 'handing_over', 'unknown')",
        concern,
    )


def wait(look: Callable[[], object], otherwise: Callable[[], object], patience: float = 60) -> None:
    """Until there is something, or fail with what there is instead."""
    until = time.monotonic() + patience
    while not look():
        assert time.monotonic() < until, otherwise()
        time.sleep(0.05)


def wait_until_told(rig: Rig, concern: int) -> None:
    """Until the clinic has been told; hours pass meanwhile where a row waits for that."""
    since = time.monotonic()

    def look() -> bool:
        if told(rig, concern):
            return True
        if time.monotonic() - since > 1:
            time_passes(rig, concern)
        return False

    wait(look, lambda: pages(rig, concern), patience=90)


def doubled(rig: Rig) -> list[Letter]:
    """Letters beyond the stated repeats: one row handed over twice, or a person told again though
    no row of theirs ended as unknown."""
    came = letters(rig)
    unknown = Counter(
        rig.rows(
            "SELECT page.recipient, concern.public_id::text FROM reminders_staffpage page "
            "JOIN safety_concern concern ON concern.id = page.concern_id "
            "WHERE page.state = 'unknown'"
        )
    )
    references = Counter(one.reference for one in came)
    persons = Counter((one.to, one.concern) for one in came)
    return [
        one
        for one in came
        if references[one.reference] > 1
        or persons[one.to, one.concern] > 1 + unknown[one.to, one.concern]
    ]


def repeats(rig: Rig) -> int:
    """How many letters said again what somebody had been told already."""
    persons = Counter((one.to, one.concern) for one in letters(rig))
    return sum(times - 1 for times in persons.values())
