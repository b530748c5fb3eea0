"""The embedded services: private, on the loopback address, and never in the way of a next start."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest

from devstack import places, ports
from devstack.places import CHECKOUT, Place
from devstack.saying import Trouble
from devstack.stack import Stack

pytestmark = pytest.mark.stack


@pytest.fixture
def place() -> Iterator[Place]:
    with places.throw_away() as made:
        yield made


def started(place: Place) -> Stack:
    stack = Stack(place, database="more", port=ports.free(), throw_away=True)
    stack.start_services()
    return stack


def test_each_role_needs_its_password_and_owns_only_what_is_its_own(place: Place) -> None:
    stack = started(place)
    try:
        for role, password in (("more_owner", stack.keys.owner), ("more_app", stack.keys.app)):
            with pytest.raises(psycopg2.OperationalError, match="password"):
                psycopg2.connect(stack.postgres.url(role, "wrong", "more"))
            opened = psycopg2.connect(stack.postgres.url(role, password, "more"))
            with opened.cursor() as cursor:
                cursor.execute(
                    "SELECT rolsuper, rolcreatedb, rolcreaterole, "
                    "(SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = 'more') "
                    "FROM pg_roles WHERE rolname = current_user"
                )
                assert cursor.fetchone() == (False, False, False, "more_owner")
            opened.close()
    finally:
        stack.stop()


def test_secrets_and_data_can_be_read_by_nobody_else(place: Place) -> None:
    stack = started(place)
    try:
        for path in (place.home, place.data / "postgres", place.data / "redis"):
            assert stat.S_IMODE(path.stat().st_mode) == 0o700, path
        for path in (place.home / "secrets.json", place.data / "redis" / "redis.conf"):
            assert stat.S_IMODE(path.stat().st_mode) == 0o600, path
        assert not (place.data / "password").exists()
    finally:
        stack.stop()


def test_a_second_start_finds_the_same_data(place: Place) -> None:
    stack = started(place)
    connection = stack.postgres.connect("more")
    with connection, connection.cursor() as cursor:
        cursor.execute("CREATE TABLE kept AS SELECT 7 AS number")
    connection.close()
    stack.stop()
    again = started(place)
    try:
        connection = again.postgres.connect("more")
        with connection.cursor() as cursor:
            cursor.execute("SELECT number FROM kept")
            assert cursor.fetchone() == (7,)
        connection.close()
    finally:
        again.stop()


STARTER = """
import sys, time
from pathlib import Path
from devstack.places import Place
from devstack import ports
from devstack.stack import Stack
home, data, programs, runs_as = sys.argv[1:]
place = Place(Path(home), Path(data), Path(programs), runs_as or None)
Stack(place, database="more", port=ports.free(), throw_away=True).start_services()
print("started", flush=True)
time.sleep(600)
"""


def killed_launcher(place: Place, *, orphans: bool) -> None:
    """Start services from another process and kill it with no chance to tidy up."""
    before = "import devstack.processes as p; p._dies_with = lambda *_: None\n" if orphans else ""
    words = [str(place.home), str(place.data), str(place.programs), place.runs_as or ""]
    launcher = subprocess.Popen(
        [sys.executable, "-c", before + STARTER, *words],
        cwd=CHECKOUT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert launcher.stdout is not None
    assert "started" in "".join(launcher.stdout.readline() for _ in range(2))
    launcher.send_signal(signal.SIGKILL)
    launcher.wait()


def servers(place: Place) -> list[int]:
    """Processes that run on this place's PostgreSQL folder."""
    wanted = str(place.data / "postgres").encode()
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                words = (entry / "cmdline").read_bytes().split(b"\0")
            except (FileNotFoundError, ProcessLookupError, PermissionError):
                continue
            if wanted in words:
                found.append(int(entry.name))
    return found


def test_the_services_end_with_a_killed_launcher(place: Place) -> None:
    killed_launcher(place, orphans=False)
    until = time.monotonic() + 10
    while servers(place) and time.monotonic() < until:
        time.sleep(0.05)
    assert servers(place) == []


@pytest.mark.parametrize("pid_files", ["kept", "gone", "cut short"])
def test_a_killed_launcher_never_blocks_the_next_start(place: Place, pid_files: str) -> None:
    killed_launcher(place, orphans=True)
    assert len(servers(place)) == 1
    for path in place.run.glob("*.pid"):
        if pid_files == "gone" and path.stem == "postgres":
            path.unlink()
        elif pid_files == "cut short" and path.stem == "postgres":
            path.write_text('{"pid": 1')
    stack = started(place)
    try:
        assert len(servers(place)) == 1
        stack.postgres.connect("more").close()
    finally:
        stack.stop()


def test_a_pid_file_that_names_somebody_else_is_not_believed(place: Place) -> None:
    started(place).stop()
    # After a restart of the machine the number may be anybody's: here it is this test's.
    place.service_file(place.data / "postgres" / "postmaster.pid", f"{os.getpid()}\n/nowhere\n")
    stack = started(place)
    stack.stop()


def test_data_whose_secrets_are_gone_is_set_aside_not_deleted(place: Place) -> None:
    started(place).stop()
    (place.home / "secrets.json").unlink()
    stack = started(place)
    try:
        assert (place.data / "postgres.without-keys" / "PG_VERSION").exists()
        stack.postgres.connect("more").close()
    finally:
        stack.stop()


def test_a_folder_somebody_else_could_write_to_is_refused(place: Place) -> None:
    place.data.mkdir(parents=True)
    place.data.chmod(0o777)
    with pytest.raises(Trouble, match="open to writing"):
        place.make()
