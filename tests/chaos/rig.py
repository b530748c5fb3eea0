"""Real processes to be killed: a PostgreSQL of their own, gunicorn with a fault, a phone."""

from __future__ import annotations

import http.client
import http.cookiejar
import json
import signal
import socket
import subprocess
import sys
import time
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from devstack import static
from devstack.journey.pages import Browser, Mismatch
from devstack.places import CHECKOUT, Place
from devstack.processes import Child
from devstack.stack import Stack
from kernel.ids import body_hash


class Rig:
    """One stack. Web runs from the start; `start_notice` adds what tells the clinic."""

    def __init__(self, place: Place, port: int) -> None:
        self.stack = Stack(
            place,
            database="more_chaos",
            port=port,
            throw_away=True,
            settings={"BEAT_SECONDS": "1"},
        )
        # What was acknowledged must outlive a crash of the server: no short cuts here.
        self.stack.postgres.daring = False
        self.flag = place.home / "chaos"
        self.held = self.flag.with_suffix(".held")
        self.env = {**self.stack.env()}

    def start(self) -> None:
        self.stack.start_services()
        self.stack.prepare()
        self.env = {**self.stack.env(), "CHAOS_FLAG": str(self.flag)}
        static.collect(self.env)
        # Loaded before the fork: a worker that was killed is back at once.
        arguments = ["tests.chaos.wsgi:application", "--preload", *self.stack.web_arguments()[1:]]
        self.stack.crew.start(
            "web", [sys.executable, "-m", "gunicorn", *arguments], env=self.env, cwd=CHECKOUT
        )
        self.stack.wait_for_site()

    def start_notice(self) -> None:
        """The mail server, a worker with faults, and the clock."""
        self.stack.start_mailbox(self.env)
        self.worker = self.start_worker()
        self.beat = self.stack.start_beat(self.env)

    def start_worker(self) -> Child:
        return self.stack.start_worker(self.env, "tests.chaos.worker")

    def stop_notice(self) -> None:
        for child in list(self.stack.crew.children):
            if child.name in ("beat", "worker", "mailbox"):
                self.stack.crew.stop(child)
        self.flag.unlink(missing_ok=True)
        self.held.unlink(missing_ok=True)

    def stop(self) -> None:
        self.stack.stop()

    def make(self, module: str, *words: str) -> Any:
        """Run a module of this folder with the rig's settings; what it prints as JSON."""
        done = subprocess.run(
            [sys.executable, "-m", f"tests.chaos.{module}", *words],
            env=self.env,
            cwd=CHECKOUT,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout.splitlines()[-1])

    def arm(self, what: str, side: str, happens: str = "die") -> None:
        """Whichever process next commits `what` meets the fault on this side of the commit."""
        whole = self.flag.with_suffix(".part")
        whole.write_text(f"{what} {side} {happens}")
        whole.rename(self.flag)

    def met(self) -> bool:
        """Whether a process has met the fault."""
        return not self.flag.exists()

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

    def run(self, sql: str, *values: object) -> None:
        """Change the database as its superuser: how hours pass in a test."""
        connection = self.stack.postgres.connect("more_chaos")
        with connection, connection.cursor() as cursor:
            cursor.execute(sql, values)
        connection.close()

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

    def answer(
        self, instrument: str, item: str, value: int, *, ago: timedelta = timedelta(0)
    ) -> dict[str, Any]:
        """One answer, ready to be handed in; `ago` when the phone had no signal until now."""
        self.sequence += 1
        body = {
            "administration": self.administrations[instrument],
            "item": item,
            "value": value,
            "declined": False,
        }
        now = datetime.now(UTC)
        return {
            "v": 1,
            "uuid": str(uuid.uuid4()),
            "kind": "answer",
            "sequence": self.sequence,
            "answered_at": (now - ago).isoformat(),
            "sent_at": now.isoformat(),
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

    def say_by_script(self, instrument: str, item: str, value: int) -> str:
        """Say it as the page's script does, until it is kept and help has come; its UUID."""
        envelope = self.answer(instrument, item, value)
        reply = self.send_until_kept(envelope)
        assert reply["help"]["lines"], reply
        return envelope["uuid"]

    def say_by_form(self, instrument: str, item: str, value: int) -> str:
        """Say it without scripts: the same form again until a page answers, and help is on it."""
        browser = Browser(f"http://127.0.0.1:{self.port}")
        for name, content in self.cookies.items():
            browser.cookies.set_cookie(_cookie(name, content))
        address = f"/d/q/{self.administrations[instrument]}/{item}/"
        page = browser.get(address)
        form = page.form("value", "uuid")
        until = time.monotonic() + 60
        while True:
            try:
                page = browser.send(page, form, value=str(value))
                break
            except (OSError, http.client.HTTPException, Mismatch) as broken:
                assert time.monotonic() < until, broken
                time.sleep(0.05)
        assert "988" in page.text and not page.has_form("value"), page.text
        return form.values["uuid"]


def _cookie(name: str, content: str) -> http.cookiejar.Cookie:
    return http.cookiejar.Cookie(
        version=0,
        name=name,
        value=content,
        port=None,
        port_specified=False,
        domain="127.0.0.1",
        domain_specified=False,
        domain_initial_dot=False,
        path="/",
        path_specified=True,
        secure=False,
        expires=None,
        discard=True,
        comment=None,
        comment_url=None,
        rest={},
    )
