"""The site as it is served in production: gunicorn, static files collected and compressed."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import quote

from django.db import connection

from devstack import ports, static
from devstack.places import CHECKOUT

PATIENCE = 60


@contextmanager
def served() -> Iterator[str]:
    """Its address, with the database this process uses now."""
    port = ports.free()
    env = {**os.environ, "DATABASE_URL": _database(), "DEMO": "1", "OUTBOX_DIR": ""}
    static.collect(env)
    web = subprocess.Popen(
        [
            sys.executable, "-m", "gunicorn", "more_platform.wsgi:application",
            "--bind", f"127.0.0.1:{port}", "--worker-class", "gthread", "--threads", "4",
            "--no-control-socket", "--log-level", "warning",
        ],
        env=env,
        cwd=CHECKOUT,
    )  # fmt: skip
    try:
        _wait_for(port, web)
        yield f"http://127.0.0.1:{port}"
    finally:
        web.terminate()
        web.wait()


def _database() -> str:
    at = connection.settings_dict
    who = f"{quote(at['USER'])}:{quote(at['PASSWORD'])}"
    return f"postgres://{who}@{quote(at['HOST'], safe='')}:{at['PORT']}/{quote(at['NAME'])}"


def _wait_for(port: int, web: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if web.poll() is not None:
            raise RuntimeError(f"the site ended with {web.returncode}")
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5):
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("the site does not answer")
