"""The server processes that are compared, and what the system says about each: CPU and memory."""

import contextlib
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
STOP_SECONDS = 20

BEFORE = "before"
"""Pult as another checkout has it, where one is named."""

PROGRAMS: Mapping[str, tuple[str, ...]] = {
    "pult": ("-m", "api", "serve"),
    BEFORE: ("-m", "api", "serve"),
    "floor": ("-m", "tests.bench.floor"),
    "stock": ("-m", "tests.bench.stock"),
    "ceiling": ("-m", "tests.bench.ceiling"),
    "counted": ("-m", "tests.bench.counted"),
    "grown": ("-m", "tests.growth.server"),
    "counting": ("-m", "tests.growth.server", "--counting"),
}
"""Name → the program; all serve the same store with the same keys."""

COMPARED = ("pult", "floor", "stock", "ceiling")
"""Those that `make bench` measures; `counted` only counts, and the last two are for `make growth`."""


@dataclass(frozen=True)
class Running:
    """A server process."""

    name: str
    port: int
    process: subprocess.Popen[bytes]

    def cpu_seconds(self) -> float:
        """Time that the process has spent on the CPU."""
        return cpu_seconds(self.process.pid)

    def resident_mib(self) -> float:
        """Resident memory."""
        lines = Path(f"/proc/{self.process.pid}/status").read_text().splitlines()
        line = next(line for line in lines if line.startswith("VmRSS:"))
        return int(line.split()[1]) / 1_024


def cpu_seconds(pid: int) -> float:
    """Time that a process has spent on the CPU, of all its threads, in user and system mode.

    The clock of the process counts what utime and stime of /proc/<pid>/stat count, without rounding to ticks.
    """
    return time.clock_gettime((~pid << 3) | 2)


@contextlib.contextmanager
def running(name: str, store_url: str, var_dir: Path, root: Path = ROOT) -> Iterator[Running]:
    """Run a server of the checkout `root` while the block runs; whoever needs it waits for its first answer."""
    port = _free_port()
    environment = {
        **os.environ,
        "PORT": str(port),
        "VAR_DIR": str(var_dir),
        "MONGODB_URL": store_url,
        "LOG_LEVEL": "WARNING",
        "ACCESS_TOKEN_SECONDS": "3600",
        # One person asks as fast as the server can: counted as ever, and never at the end of a budget.
        "MEMBER_POINTS": "1000000000000",
        # A release before may have other keys under the name of an index; what is measured here uses none of those.
        "REPLACE_INDEXES": "true" if name == BEFORE else "false",
    }
    process = subprocess.Popen([sys.executable, *PROGRAMS[name]], cwd=root, env=environment)
    try:
        yield Running(name, port, process)
    finally:
        process.terminate()
        process.wait(STOP_SECONDS)


@dataclass(frozen=True)
class KnownCases:
    """What a checkout knows of stored cases: an older one refuses what it does not know."""

    fields: frozenset[str]
    """Paths with dots between; lists are passed through."""

    values: Mapping[str, frozenset[str]]
    """Path → the values that it can answer."""

    def can_answer(self, row: Mapping[str, Any]) -> bool:
        """Return whether the checkout knows the values of a stored case."""
        return all(_found(row, path.split(".")) <= known for path, known in self.values.items())

    def cut(self, row: Any, above: str = "") -> Any:
        """Return a stored value without the fields that the checkout does not know."""
        if isinstance(row, list):
            return [self.cut(one, above) for one in row]
        if not isinstance(row, dict) or not any(one.startswith(above) for one in self.fields):
            return row
        return {
            name: self.cut(value, f"{above}{name}.")
            for name, value in row.items()
            if name == "_id" or above + name in self.fields
        }

    def names_beyond(self, other: "KnownCases") -> frozenset[str]:
        """Return the names of fields that this checkout has somewhere and the other nowhere."""
        return _last_names(self.fields) - _last_names(other.fields)


def cases_known(root: Path) -> KnownCases:
    """Ask the checkout `root` what it knows of stored cases."""
    told = json.loads(_told_by(root, str(Path(__file__).with_name("known.py"))))
    return KnownCases(
        frozenset(told["fields"]), {path: frozenset(values) for path, values in told["values"].items()}
    )


def _found(value: Any, path: Sequence[str]) -> frozenset[str]:
    if isinstance(value, list):
        return frozenset().union(*(_found(one, path) for one in value))
    if not path:
        return frozenset() if value is None else frozenset([value])
    return _found(value.get(path[0]), path[1:]) if isinstance(value, dict) else frozenset()


def _last_names(paths: frozenset[str]) -> frozenset[str]:
    return frozenset(one.rpartition(".")[2] for one in paths)


def release_known(root: Path) -> int:
    """The release of data that the checkout `root` works on: it starts on no other."""
    return int(_told_by(root, "-c", "from documents.installation.releases import CURRENT; print(CURRENT)"))


def _told_by(root: Path, *program: str) -> str:
    return subprocess.run(
        [sys.executable, *program],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
        check=True,
        capture_output=True,
        text=True,
    ).stdout


def wait_for(server: Running, *, seconds: float = 60) -> None:
    """Return once the port accepts. Raises: RuntimeError when the process ends or the time is over."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if server.process.poll() is not None:
            raise RuntimeError(f"{server.name} ended with {server.process.returncode}")
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", server.port), timeout=1):
            return
        server_pause()
    raise RuntimeError(f"{server.name} does not answer")


def server_pause() -> None:
    """Let a starting server have the CPU for a moment."""
    with contextlib.suppress(subprocess.TimeoutExpired):
        subprocess.run(["sleep", "0.02"], check=True, timeout=5)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
