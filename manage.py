#!/usr/bin/env python3
"""Django's command line. Commands that change the schema run as the owner of the tables."""

import os
import sys

OWNER_COMMANDS = {"migrate", "apply_grants", "sqlmigrate", "makemigrations", "dbshell", "flush"}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "more_platform.settings")
    if len(sys.argv) > 1 and sys.argv[1] in OWNER_COMMANDS and os.environ.get("OWNER_DATABASE_URL"):
        os.environ["DATABASE_URL"] = os.environ["OWNER_DATABASE_URL"]
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
