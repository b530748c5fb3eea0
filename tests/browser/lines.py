"""A line between a phone and the site that can be cut, hang, or lose one reply on the way back."""

from __future__ import annotations

import socket
import threading
from urllib.parse import urlsplit

END = b"\r\n\r\n"


class Line:
    """Carries one request a connection. `mode` is what happens to each:

    open: carried; dead: hung up at once; hang: taken and never answered;
    before: hung up when the request has come; after: carried, the reply is lost.
    `only` limits the mode to addresses that begin so, `times` to the next so many of them, and
    the `first` so many are still carried.
    """

    def __init__(self, site: str) -> None:
        there = urlsplit(site)
        self._there = (there.hostname or "localhost", there.port or 80)
        self._door = socket.create_server(("127.0.0.1", 0))
        self.mode, self.only, self.times, self.first = "open", "/", -1, 0
        self.carried: list[str] = []
        self._held: list[socket.socket] = []
        self._ended = False
        threading.Thread(target=self._listen, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://{self._there[0]}:{self._door.getsockname()[1]}"

    def set(self, mode: str, *, only: str = "/", times: int = -1, first: int = 0) -> None:
        self.mode, self.only, self.times, self.first = mode, only, times, first
        self._let_go()

    def close(self) -> None:
        self._ended = True
        self._let_go()
        self._door.close()

    def _let_go(self) -> None:
        for held in self._held:
            held.close()
        self._held.clear()

    def _listen(self) -> None:
        while not self._ended:
            try:
                phone, _address = self._door.accept()
            except OSError:
                return
            threading.Thread(target=self._carry, args=[phone], daemon=True).start()

    def _carry(self, phone: socket.socket) -> None:
        try:
            request = _whole(phone)
            if not request:
                return
            mode = self._mode_for(request.split(b" ", 2)[1].decode())
            if mode == "hang":
                self._held.append(phone)
                return
            if mode in ("dead", "before"):
                return
            reply = self._ask(request)
            if mode != "after":
                phone.sendall(reply)
        except OSError:
            return  # One side hung up: that is what lines do.
        finally:
            if phone not in self._held:
                phone.close()

    def _mode_for(self, path: str) -> str:
        cut = self.mode != "open" and path.startswith(self.only) and self.times != 0
        if not cut or self.first:
            self.first -= 1 if cut else 0
            self.carried.append(path)
            return "open"
        self.times -= 1
        return self.mode

    def _ask(self, request: bytes) -> bytes:
        head, body = request.split(END, 1)
        lines = [one for one in head.split(b"\r\n") if not one.lower().startswith(b"connection:")]
        with socket.create_connection(self._there) as site:
            site.sendall(b"\r\n".join([*lines, b"Connection: close"]) + END + body)
            return _to_the_end(site)


def _whole(phone: socket.socket) -> bytes:
    data = b""
    while END not in data:
        more = phone.recv(65536)
        if not more:
            return b""
        data += more
    head, body = data.split(END, 1)
    length = 0
    for one in head.split(b"\r\n")[1:]:
        name, _, value = one.partition(b":")
        if name.lower() == b"content-length":
            length = int(value)
    while len(body) < length:
        more = phone.recv(65536)
        if not more:
            return b""
        body += more
    return head + END + body


def _to_the_end(site: socket.socket) -> bytes:
    parts = []
    while part := site.recv(65536):
        parts.append(part)
    return b"".join(parts)
