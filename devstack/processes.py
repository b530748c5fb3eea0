"""Start, watch and stop child processes so that none outlives the launcher."""

from __future__ import annotations

import ctypes
import json
import os
import pwd
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from devstack.places import Place
from devstack.saying import Trouble

_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True)


@dataclass
class Child:
    name: str
    process: subprocess.Popen[bytes]
    stop_with: signal.Signals
    log: Path

    @property
    def alive(self) -> bool:
        return self.process.poll() is None


class Crew:
    """The processes of one stack. Stopped in the reverse of the order they were started in."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.children: list[Child] = []

    def start(
        self,
        name: str,
        argv: Sequence[str | Path],
        *,
        env: Mapping[str, str],
        cwd: Path | str,
        stop_with: signal.Signals = signal.SIGTERM,
        runs_as: str | None = None,
    ) -> Child:
        """Start one process that is told to stop when this launcher dies, however it dies."""
        log = self.place.logs / f"{name}.log"
        as_user: dict[str, object] = (
            {"user": runs_as, "group": group_of(runs_as), "extra_groups": []} if runs_as else {}
        )
        with log.open("ab") as output:
            process = subprocess.Popen(
                [str(word) for word in argv],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=dict(env),
                cwd=cwd,
                start_new_session=True,
                preexec_fn=_dies_with(os.getpid(), stop_with),
                **as_user,  # type: ignore[call-overload]
            )
        child = Child(name, process, stop_with, log)
        self.children.append(child)
        _pid_file(self.place, name).write_text(
            json.dumps({"pid": process.pid, "began": _began(process.pid)})
        )
        return child

    def fallen(self) -> Child | None:
        return next((child for child in self.children if not child.alive), None)

    def stop(self, child: Child, patience: float = 15) -> None:
        if child.alive:
            child.process.send_signal(child.stop_with)
            try:
                child.process.wait(patience)
            except subprocess.TimeoutExpired:
                os.killpg(child.process.pid, signal.SIGKILL)
                child.process.wait()
        self.children.remove(child)
        _pid_file(self.place, child.name).unlink(missing_ok=True)

    def kill(self, child: Child) -> None:
        """Let it die at once with all it has started, as after a power cut."""
        os.killpg(child.process.pid, signal.SIGKILL)
        child.process.wait()
        self.children.remove(child)
        _pid_file(self.place, child.name).unlink(missing_ok=True)

    def stop_all(self, told: Callable[[str], None] = lambda name: None) -> None:
        for child in reversed(list(self.children)):
            told(child.name)
            self.stop(child)


def group_of(user: str) -> int:
    return pwd.getpwnam(user).pw_gid


def sweep(place: Place) -> list[str]:
    """Stop what a killed launcher left running here. Returns the names of what was stopped."""
    stopped = []
    for path in sorted(place.run.glob("*.pid"), reverse=True):
        try:
            known = json.loads(path.read_text())
        except ValueError:
            known = {"pid": 0, "began": ""}  # Cut short by the kill: nothing to go by.
        if known["pid"] and known["began"] and _began(known["pid"]) == known["began"]:
            stop_stranger(known["pid"], signal.SIGTERM)
            stopped.append(path.stem)
        path.unlink()
    return stopped


def stop_stranger(pid: int, how: signal.Signals, patience: float = 15) -> None:
    """Stop a process that is not our child, waiting until it is gone."""
    for attempt in (how, signal.SIGKILL):
        try:
            os.kill(pid, attempt)
        except ProcessLookupError:
            return
        until = time.monotonic() + patience
        while time.monotonic() < until:
            if not _began(pid):
                return
            time.sleep(0.05)
    raise Trouble(f"Process {pid}, left over from an earlier start, will not stop.")


def tail(path: Path, lines: int = 25) -> str:
    """The end of a log, for showing why a process fell."""
    if not path.exists():
        return ""
    return "\n".join(path.read_text(errors="replace").splitlines()[-lines:])


def _dies_with(parent: int, how: signal.Signals) -> Callable[[], None]:
    def before_exec() -> None:
        # After the change of user: that change clears the setting.
        _libc.prctl(_PR_SET_PDEATHSIG, int(how), 0, 0, 0)
        if os.getppid() != parent:  # The launcher died between the fork and here.
            os._exit(1)

    return before_exec


def _began(pid: int) -> str:
    """When a process began, in kernel ticks: with the pid it names one process for good."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return ""
    state, *rest = text.rpartition(")")[2].split()
    return "" if state == "Z" else rest[18]


def _pid_file(place: Place, name: str) -> Path:
    return place.run / f"{name}.pid"
