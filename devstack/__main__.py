"""`python -m devstack`: what dev.py hands over to once the environment exists."""

from __future__ import annotations

import signal
import sys

from devstack import checking, managing, suite, up
from devstack.arguments import parse
from devstack.saying import Trouble


def _end(number: int, _frame: object) -> None:
    """A closed terminal or a polite kill stops everything as Ctrl-C does."""
    raise KeyboardInterrupt


def main() -> int:
    for how in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(how, _end)
    asked = parse(sys.argv[1:])
    try:
        if asked.command == "up":
            return up.run(asked.port)
        if asked.command == "check":
            return checking.run()
        if asked.command == "manage":
            return managing.run(asked.rest)
        return suite.run(asked.rest)
    except Trouble as trouble:
        print(f"\n{trouble}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
