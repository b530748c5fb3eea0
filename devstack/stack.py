"""One whole stack: the services, the prepared database, and the platform's own processes."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
import urllib.error
import urllib.request
from typing import Any
from urllib.parse import urlsplit

from devstack import keys, ports, static
from devstack.places import CHECKOUT, Place
from devstack.postgres import Postgres
from devstack.processes import Child, Crew, sweep, tail
from devstack.redis import Redis
from devstack.saying import Trouble, say

OUTSIDE = ("DATABASE_URL", "OWNER_DATABASE_URL", "REDIS_URL")


class Stack:
    """Started in the order services, prepare, serve; `stop` undoes all of it in reverse.

    `throw_away`: nothing the person has set in the environment is used, and the data need not
    survive a power cut.
    """

    def __init__(
        self,
        place: Place,
        *,
        database: str,
        port: int,
        throw_away: bool = False,
        settings: dict[str, str] | None = None,
    ) -> None:
        place.make()
        self.place = place
        self.database = database
        self.port = port
        self.throw_away = throw_away
        self.crew = Crew(place)
        self.keys = keys.load_or_make(place.home)
        self.postgres = Postgres(self.crew, self.keys, daring=throw_away)
        self.redis = Redis(self.crew, self.keys)
        self.mail_port = ports.free()
        self.settings = settings or {}
        self.site = f"http://localhost:{port}"

    @property
    def outside(self) -> bool:
        """Whether the person gave services of their own to use."""
        if self.throw_away:
            return False
        given = [name for name in OUTSIDE if os.environ.get(name)]
        if given and len(given) < len(OUTSIDE):
            missing = ", ".join(name for name in OUTSIDE if name not in given)
            raise Trouble(f"{', '.join(given)} is set, but not {missing}: set all three or none.")
        return bool(given)

    def own_settings(self) -> dict[str, str]:
        """The settings of this stack, without the rest of the environment."""
        if self.outside:
            services = {name: os.environ[name] for name in OUTSIDE}
        else:
            services = {
                "DATABASE_URL": self.postgres.url("more_app", self.keys.app, self.database),
                "OWNER_DATABASE_URL": self.postgres.url(
                    "more_owner", self.keys.owner, self.database
                ),
                "REDIS_URL": self.redis.url,
            }
        made = {
            "DEMO": "1",
            # A second factor needs a second device; the demo's people are invented.
            "STAFF_SECOND_FACTOR": "0",
            "APPLICATION_ROLE": urlsplit(services["DATABASE_URL"]).username or "more_app",
            "SECRET_KEY": self.keys.secret_key,
            "IDENTIFIER_KEYS": self.keys.identifier_keys,
            "BLIND_INDEX_KEY": self.keys.blind_index_key,
            "SEALING_KEYS": self.keys.sealing_keys,
            "ALLOWED_HOSTS": "localhost,127.0.0.1",
            "SITE_URL": self.site,
            "EMAIL_URL": f"smtp://127.0.0.1:{self.mail_port}",
            "OUTBOX_DIR": str(self.place.outbox),
        }
        if not self.throw_away:
            made.update({name: os.environ[name] for name in made if os.environ.get(name)})
        return {**made, **services, **self.settings}

    def env(self) -> dict[str, str]:
        """What its processes run with; a throw-away one takes no setting from outside."""
        outside = dict(os.environ)
        if self.throw_away:
            for name in _known_settings():
                outside.pop(name, None)
        return {
            **outside,
            **self.own_settings(),
            "DJANGO_SETTINGS_MODULE": "more_platform.settings",
            "PYTHONPATH": str(CHECKOUT),
            "PYTHONUNBUFFERED": "1",
        }

    def start_services(self, *, for_tests: bool = False) -> None:
        left = sweep(self.place)
        if left:
            say(f"stopped what an earlier start left running: {', '.join(left)}")
        if self.outside:
            say("using the PostgreSQL and Redis named in the environment")
            return
        self.postgres.start()
        self.postgres.make_roles(self.database, for_tests=for_tests)
        self.redis.start()
        say(f"PostgreSQL and Redis run (ports {self.postgres.port} and {self.redis.port})")

    def prepare(self) -> None:
        """Tables, grants and content. The owner's connection is used for nothing else."""
        owner = {**self.env(), "DATABASE_URL": self.own_settings()["OWNER_DATABASE_URL"]}
        self._run(owner, "migrate --noinput", "apply_grants")
        say("tables and grants are up to date")
        self._run(self.env(), "check --database default", "check_content", "register_content")
        say("content is checked and registered")

    def seed(self) -> dict[str, Any]:
        """Make the demo clinic, or find it again, and return the sign-ins of its people."""
        printed = self._run(self.env(), "seed_demo")
        say("the demo clinic is there")
        return dict(json.loads(printed))

    def serve(self) -> None:
        """Start mail, web, worker and beat, and wait until the site answers."""
        env = self.env()
        static.collect(env)
        if not os.environ.get("EMAIL_URL") or self.throw_away:
            self.start_mailbox(env)
        web = [sys.executable, "-m", "gunicorn", *self.web_arguments()]
        self.crew.start("web", web, env=env, cwd=CHECKOUT)
        self.start_worker(env)
        self.start_beat(env)
        self.wait_for_site()

    def start_mailbox(self, env: dict[str, str]) -> Child:
        """A mail server that keeps what it is given in the outbox."""
        words = ["-m", "devstack.mailbox", str(self.mail_port), str(self.place.outbox)]
        return self.crew.start("mailbox", [sys.executable, *words], env=env, cwd=CHECKOUT)

    def start_worker(self, env: dict[str, str], app: str = "more_platform") -> Child:
        """One worker; `app` is another module for tests that put faults into it."""
        quiet = ["--without-gossip", "--without-mingle", "--loglevel=WARNING"]
        return self._start_celery(env, app, "worker", "--concurrency=1", *quiet)

    def start_beat(self, env: dict[str, str]) -> Child:
        """The clock."""
        for left in self.place.run.glob("beat-schedule*"):
            left.unlink()  # The timetable is in the code; a kill may have torn this file.
        schedule = ["--schedule", str(self.place.run / "beat-schedule"), "--pidfile="]
        return self._start_celery(env, "more_platform", "beat", *schedule, "--loglevel=WARNING")

    def _start_celery(self, env: dict[str, str], app: str, name: str, *words: str) -> Child:
        celery = [sys.executable, "-m", "celery", "-A", app, name]
        return self.crew.start(name, [*celery, *words], env=env, cwd=CHECKOUT)

    def web_arguments(self) -> list[str]:
        """No access log: an invitation's secret is part of its address."""
        return [
            "more_platform.wsgi:application",
            "--bind",
            f"127.0.0.1:{self.port}",
            "--worker-class",
            "gthread",
            "--workers",
            "2",
            "--threads",
            "8",
            "--timeout",
            "60",
            "--graceful-timeout",
            "10",
            "--no-control-socket",
        ]

    def stop(self) -> None:
        self.crew.stop_all()

    def _run(self, env: dict[str, str], *commands: str) -> str:
        """Run management commands; return what they print. What they complain of is shown."""
        done = subprocess.run(
            [sys.executable, "-m", "devstack.commands", *commands],
            env=env,
            cwd=CHECKOUT,
            capture_output=True,
            text=True,
        )
        if done.returncode:
            raise Trouble(f"{done.stdout}{done.stderr}\nThe command that stopped: {commands}")
        return done.stdout

    def wait_for_site(self, patience: float = 60) -> None:
        until = time.monotonic() + patience
        while time.monotonic() < until:
            fallen = self.crew.fallen()
            if fallen:
                raise Trouble(f"{fallen.name} stopped:\n{tail(fallen.log)}")
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=5):
                    return
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                time.sleep(0.1)
        raise Trouble(f"The site does not answer:\n{tail(self.place.logs / 'web.log')}")


def _known_settings() -> list[str]:
    """Every setting there is: each has a line in .env.example (a test holds it to that)."""
    text = (CHECKOUT / ".env.example").read_text()
    return re.findall(r"^#?\s*([A-Z][A-Z_]+)=", text, re.MULTILINE)
