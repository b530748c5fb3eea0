"""Several management commands in one process: starting Django once is most of their time.

Run as `python -m devstack.commands "migrate --noinput" apply_grants`; stops at the first that
fails. The system checks run before the first, as they do under manage.py.
"""

from __future__ import annotations

import shlex
import sys

import django
from django.core.management import CommandError, call_command


def main() -> None:
    django.setup()
    for words in sys.argv[1:]:
        name, *options = shlex.split(words)
        try:
            call_command(name, *options)
        except CommandError as error:
            sys.exit(f"{name}: {error}")


if __name__ == "__main__":
    main()
