"""The demo's mail server keeps every message and sends none on."""

from __future__ import annotations

import smtplib
import subprocess
import sys
import time
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from devstack import ports
from devstack.places import CHECKOUT


def test_a_message_becomes_a_file_with_what_was_sent(tmp_path: Path) -> None:
    port = ports.free()
    server = subprocess.Popen(
        [sys.executable, "-m", "devstack.mailbox", str(port), str(tmp_path)], cwd=CHECKOUT
    )
    try:
        until = time.monotonic() + 10
        while ports.is_free(port) and time.monotonic() < until:
            time.sleep(0.05)
        sent = EmailMessage()
        sent["From"], sent["To"], sent["Subject"] = "a@localhost", "b@localhost", "Un rato aquí"
        sent.set_content("¿Tiene un momento?\n")
        with smtplib.SMTP("127.0.0.1", port) as line:
            line.send_message(sent)
        (kept,) = tmp_path.glob("*.eml")
        read = message_from_bytes(kept.read_bytes(), policy=policy.default)
        assert read["Subject"] == "Un rato aquí"
        assert read.get_content().strip() == "¿Tiene un momento?"
        assert kept.stat().st_mode & 0o077 == 0
    finally:
        server.terminate()
        assert server.wait(10) == 0
