"""`dev.py test`: all tests on a cluster of their own, so that they run while the demo runs."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

from devstack import places, ports
from devstack.places import CHECKOUT
from devstack.saying import plain, say
from devstack.stack import Stack

BROWSERS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
INSTALL_BROWSER = "apt-get update && apt-get install --yes chromium"
# Options by which the person says how many processes to use, or that one must be enough.
SPLITTING = ("-n", "--numprocesses", "--pdb", "--trace", "--collect-only", "--co", "--dist")
# What makes a demo easy to try is not what is tested: there the defaults hold.
DEMO_ONLY = ("STAFF_SECOND_FACTOR", "OUTBOX_DIR", "EMAIL_URL", "SITE_URL", "ALLOWED_HOSTS")


def run(words: list[str]) -> int:
    """Return pytest's exit code."""
    _mention_browser()
    with places.throw_away() as place:
        stack = Stack(place, database="more", port=ports.free(), throw_away=True)
        try:
            stack.start_services(for_tests=True)
            env = stack.env()
            # Tests make their tables as the owner and step down to the application's role.
            env["DATABASE_URL"] = env["OWNER_DATABASE_URL"]
            for name in DEMO_ONLY:
                env.pop(name, None)
            done = subprocess.run(
                [sys.executable, "-m", "pytest", *_splitting(words), *words],
                env=env,
                cwd=CHECKOUT,
            )
            return done.returncode
        finally:
            stack.stop()


def _splitting(words: list[str]) -> list[str]:
    if any(word.startswith(option) for word in words for option in SPLITTING):
        return []
    return ["-n", str(min(4, max(2, os.cpu_count() or 2))), "--dist", "loadgroup"]


def browser() -> str | None:
    """The Chromium of this machine."""
    return next((found for name in BROWSERS if (found := shutil.which(name))), None)


def _mention_browser() -> None:
    if browser() is None:
        plain("=" * 79)
        plain("No Chromium on this machine: THE BROWSER TESTS WILL BE SKIPPED. To have them run:")
        plain(f"    {INSTALL_BROWSER}")
        plain("=" * 79)
    else:
        say(f"browser tests use {browser()}")
