"""What the launcher says: one line per step, with the seconds since it began."""

from __future__ import annotations

import os
import sys
import time
from typing import TextIO

# dev.py starts this package anew inside .venv: the seconds go on counting from its start.
_begun = float(os.environ.setdefault("DEVSTACK_BEGUN", str(time.monotonic())))
_stream: TextIO = sys.stdout


class Trouble(Exception):
    """Something the person at the keyboard can put right; the text says what to do."""


def say(text: str) -> None:
    print(f"[{time.monotonic() - _begun:5.1f} s] {text}", file=_stream, flush=True)


def plain(text: str = "") -> None:
    print(text, file=_stream, flush=True)


def keep_stdout_free() -> None:
    """For commands whose own output is what counts: progress goes to standard error."""
    global _stream
    _stream = sys.stderr
