"""One rig for all tests that kill things, and one mother in it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from devstack import places, ports
from tests.chaos.rig import Phone, Rig

# A sample by default; the full count of the bar with `-m soak`.
RUNS = [pytest.param(3, id="sample"), pytest.param(50, id="full", marks=pytest.mark.soak)]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "runs" in metafunc.fixturenames:
        metafunc.parametrize("runs", RUNS)


@pytest.fixture(scope="session")
def rig() -> Iterator[Rig]:
    with places.throw_away() as place:
        made = Rig(place, ports.free())
        try:
            made.start()
            yield made
        finally:
            made.stop()


@pytest.fixture(scope="session")
def phone(rig: Rig) -> Phone:
    told = rig.make("mother")
    return Phone(rig.stack.port, told["cookies"], told["administrations"])
