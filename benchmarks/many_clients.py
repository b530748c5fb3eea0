"""Many phones at once: each its own connection, one request on its way at a time."""

import json
import os
import selectors
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).resolve().parent
PATIENCE = 60
# As the Dockerfile ships it.
AS_SHIPPED = (
    "--worker-class", "gthread", "--workers", "3", "--threads", "8", "--timeout", "60",
    "--worker-tmp-dir", "/dev/shm", "--no-control-socket", "--log-level", "warning",
)  # fmt: skip


def free() -> int:
    """A port nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


@contextmanager
def served(application: str, port: int, **env: str) -> Iterator[int]:
    """A site under gunicorn with the shipped workers and threads; its port."""
    path = f"{HERE}{os.pathsep}{HERE.parent}"
    web = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", application, "--bind", f"127.0.0.1:{port}", *AS_SHIPPED],
        env={**os.environ, "PYTHONPATH": path, "LOG_LEVEL": "ERROR", **env},
        cwd=HERE.parent,
    )
    try:
        _wait_for(port, web)
        yield port
    finally:
        web.terminate()
        web.wait()


def _wait_for(port: int, web: subprocess.Popen) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if web.poll() is not None:
            raise SystemExit(f"the site ended with {web.returncode}")
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5):
                return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("the site does not answer")


def request(path: str, headers: dict[str, str], said: object) -> bytes:
    """A POST of JSON as it stands on the wire."""
    body = json.dumps(said).encode()
    told = {
        "Host": "localhost",
        "Content-Type": "application/json",
        "Content-Length": str(len(body)),
        **headers,
    }
    lines = "".join(f"{name}: {value}\r\n" for name, value in told.items())
    return f"POST {path} HTTP/1.1\r\n{lines}\r\n".encode() + body


@dataclass
class _Client:
    todo: list[bytes]
    port: int
    took: list[float] = field(default_factory=list)
    replies: list[bytes] = field(default_factory=list)
    seen: bytes = b""

    def begin(self, waiting: selectors.BaseSelector) -> None:
        """Open a connection and send the next request."""
        self.line = socket.create_connection(("127.0.0.1", self.port))
        self.line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        waiting.register(self.line, selectors.EVENT_READ, self)
        self.send()

    def send(self) -> None:
        self.at = time.perf_counter()
        self.line.sendall(self.todo.pop())

    def read(self) -> bool:
        """Take what came; whether a reply is whole."""
        part = self.line.recv(65536)
        self.seen += part
        head, found, rest = self.seen.partition(b"\r\n\r\n")
        if not part:
            raise SystemExit(f"the site hung up: {self.seen!r}")
        if not found:
            return False
        length = int(head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0])
        if len(rest) < length:
            return False
        self.took.append(time.perf_counter() - self.at)
        self.replies.append(self.seen)
        self.closes = b"\r\nconnection: close" in head.lower()
        self.seen = b""
        return True


def drive(port: int, work: list[list[bytes]]) -> tuple[float, list[float], list[bytes]]:
    """Each list by a client of its own, all at once: seconds, time of each, replies."""
    waiting = selectors.DefaultSelector()
    clients = [_Client(list(reversed(todo)), port) for todo in work]
    began = time.perf_counter()
    for client in clients:
        client.begin(waiting)
    left = len(clients)
    while left:
        for key, _ready in waiting.select():
            client = key.data
            if not client.read():
                continue
            if client.todo and not client.closes:
                client.send()
                continue
            waiting.unregister(client.line)
            client.line.close()
            if client.todo:
                client.begin(waiting)
            else:
                left -= 1
    seconds = time.perf_counter() - began
    took = [one for client in clients for one in client.took]
    return seconds, took, [one for client in clients for one in client.replies]


def refused(replies: list[bytes], wanted: bytes) -> None:
    """End with the first reply that is none of those wanted."""
    for one in replies:
        if not one.startswith(b"HTTP/1.1 " + wanted):
            raise SystemExit(f"not stored: {one!r}")


def pace(seconds: float, took: list[float]) -> str:
    """Requests a second and the slow end of them."""
    slow = statistics.quantiles(took, n=20)[-1] * 1000
    return f"{len(took) / seconds:.0f}/s, p95 {slow:.0f} ms"
