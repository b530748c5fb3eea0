"""What dev.py says before anything is started."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from devstack import suite
from devstack.arguments import parse
from devstack.places import CHECKOUT


def test_what_follows_manage_and_test_is_passed_on_untouched() -> None:
    assert parse(["manage", "check", "--deploy"]).rest == ["check", "--deploy"]
    assert parse(["test", "-k", "a b", "--help"]).rest == ["-k", "a b", "--help"]


@pytest.mark.parametrize("port", ["0", "65536", "http", "-1"])
def test_a_port_that_cannot_be_is_refused(port: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parse(["up", f"--port={port}"])
    assert "is not a port" in capsys.readouterr().err


def test_up_takes_a_port_or_none() -> None:
    assert parse(["up"]).port is None
    assert parse(["up", "--port", "8123"]).port == 8123


@pytest.mark.parametrize("words", [["-n", "0"], ["-n4"], ["--pdb"], ["--collect-only"]])
def test_tests_are_split_unless_asked_otherwise(words: list[str]) -> None:
    assert suite._splitting(words) == []
    assert suite._splitting(["-k", "x"])[0] == "-n"


def test_outside_services_are_given_all_three_or_not_at_all() -> None:
    env = {**os.environ, "DATABASE_URL": "postgres://a:b@127.0.0.1:1/c"}
    env.pop("OWNER_DATABASE_URL", None)
    env.pop("REDIS_URL", None)
    code = (
        "from devstack import places, up\n"
        "from devstack.stack import Stack\n"
        "with places.throw_away() as place:\n"
        "    Stack(place, database='x', port=1).outside\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], env=env, cwd=CHECKOUT, capture_output=True, text=True
    )
    assert "set all three or none" in done.stderr
