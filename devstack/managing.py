"""`dev.py manage ARGS`: a management command inside the running stack, or one started for it."""

from __future__ import annotations

import os
import subprocess
import sys

from devstack import places, saying, up
from devstack.places import CHECKOUT
from devstack.stack import Stack

# These want the database as it is, or none at all.
AS_IT_IS = {"migrate", "makemigrations", "check", "check_content", "apply_grants", "help", "--help"}


def run(words: list[str]) -> int:
    """Return the command's own exit code. Only its output goes to standard output."""
    saying.keep_stdout_free()
    place = places.of_checkout()
    place.make()
    known = up.running(place)
    if known:
        # Taken last: it names the services that run, whatever this terminal has set.
        return _command(words, {**os.environ, **known})
    with up.the_only_one(place):
        stack = Stack(place, database=up.DATABASE, port=up.USUAL_PORT)
        try:
            stack.start_services()
            if words and words[0] not in AS_IT_IS:
                stack.prepare()
            return _command(words, stack.env())
        finally:
            stack.stop()


def _command(words: list[str], env: dict[str, str]) -> int:
    done = subprocess.run([sys.executable, "manage.py", *words], env=env, cwd=CHECKOUT)
    return done.returncode
