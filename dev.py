#!/usr/bin/env python3
"""Start, check, manage and test the platform on one machine: `python3 dev.py --help`.

Standard library only: it builds the environment in .venv, then hands over to the launcher
(`devstack`) running inside it.
"""

import os
import sys

FLOOR = (3, 11)


def main():
    if sys.version_info < FLOOR:
        sys.exit(
            "dev.py needs Python %d.%d or newer; this is %s.\n"
            "Try: python3.11 dev.py %s" % (*FLOOR, sys.version.split()[0], " ".join(sys.argv[1:]))
        )
    here = os.path.dirname(os.path.abspath(__file__))
    sys.path.insert(0, here)
    from devstack import environment
    from devstack.arguments import parse
    from devstack.saying import Trouble

    asked = parse(sys.argv[1:])
    try:
        python = environment.ensure(here, with_tests=asked.command == "test")
    except Trouble as trouble:
        sys.exit(str(trouble))
    os.environ["PYTHONPATH"] = here
    os.execv(python, [python, "-m", "devstack", *sys.argv[1:]])


if __name__ == "__main__":
    main()
