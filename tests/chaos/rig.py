"""Real processes to be killed: a PostgreSQL of their own, gunicorn with a fault, a phone."""

from __future__ import annotations

import http.client
import json
import signal
import socket
import subprocess
import sys
import time
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from devstack.places import CHECKOUT, Place
from devstack.stack import Stack
from kernel.ids import body_hash


class Rig:
    """One stack. Only web runs: the point is what happens between a phone and the database."""

    def __init__(self, place: Place, port: int) -> None:
        self.stack = Stack(place, database="more_chaos", port=port, throw_away=True)
        # What was acknowledged must outlive a crash of the server: no short cuts here.
        self.stack.postgres.daring = False
        self.flag = place.home / "chaos"
        self.env = {**self.stack.env()}

    def start(self) -> None:
        self.stack.start_services()
        self.stack.prepare()
        self.env = {**self.stack.env(), "CHAOS_FLAG": str(self.flag)}
        # Loaded before the fork: a worker that was killed is back at once.
        arguments = ["tests.chaos.wsgi:application", "--preload", *self.stack.web_arguments()[1:]]
        self.stack.crew.start(
            "web", [sys.executable, "-m", "gunicorn", *arguments], env=self.env, cwd=CHECKOUT
        )
        self.stack.wait_for_site()

    def stop(self) -> None:
        self.stack.stop()

    def make_mother(self) -> dict[str, Any]:
        done = subprocess.run(
            [sys.executable, "-m", "tests.chaos.mother"],
            env=self.env,
            cwd=CHECKOUT,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout.splitlines()[-1])

    def crash_postgres(self) -> None:
        """Stop at once, with no checkpoint, and start again: what was committed must be there."""
        postgres = self.stack.postgres
        assert postgres.child is not None
        postgres.child.process.send_signal(signal.SIGQUIT)
        postgres.child.process.wait(30)
        postgres.stop()
        postgres.start()

    def rows(self, sql: str, *values: object) -> list[tuple]:
        """Ask the database as its superuser, past all of our code."""
        connection = self.stack.postgres.connect("more_chaos")
        with connection, connection.cursor() as cursor:
            cursor.execute(sql, values)
            found = cursor.fetchall()
        connection.close()
        return found

    def stored(self, envelope: dict[str, Any]) -> list[int | None]:
        """The values stored for this envelope: exactly one when all is well."""
        return [
            value
            for (value,) in self.rows(
                "SELECT answer.number FROM measures_answer answer "
                "JOIN schedule_deposit deposit ON deposit.id = answer.deposit_id "
                "WHERE deposit.client_uuid = %s",
                envelope["uuid"],
            )
        ]


@dataclass
class Phone:
    """A browser of hers that sends until it is told that what it sent is kept."""

    port: int
    cookies: dict[str, str]
    administrations: dict[str, str]
    sequence: int = 0
    seen: list[int] = field(default_factory=list)

    def answer(self, instrument: str, item: str, value: int) -> dict[str, Any]:
        """One answer, ready to be handed in."""
        self.sequence += 1
        body = {
            "administration": self.administrations[instrument],
            "item": item,
            "value": value,
            "declined": False,
        }
        now = datetime.now(UTC).isoformat()
        return {
            "v": 1,
            "uuid": str(uuid.uuid4()),
            "kind": "answer",
            "sequence": self.sequence,
            "answered_at": now,
            "sent_at": now,
            "zone": "America/New_York",
            "body": body,
            "hash": body_hash(body),
        }

    def open(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)

    def ask(self, line: http.client.HTTPConnection, envelope: dict[str, Any]) -> None:
        line.request(
            "POST",
            "/d/deposit/",
            json.dumps(envelope),
            {
                "Content-Type": "application/json",
                "X-Requested-With": "daybook",
                "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            },
        )

    def send(self, envelope: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        """Send once. Raises OSError or HTTPException when no whole reply comes back."""
        line = self.open()
        try:
            self.ask(line, envelope)
            reply = line.getresponse()
            text = reply.read()
        finally:
            line.close()
        self.seen.append(reply.status)
        return reply.status, json.loads(text) if text.startswith(b"{") else {}

    def send_and_hang_up(self, envelope: dict[str, Any]) -> None:
        """The request goes out; the reply never arrives."""
        line = self.open()
        self.ask(line, envelope)
        assert line.sock is not None
        line.sock.shutdown(socket.SHUT_RD)
        line.close()

    def send_until_kept(self, envelope: dict[str, Any], patience: float = 60) -> dict[str, Any]:
        """What a phone does: try again after a broken line or an error of the server."""
        until = time.monotonic() + patience
        while time.monotonic() < until:
            try:
                status, reply = self.send(envelope)
            except (OSError, http.client.HTTPException):
                time.sleep(0.05)
                continue
            if status < 500:
                assert status in (200, 201), (status, reply)
                return reply
            time.sleep(0.05)
        raise AssertionError(f"never acknowledged; seen {self.seen[-10:]}")
