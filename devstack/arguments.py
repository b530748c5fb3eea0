"""The command line of dev.py."""

from __future__ import annotations

import argparse

PASSING_ON = {"manage": "management command", "test": "pytest arguments"}


def parse(words: list[str]) -> argparse.Namespace:
    """Return what was asked: `command`, and `port` or `rest` where the command has them."""
    # By hand: argparse would keep options such as `-k` or `--help` for itself.
    if words and words[0] in PASSING_ON:
        return argparse.Namespace(command=words[0], rest=words[1:])
    parser = argparse.ArgumentParser(
        prog="dev.py", description="Start, check, manage and test the platform on one machine."
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    up = commands.add_parser("up", help="start everything with a demo clinic; Ctrl-C stops it")
    up.add_argument("--port", type=_port, help="the port of the site (8000, or any free one)")
    commands.add_parser("check", help="drive the main job through a throw-away copy")
    commands.add_parser("manage", help="run a management command: dev.py manage ARGS…")
    commands.add_parser("test", help="run the tests: dev.py test [pytest arguments]")
    return parser.parse_args(words)


def _port(text: str) -> int:
    if not text.isdigit() or not 1 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"{text!r} is not a port (1 to 65535)")
    return int(text)
