"""A mail server on the loopback address that delivers nothing: each message becomes a file.

Run as `python -m devstack.mailbox PORT FOLDER`. The demo's outbox page shows the folder.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
import uuid
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


class Folder:
    """Keeps every message under a name that sorts by the time it came."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        name = f"{time.time_ns():020d}-{uuid.uuid4().hex[:8]}"
        content = envelope.original_content or b""
        handle = os.open(self.folder / f"{name}.part", os.O_WRONLY | os.O_CREAT, 0o600)
        with os.fdopen(handle, "wb") as opened:
            opened.write(content)
        (self.folder / f"{name}.part").rename(self.folder / f"{name}.eml")
        return f"250 kept as {name}"


def main() -> None:
    port, folder = int(sys.argv[1]), Path(sys.argv[2])
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    controller = Controller(Folder(folder), hostname="127.0.0.1", port=port)
    controller.start()
    stopping = asyncio.new_event_loop()
    for how in (signal.SIGTERM, signal.SIGINT):
        stopping.add_signal_handler(how, stopping.stop)
    stopping.run_forever()
    controller.stop()


if __name__ == "__main__":
    main()
