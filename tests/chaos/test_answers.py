"""The same answer, through every fault on its way: acknowledged, and stored exactly once."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.chaos.rig import Phone, Rig

pytestmark = pytest.mark.chaos

ITEMS = ("strength", "often", "pull")


def answers(phone: Phone, runs: int) -> list[dict]:
    """`runs` different answers: another item and another value each time."""
    return [
        phone.answer("craving", ITEMS[number % len(ITEMS)], number % 11) for number in range(runs)
    ]


def value(envelope: dict) -> int:
    return envelope["body"]["value"]


def test_sent_twice(rig: Rig, phone: Phone, runs: int) -> None:
    for envelope in answers(phone, runs):
        first, again = phone.send(envelope), phone.send(envelope)
        assert (first[0], again[0]) == (201, 200)
        assert first[1] == again[1]
        assert rig.stored(envelope) == [value(envelope)]


def test_sent_by_fifty_tabs_at_once(rig: Rig, phone: Phone, runs: int) -> None:
    tabs = 50
    for envelope in answers(phone, runs):
        together = threading.Barrier(tabs)

        def tab(_number: int, envelope=envelope, together=together) -> tuple[int, str]:
            together.wait()
            status, reply = phone.send(envelope)
            return status, str(reply)

        with ThreadPoolExecutor(tabs) as pool:
            replies = list(pool.map(tab, range(tabs)))
        assert sorted(status for status, _reply in replies) == [200] * (tabs - 1) + [201]
        assert len({reply for _status, reply in replies}) == 1
        assert rig.stored(envelope) == [value(envelope)]


def test_the_reply_is_lost(rig: Rig, phone: Phone, runs: int) -> None:
    for envelope in answers(phone, runs):
        phone.send_and_hang_up(envelope)
        assert phone.send_until_kept(envelope)["stored"] is True
        assert rig.stored(envelope) == [value(envelope)]


@pytest.mark.parametrize("when", ["before", "after"])
def test_the_web_process_dies_at_the_commit(rig: Rig, phone: Phone, runs: int, when: str) -> None:
    for envelope in answers(phone, runs):
        rig.arm("answer", when)
        with pytest.raises((OSError, ConnectionError)):
            phone.send(envelope)
        assert rig.met(), "no process died: this proved nothing"
        kept = [value(envelope)] if when == "after" else []
        assert rig.stored(envelope) == kept
        assert phone.send_until_kept(envelope)["stored"] is True
        assert rig.stored(envelope) == [value(envelope)]


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_concern_is_stored_with_its_answer_or_not_at_all(
    rig: Rig, phone: Phone, runs: int, when: str
) -> None:
    count = "SELECT count(*) FROM safety_concernsource WHERE source_id = %s"
    for _run in range(runs):
        envelope = phone.answer("stress", "thoughts", 2)
        rig.arm("answer", when)
        with pytest.raises((OSError, ConnectionError)):
            phone.send(envelope)
        assert rig.met(), "no process died: this proved nothing"
        assert len(rig.stored(envelope)) == rig.rows(count, envelope["uuid"])[0][0]
        reply = phone.send_until_kept(envelope)
        assert reply["help"], "help belongs to the same reply, also the second time"
        assert rig.stored(envelope) == [2]
        assert rig.rows(count, envelope["uuid"]) == [(1,)]


def test_postgres_goes_away_in_the_middle(rig: Rig, phone: Phone, runs: int) -> None:
    for _run in range(runs):
        envelopes = answers(phone, 12)
        some_kept = threading.Event()

        def hand_in(envelopes=envelopes, some_kept=some_kept) -> list[bool]:
            kept = []
            for envelope in envelopes:
                kept.append(phone.send_until_kept(envelope)["stored"])
                some_kept.set()
            return kept

        with ThreadPoolExecutor(1) as pool:
            sending = pool.submit(hand_in)
            some_kept.wait(30)
            rig.crash_postgres()
            assert sending.result(90) == [True] * len(envelopes)
        for envelope in envelopes:
            assert rig.stored(envelope) == [value(envelope)]
