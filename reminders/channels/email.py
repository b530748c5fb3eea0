"""E-mail over SMTP, step by step, so that it is known whether the server may have taken it.

Django's mail backend reports one exception for a refusal and for a connection lost after the
message was sent; for a ledger these are opposite things (decision 0008).
"""

import logging
import re
import smtplib
import ssl
from dataclasses import replace
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP as WIRE_FORMAT
from email.utils import format_datetime, parseaddr
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from reminders.channels.wire import Letter, Outcome
from reminders.texts import host_of

logger = logging.getLogger(__name__)

START_OF_DATA = 354
ADDRESS = "(address)"
# A server may think about a whole message for long (RFC 5321 4.5.3.2.6); hearing nothing costs a
# message that is "unknown", so this one answer is waited for. All steps together stay well below
# the lease of a hand-over.
LAST_WORD = 120


class Refusal(Exception):
    """The server said no at a step; nothing was taken."""

    def __init__(self, code: int, reply: bytes, *, permanent: bool):
        super().__init__(f"{code} {reply.decode('utf-8', 'replace')}")
        self.permanent = permanent


def send(letter: Letter, *, now: datetime) -> Outcome:
    """Hand one letter to the mail server. Whatever the network does becomes an Outcome.

    Servers like to repeat the address; the ledger must not hold it (it lives only in people).
    """
    outcome = _send(letter, now=now)
    return replace(outcome, detail=_without_address(outcome.detail, letter.recipient)[:200])


def _send(letter: Letter, *, now: datetime) -> Outcome:
    try:
        payload = _payload(letter, now=now)
    except (ValidationError, UnicodeEncodeError):
        return Outcome("refused", "not an address that can be written to")
    server = None
    try:
        server = _connect()
        _address(server, letter.recipient)
    except Refusal as refusal:
        _leave(server)
        return Outcome("refused" if refusal.permanent else "retry", str(refusal))
    except (OSError, smtplib.SMTPException) as error:
        _leave(server)
        return Outcome("retry", _said(error))
    return _hand_over(server, payload)


def _hand_over(server: smtplib.SMTP, payload: bytes) -> Outcome:
    """From here the server may have the message whatever we hear from it."""
    try:
        if server.sock is not None:
            server.sock.settimeout(max(settings.EMAIL_TIMEOUT, LAST_WORD))
        server.send(payload)
        code, reply = server.getreply()
    except (OSError, smtplib.SMTPException) as error:
        server.close()
        return Outcome("unknown", _said(error))
    _leave(server)
    said = f"{code} {reply.decode('utf-8', 'replace')}"
    if code // 100 == 2:
        return Outcome("accepted", said)
    return Outcome("refused" if code // 100 == 5 else "retry", said)


def _connect() -> smtplib.SMTP:
    """A greeted, encrypted where asked for, signed-in connection.

    Trouble here is the server's or ours, never the letter's: always worth another try.
    """
    where: dict[str, Any] = {
        "host": settings.EMAIL_HOST,
        "port": settings.EMAIL_PORT,
        "local_hostname": host_of(settings.SITE_URL),
        "timeout": settings.EMAIL_TIMEOUT,
    }
    if settings.EMAIL_USE_SSL:
        server: smtplib.SMTP = smtplib.SMTP_SSL(**where, context=ssl.create_default_context())
    else:
        server = smtplib.SMTP(**where)
    try:
        server.ehlo_or_helo_if_needed()
        if settings.EMAIL_USE_TLS:
            server.starttls(context=ssl.create_default_context())
            server.ehlo_or_helo_if_needed()
        if settings.EMAIL_HOST_USER:
            server.login(settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD)
    except (OSError, smtplib.SMTPException):
        server.close()
        raise
    return server


def _address(server: smtplib.SMTP, recipient: str) -> None:
    """Everything up to the server's "go ahead"."""
    sender = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    for step in (f"MAIL FROM:<{sender}>", f"RCPT TO:<{recipient}>"):
        code, reply = server.docmd(step)
        if code // 100 != 2:
            raise Refusal(code, reply, permanent=code // 100 == 5)
    code, reply = server.docmd("DATA")
    if code != START_OF_DATA:
        raise Refusal(code, reply, permanent=code // 100 == 5)


def _payload(letter: Letter, *, now: datetime) -> bytes:
    """The bytes after DATA, dots doubled, ended.

    Raises ValidationError or UnicodeEncodeError for an address that SMTP cannot carry.
    """
    validate_email(letter.recipient)
    letter.recipient.encode("ascii")
    message = EmailMessage(policy=WIRE_FORMAT)
    message["From"] = settings.DEFAULT_FROM_EMAIL
    message["To"] = Address(addr_spec=letter.recipient)
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(now)
    message["Message-ID"] = f"<{letter.reference}@{host_of(settings.SITE_URL)}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.body, cte="quoted-printable")
    body = message.as_bytes()
    return re.sub(rb"(?m)^\.", b"..", body).removesuffix(b"\r\n") + b"\r\n.\r\n"


def _said(error: Exception) -> str:
    """What a broken connection said, without the message itself."""
    return f"{type(error).__name__}: {error}"


def _without_address(text: str, recipient: str) -> str:
    """The server's words without anything that looks like an address, or the name in hers."""
    text = re.sub(r"[^\s<>()]+@[^\s<>()]+", ADDRESS, text)
    name = recipient.partition("@")[0]
    return re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", ADDRESS, text, flags=re.I) if name else text


def _leave(server: smtplib.SMTP | None) -> None:
    """Say goodbye; what became of the letter is known already, so a lost goodbye is only noted."""
    if server is None:
        return
    try:
        server.quit()
    except (OSError, smtplib.SMTPException) as error:
        logger.debug("mail server hung up: %s", error)
        server.close()
