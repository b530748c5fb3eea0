"""The demo's outbox: mail files as a phone's lock screen would show them. Reads files only."""

from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.utils import parseaddr
from pathlib import Path

from kernel.clock import UTC

SHOWN = 60


@dataclass(frozen=True)
class Mail:
    """One message that would have left the house."""

    sender: str
    to: str
    subject: str
    body: str
    at: datetime

    @property
    def first_line(self) -> str:
        """What a lock screen shows under the subject."""
        return next((line.strip() for line in self.body.splitlines() if line.strip()), "")


def read_outbox(folder: Path) -> list[Mail]:
    """The newest messages first; a folder that is not there yet holds none."""
    if not folder.is_dir():
        return []
    files = sorted(folder.glob("*.eml"), key=lambda path: path.stat().st_mtime, reverse=True)
    return [_read(path) for path in files[:SHOWN]]


def _read(path: Path) -> Mail:
    message = message_from_bytes(path.read_bytes(), policy=policy.default)
    part = message.get_body(preferencelist=("plain", "html"))
    name, address = parseaddr(str(message.get("From", "")))
    return Mail(
        sender=name or address,
        to=str(message.get("To", "")),
        subject=str(message.get("Subject", "")),
        body=part.get_content() if part is not None else "",
        at=datetime.fromtimestamp(path.stat().st_mtime, tz=UTC),
    )
