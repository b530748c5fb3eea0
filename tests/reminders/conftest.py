"""A real mail server on the loopback address that can misbehave, and something Ana is due."""

import socket
from collections.abc import Iterator
from datetime import time, timedelta
from uuid import uuid4

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP

from reminders.services import plan_reminders
from schedule.models import Occurrence
from schedule.services import add_rule, set_anchor
from schedule.windows import Rhythm
from tests.cast import NOW, Cast, make_cast

TEN = NOW.replace(hour=15)  # ten in the morning in New York
EVENING = NOW.replace(day=17, hour=23)


class Mailbox:
    """What arrived. `mood` says how the next messages are met."""

    def __init__(self) -> None:
        self.letters: list[str] = []
        self.mood = "kind"

    async def handle_RCPT(self, server, session, envelope, address, options) -> str:
        answers = {
            "no such address": "550 <ana@example.net>: nobody named Ana here",
            "busy": "421 come back later",
        }
        if self.mood in answers:
            return answers[self.mood]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope) -> str:
        if self.mood == "full":
            return "452 no room now"
        if self.mood == "never":
            return "554 not this text"
        self.letters.append(envelope.content.decode())
        if self.mood == "hangs up after":
            server.transport.close()
        return "250 kept"


class Moody(SMTP):
    """Hangs up in the middle of a message when asked to."""

    async def smtp_DATA(self, arg: str) -> None:
        if self.event_handler.mood == "hangs up in the middle":
            await self.push("354 go on")
            self.transport.close()
            return
        await super().smtp_DATA(arg)


class Server(Controller):
    def factory(self) -> SMTP:
        return Moody(self.handler, hostname="mail.test")


def free_port() -> int:
    """One that was free a moment ago; the mail server must be told its port."""
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return asked.getsockname()[1]


@pytest.fixture
def mailbox(settings) -> Iterator[Mailbox]:
    """The mail server the settings point at."""
    box = Mailbox()
    server = Server(box, hostname="127.0.0.1", port=free_port())
    server.start()
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    settings.EMAIL_TIMEOUT = 5
    settings.SITE_URL = "https://pages.example.org"
    yield box
    server.stop()


@pytest.fixture
def cast(db) -> Cast:
    """Everybody."""
    return make_cast()


def expect(cast: Cast, *, open_days: int = 6, remind_at: time = time(10)) -> Occurrence:
    """A check-in Ana is due on the day of NOW, to be told of at ten."""
    subject = uuid4()
    set_anchor(
        participant=cast.ana,
        kind="enrolment",
        subject=subject,
        on=NOW.date(),
        source="test",
        by=cast.ben,
        now=NOW - timedelta(days=3),
    )
    rhythm = Rhythm(0, 7, 1, time(6), remind_at, open_days)
    rule = add_rule(
        participant=cast.ana,
        kind="check_in",
        subject=uuid4(),
        anchor_kind="enrolment",
        anchor_subject=subject,
        rhythm=rhythm,
        now=NOW - timedelta(days=3),
    )
    return rule.occurrences.get()


@pytest.fixture
def occurrence(cast) -> Occurrence:
    """What Ana is due; agreed to and planned the evening before."""
    expected = expect(cast)
    cast.ana.consents.update(given_at=NOW - timedelta(days=3))
    plan_reminders(now=EVENING)
    return expected
