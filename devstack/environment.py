"""Build .venv from the hash-locked requirements. Standard library only: there is no .venv yet."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from devstack.saying import Trouble, say

RUN = ("requirements.txt", "requirements-embedded.txt")
TEST = (*RUN, "requirements-dev.txt")
INSTALLER = "requirements-uv.txt"


def ensure(checkout: str | Path, *, with_tests: bool) -> str:
    """Return the path of .venv's Python, made or brought up to date when the locks changed."""
    root = Path(checkout)
    venv = root / ".venv"
    locks = TEST if with_tests else RUN
    with _one_at_a_time(root):
        if not _usable(venv):
            _create(venv)
        if not (_stamped(venv, root, TEST) or _stamped(venv, root, locks)):
            _install(venv, root, locks)
            (venv / ".locks").write_text(_fingerprint(root, locks))
    return str(venv / "bin" / "python")


@contextlib.contextmanager
def _one_at_a_time(root: Path) -> Iterator[None]:
    """Two launchers started together must not install into one environment at once."""
    folder = root / "var"
    folder.mkdir(mode=0o700, exist_ok=True)
    with (folder / "environment.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _fingerprint(root: Path, locks: tuple[str, ...]) -> str:
    digest = hashlib.sha256(repr((sys.version_info[:2], locks)).encode())
    for name in locks:
        digest.update((root / name).read_bytes())
    return digest.hexdigest()


def _stamped(venv: Path, root: Path, locks: tuple[str, ...]) -> bool:
    stamp = venv / ".locks"
    return stamp.exists() and stamp.read_text() == _fingerprint(root, locks)


def _usable(venv: Path) -> bool:
    """False also for an environment of another Python, or one whose Python has gone."""
    python = venv / "bin" / "python"
    if not python.exists():
        return False
    asked = "import sys; print(*sys.version_info[:2])"
    seen = subprocess.run([python, "-c", asked], capture_output=True, text=True)
    return seen.stdout.split() == [str(part) for part in sys.version_info[:2]]


def _create(venv: Path) -> None:
    say("making .venv")
    shutil.rmtree(venv, ignore_errors=True)
    made = subprocess.run([sys.executable, "-m", "venv", str(venv)], capture_output=True, text=True)
    if made.returncode:
        shutil.rmtree(venv, ignore_errors=True)
        minor = f"{sys.version_info[0]}.{sys.version_info[1]}"
        raise Trouble(
            f"Python cannot make a virtual environment:\n{(made.stderr or made.stdout).strip()}\n\n"
            f"On Debian and Ubuntu: apt-get install python{minor}-venv, then start again."
        )


def _install(venv: Path, root: Path, locks: tuple[str, ...]) -> None:
    """Install with uv, or with pip where uv cannot be had. Both check every hash."""
    files = [word for name in locks for word in ("-r", str(root / name))]
    python = str(venv / "bin" / "python")
    pip = [
        python,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--require-hashes",
    ]
    uv = venv / "bin" / "uv"
    if not uv.exists():
        subprocess.run([*pip, "-r", str(root / INSTALLER)], capture_output=True)
    if uv.exists():
        say("installing what the platform needs (uv)")
        fast = [
            str(uv),
            "pip",
            "install",
            "--quiet",
            "--python",
            python,
            "--system-certs",
            "--require-hashes",
            *files,
        ]
        if subprocess.run(fast).returncode == 0:
            return
        say("uv could not do it")
    say("installing what the platform needs (pip)")
    environment = {**os.environ, "PIP_NO_INPUT": "1"}
    if subprocess.run([*pip, *files], env=environment).returncode:
        raise Trouble(
            "The requirements could not be installed: the lines above say which and why.\n"
            "A network or a package mirror is needed once; after that dev.py works without."
        )
