"""Several at the same moment, with real threads and connections, for tests of locks."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

from django.db import connection

from kernel.errors import DomainError


def at_once(tasks: Sequence[Callable[[], Any]]) -> list[Any]:
    """Run the tasks in threads that start together: what each gave, or the refusal it met."""
    gate = threading.Barrier(len(tasks))

    def run(task: Callable[[], Any]) -> Any:
        try:
            gate.wait(timeout=10)
            return task()
        except DomainError as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(tasks)) as pool:
        return list(pool.map(run, tasks))


def met_there(real: Callable[..., Any], many: int = 2) -> Callable[..., Any]:
    """`real`, but those who call it wait for one another (a second at most) before they go on.

    Where a lock lets in one at a time nobody else comes; where there is none, all have read before
    anybody writes.
    """
    all_here = threading.Barrier(many)

    def waiting(*args: Any, **kwargs: Any) -> Any:
        with suppress(threading.BrokenBarrierError):
            all_here.wait(timeout=1)
        return real(*args, **kwargs)

    return waiting
