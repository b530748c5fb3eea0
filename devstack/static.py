"""Collect the static files when they, or the packages they come from, have changed."""

from __future__ import annotations

import fcntl
import hashlib
import subprocess
import sys
from collections.abc import Mapping

from devstack.places import CHECKOUT
from devstack.saying import Trouble, say


def collect(env: Mapping[str, str]) -> None:
    folder = CHECKOUT / "var" / "static"
    folder.mkdir(parents=True, exist_ok=True)
    stamp = folder.parent / "static.stamp"
    wanted = _fingerprint()
    with (folder.parent / "static.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)  # A check may run while the demo starts.
        collected = (folder / "staticfiles.json").exists()
        if collected and stamp.exists() and stamp.read_text() == wanted:
            return
        done = subprocess.run(
            [
                sys.executable,
                "manage.py",
                "collectstatic",
                "--noinput",
                "--verbosity=0",
                "--ignore=rest_framework",
            ],
            env=dict(env),
            cwd=CHECKOUT,
            capture_output=True,
            text=True,
        )
        if done.returncode:
            raise Trouble(f"The static files could not be collected:\n{done.stdout}{done.stderr}")
        stamp.write_text(wanted)
    say("static files are collected")


def _fingerprint() -> str:
    digest = hashlib.sha256((CHECKOUT / "requirements.txt").read_bytes())
    for path in sorted((CHECKOUT / "static").rglob("*")):
        if path.is_file():
            digest.update(str(path.relative_to(CHECKOUT)).encode() + b"\0")
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()
