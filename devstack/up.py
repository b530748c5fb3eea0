"""`dev.py up`: the demo, until Ctrl-C."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from devstack import places, ports
from devstack.places import Place
from devstack.processes import tail
from devstack.saying import Trouble, plain, say
from devstack.stack import Stack

DATABASE = "more_demo"
USUAL_PORT = 8000


def run(port: int | None) -> int:
    place = places.of_checkout()
    place.make()
    with the_only_one(place):
        stack = Stack(place, database=DATABASE, port=_port(port))
        try:
            stack.start_services()
            stack.prepare()
            sign_ins = stack.seed()
            stack.serve()
            _publish(place, stack)
            say("the site answers")
            _greet(stack, sign_ins)
            _watch(stack)
        except KeyboardInterrupt:
            plain()
        finally:
            _stop(place, stack)
    return 0


@contextlib.contextmanager
def the_only_one(place: Place) -> Iterator[None]:
    """Hold the place. The lock is the kernel's: a killed launcher cannot leave it behind."""
    with (place.home / "up.lock").open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            known = running(place)
            where = f" at {known['SITE_URL']}" if known else ""
            raise Trouble(
                f"The demo of this checkout already runs{where}. Stop it with Ctrl-C there first."
            ) from None
        yield


def running(place: Place) -> dict[str, str] | None:
    """The settings of the stack that runs here now, or None."""
    path = place.run / "stack.json"
    lock = place.home / "up.lock"
    if not path.exists() or not lock.exists():
        return None
    with lock.open() as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return dict(json.loads(path.read_text()))
    return None


def _port(asked: int | None) -> int:
    if asked is None:
        return USUAL_PORT if ports.is_free(USUAL_PORT) else ports.free()
    if not ports.is_free(asked):
        raise Trouble(f"Port {asked} is taken. Choose another: dev.py up --port N")
    return asked


def _publish(place: Place, stack: Stack) -> None:
    """Leave the settings for `dev.py manage`, readable by the same user only."""
    path = place.run / "stack.json"
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as opened:
        json.dump(stack.own_settings(), opened)


def _watch(stack: Stack) -> None:
    while True:
        fallen = stack.crew.fallen()
        if fallen:
            raise Trouble(f"{fallen.name} stopped by itself:\n{tail(fallen.log)}")
        time.sleep(0.5)


def _stop(place: Place, stack: Stack) -> None:
    """Stop everything; a second Ctrl-C must not leave half of it running."""
    for how in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(how, signal.SIG_IGN)
    (place.run / "stack.json").unlink(missing_ok=True)
    stack.stop()
    say("stopped")


def _greet(stack: Stack, sign_ins: dict[str, Any]) -> None:
    plain()
    plain(f"  The site        {stack.site}/")
    plain(f"  Clinic staff    {stack.site}/staff/")
    plain(f"  Researchers     {stack.site}/research/")
    plain()
    for line in _lines(sign_ins):
        plain(f"  {line}")
    plain()
    plain(
        "  Everyone here is invented. Nothing leaves this computer: mail is kept in "
        f"{_short(stack.place.outbox)}."
    )
    plain("  Ctrl-C stops everything; what was entered is kept for the next start.")


def _lines(value: Any, name: str = "") -> Iterator[str]:
    """Show whatever the demo tells of its people, one sign-in a line."""
    if isinstance(value, dict) and any(isinstance(part, dict | list) for part in value.values()):
        for key, part in value.items():
            yield from _lines(part, str(key))
    elif isinstance(value, list):
        for part in value:
            yield from _lines(part, name)
    elif isinstance(value, dict):
        name = value.get("role", name)
        value = {key: part for key, part in value.items() if key != "role"}
        words = "   ".join(str(part) for part in value.values() if part not in (None, ""))
        yield f"{_title(name):<16}{words}"
    else:
        yield f"{_title(name):<16}{value}"


def _title(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _short(path: Path) -> str:
    inside = path.is_relative_to(places.CHECKOUT)
    return str(path.relative_to(places.CHECKOUT) if inside else path)
