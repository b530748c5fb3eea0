"""Where the way from a saved risk answer to the clinic's notice is cut, each a context.

Inside it she answers until her phone is told that it is kept; what was killed is back afterwards.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from threading import Thread

from tests.chaos.rig import Rig
from tests.chaos.telling import wait

Point = Callable[[Rig], AbstractContextManager[None]]


def dies(what: str, side: str) -> Point:
    """The process that commits `what` dies on this side of the commit."""

    @contextmanager
    def cut(rig: Rig) -> Iterator[None]:
        rig.arm(what, side)
        yield
        wait(rig.met, lambda: f"no process died at {what}: this proved nothing")

    return cut


def postgres_crashes(what: str) -> Point:
    """PostgreSQL crashes while a process stands before the commit of `what`."""

    @contextmanager
    def cut(rig: Rig) -> Iterator[None]:
        rig.arm(what, "before", "hold")
        crashing = Thread(target=_crash_when_held, args=(rig,))
        crashing.start()
        yield
        crashing.join(90)
        assert rig.met() and not crashing.is_alive(), f"nobody stood at {what}"

    return cut


def _crash_when_held(rig: Rig) -> None:
    wait(rig.held.exists, lambda: "nobody came to the commit")
    rig.crash_postgres()
    rig.held.unlink()


@contextmanager
def worker_killed(rig: Rig) -> Iterator[None]:
    """The whole worker, parent and child, is killed while it hands a page over."""
    rig.arm("handing_over", "after", "hold")
    yield
    wait(rig.held.exists, lambda: "no page was handed over")
    rig.stack.crew.kill(rig.worker)
    rig.held.unlink()
    rig.worker = rig.start_worker()


@contextmanager
def redis_killed(rig: Rig) -> Iterator[None]:
    """Redis is gone when she answers, and comes back later."""
    rig.stack.redis.kill()
    yield
    rig.stack.redis.start()


@contextmanager
def redis_emptied(rig: Rig) -> Iterator[None]:
    """Redis loses everything while the worker claims."""
    rig.arm("claimed", "before", "hold")
    yield
    wait(rig.held.exists, lambda: "nothing was claimed")
    rig.stack.redis.flush()
    rig.held.unlink()


@contextmanager
def beat_down(rig: Rig) -> Iterator[None]:
    """The clock stands still when she answers, and is started again later."""
    rig.stack.crew.kill(rig.beat)
    yield
    time.sleep(0.2)
    rig.beat = rig.stack.start_beat(rig.env)


POINTS: dict[str, Point] = {
    "web, before the commit": dies("answer", "before"),
    "web, after it, before the reply": dies("answer", "after"),
    "PostgreSQL, at the answer's commit": postgres_crashes("answer"),
    "worker, claiming": dies("claimed", "before"),
    "worker, having claimed": dies("claimed", "after"),
    "worker, before it is handing over": dies("handing_over", "before"),
    "worker, before the wire": dies("handing_over", "after"),
    "worker, after the wire": dies("accepted", "before"),
    "worker, after the row": dies("accepted", "after"),
    "PostgreSQL, after the wire": postgres_crashes("accepted"),
    "worker, whole": worker_killed,
    "Redis, down": redis_killed,
    "Redis, emptied": redis_emptied,
    "beat, down": beat_down,
}
