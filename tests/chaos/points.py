"""Where the way from a saved risk answer to the clinic's notice is cut.

Each point takes the rig and what she does (`say`: she tries until her phone is told that it is
kept), and gives back what `say` did, with all that was killed running again.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from tests.chaos.rig import Rig
from tests.chaos.telling import wait

Say = Callable[[], str]
Point = Callable[[Rig, Say], str]


def dies(what: str, side: str) -> Point:
    """The process that commits `what` dies on this side of the commit."""

    def cut(rig: Rig, say: Say) -> str:
        rig.arm(what, side)
        answer = say()
        wait(rig.met, lambda: f"no process died at {what}: this proved nothing")
        return answer

    return cut


def postgres_crashes(what: str) -> Point:
    """PostgreSQL crashes while a process stands before the commit of `what`."""

    def cut(rig: Rig, say: Say) -> str:
        rig.arm(what, "before", "hold")
        # She in the thread: what a thread starts is stopped when that thread ends.
        with ThreadPoolExecutor(1) as pool:
            saying = pool.submit(say)
            wait(rig.held.exists, lambda: f"nobody came to {what}: this proved nothing")
            rig.crash_postgres()
            rig.held.unlink()
            return saying.result(90)

    return cut


def worker_killed(rig: Rig, say: Say) -> str:
    """The whole worker, parent and child, is killed while it hands a page over."""
    rig.arm("handing_over", "after", "hold")
    answer = say()
    wait(rig.held.exists, lambda: "no page was handed over")
    rig.stack.crew.kill(rig.worker)
    rig.held.unlink()
    rig.worker = rig.start_worker()
    return answer


def redis_killed(rig: Rig, say: Say) -> str:
    """Redis is gone when she answers, and comes back later."""
    rig.stack.redis.kill()
    answer = say()
    rig.stack.redis.start()
    return answer


def redis_emptied(rig: Rig, say: Say) -> str:
    """Redis loses everything while the worker claims."""
    rig.arm("claimed", "before", "hold")
    answer = say()
    wait(rig.held.exists, lambda: "nothing was claimed")
    rig.stack.redis.flush()
    rig.held.unlink()
    return answer


def beat_down(rig: Rig, say: Say) -> str:
    """The clock stands still when she answers, and is started again later."""
    rig.stack.crew.kill(rig.beat)
    answer = say()
    time.sleep(0.2)
    rig.beat = rig.stack.start_beat(rig.env)
    return answer


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
