"""What every benchmark here does: a database of its own, two ways in turn, the median of ratios."""

import argparse
import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

Way = Callable[[], object]


@contextmanager
def own_database() -> Iterator[None]:
    """Django set up on a test database that is dropped at the end.

    Needs the settings of a role that may create a database, as `dev.py manage` gives the owner.
    """
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "more_platform.settings")
    if os.environ.get("OWNER_DATABASE_URL"):
        os.environ["DATABASE_URL"] = os.environ["OWNER_DATABASE_URL"]
    import django

    django.setup()
    from django.db import connection

    name = connection.settings_dict["NAME"]
    connection.settings_dict["NAME"] = f"bench_{os.getpid()}"
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        yield
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)


def arguments(description: str, **defaults: int) -> argparse.Namespace:
    """--rounds and the given sizes, from the command line."""
    parser = argparse.ArgumentParser(description=description.splitlines()[0])
    for name, default in {"rounds": 9, **defaults}.items():
        parser.add_argument(f"--{name}", type=int, default=default)
    return parser.parse_args()


def seconds(way: Way) -> float:
    """How long it takes, once."""
    began = time.perf_counter()
    way()
    return time.perf_counter() - began


def ratios(ours: Way, reference: Way, *, rounds: int, before: Way = lambda: None) -> list[float]:
    """Reference time over our time, by round; who goes first changes every round."""
    found = []
    for number in range(rounds):
        took = {}
        for way in [ours, reference] if number % 2 else [reference, ours]:
            before()
            took[way] = seconds(way)
        found.append(took[reference] / took[ours])
    return found


def tell(what: str, found: list[float]) -> None:
    """One line: the median with its spread, and how busy the machine was."""
    load = os.getloadavg()[0]
    print(
        f"{what}: {statistics.median(found):.2f} times as fast "
        f"({min(found):.2f} to {max(found):.2f} in {len(found)} rounds, load {load:.1f})"
    )
