"""The server processes that are compared, and what the system says about each: CPU and memory."""

import contextlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

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
}
"""Name → the program; all serve the same store with the same keys."""

COMPARED = ("pult", "floor", "stock", "ceiling")
"""Those that are measured; `counted` only counts."""


@dataclass(frozen=True)
class Running:
    """A server process."""

    name: str
    port: int
    process: subprocess.Popen[bytes]

    def cpu_seconds(self) -> float:
        """Time that the process has spent on the CPU, of all its threads, in user and system mode.

        The clock of the process counts what utime and stime of /proc/<pid>/stat count, without rounding to ticks.
        """
        return time.clock_gettime((~self.process.pid << 3) | 2)

    def resident_mib(self) -> float:
        """Resident memory."""
        lines = Path(f"/proc/{self.process.pid}/status").read_text().splitlines()
        line = next(line for line in lines if line.startswith("VmRSS:"))
        return int(line.split()[1]) / 1_024


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
    }
    process = subprocess.Popen([sys.executable, *PROGRAMS[name]], cwd=root, env=environment)
    try:
        yield Running(name, port, process)
    finally:
        process.terminate()
        process.wait(STOP_SECONDS)


def case_keys(root: Path) -> frozenset[str]:
    """The keys of a stored case and its routings as the checkout `root` knows them: an older one refuses what it does not
    know."""
    program = (
        "import schema.build; from documents.cases.document import Case, Routing; "
        "print(*Case.model_fields, *Routing.model_fields)"
    )
    return frozenset(_told_by(root, program).split())


def release_known(root: Path) -> int:
    """The release of data that the checkout `root` works on: it starts on no other."""
    return int(_told_by(root, "from documents.installation.releases import CURRENT; print(CURRENT)"))


def _told_by(root: Path, program: str) -> str:
    return subprocess.run(
        [sys.executable, "-c", program], cwd=root, check=True, capture_output=True, text=True
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
