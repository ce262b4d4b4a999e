"""Programs beside a test, each a process of its own: commands run to their end, servers until they are ended."""

import contextlib
import itertools
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from tests.support.nursery import READY
from tests.support.touched import TOUCHED

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 60
STOP_SECONDS = 25
COMMAND_SECONDS = 60


@dataclass
class Program:
    """A process that the nursery gave birth to, and the files that it writes to."""

    pid: int
    output: Path
    errors: Path
    connection: socket.socket

    @property
    def written(self) -> str:
        """What it has written so far."""
        return self.output.read_text() if self.output.exists() else ""

    @cached_property
    def code(self) -> int:
        """How it ended; waits for it. Raises: TimeoutError where it goes on beyond what `wait` allowed."""
        told: int = json.loads(_line(self.connection))["code"]
        self.connection.close()
        return told

    def wait(self, seconds: float) -> int:
        """Its exit code, negative for a signal, as soon as it has ended. Raises: TimeoutError."""
        if "code" not in vars(self):
            self.connection.settimeout(seconds)
        return self.code

    def send_signal(self, number: int) -> None:
        """Send it a signal. Raises: ProcessLookupError where it has ended."""
        os.kill(self.pid, number)

    def end(self) -> None:
        """Ask it to end, and make it end where it does not. Safe to call twice."""
        for number in (signal.SIGTERM, signal.SIGKILL):
            with contextlib.suppress(ProcessLookupError):
                self.send_signal(number)
            with contextlib.suppress(TimeoutError):
                self.wait(STOP_SECONDS)
                return


class Nursery:
    """The process that divides, from its first child on; one for all processes of tests where these divided from one. What
    it reads beforehand its children need not read."""

    def __init__(self, *, reads: bool = True) -> None:
        self._reads = reads
        self._begins_at_once = False
        self._place: Path | None = None
        self._process: subprocess.Popen[str] | None = None
        self._numbers = itertools.count(1)
        self._lock = threading.Lock()

    def start(
        self,
        module: str,
        *arguments: str,
        environment: Mapping[str, str],
        output: Path,
        errors: Path | None = None,
    ) -> Program:
        """Run `python -m module arguments…` with this added to the environment of the tests. Both streams are appended to
        `output` where no file for errors is named."""
        TOUCHED.forget()
        request = {
            "module": module,
            "arguments": arguments,
            "environment": {**os.environ, **environment},
            "output": str(output),
            "errors": str(errors or output),
        }
        connection = socket.socket(socket.AF_UNIX)
        connection.settimeout(START_SECONDS)
        connection.connect(str(self._listening() / "nursery"))
        connection.sendall(json.dumps(request).encode() + b"\n")
        return Program(json.loads(_line(connection))["pid"], output, errors or output, connection)

    def lend(self, *, at_once: bool) -> None:
        """Start the process for those that divide from this one; it reads beside this one, or before its first child."""
        self._begins_at_once = at_once
        self._listening()

    def borrow(self) -> None:
        """In one that divided: ask that process, which ends with the one that started it."""
        if self._process is not None and self._process.stdin is not None:
            self._process.stdin.close()
        self._process = None

    def end(self) -> None:
        """End the process where it was started here, and with it what its children have not ended by themselves."""
        if self._process is not None and self._place is not None:
            try:
                self._process.communicate(timeout=STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.communicate()
            shutil.rmtree(self._place, ignore_errors=True)
        self._process = self._place = None

    def file(self, name: str) -> Path:
        """A new place for what a program writes."""
        return self._listening() / f"{os.getpid()}-{next(self._numbers)}-{name}"

    def _listening(self) -> Path:
        """The folder of its socket and of what its children write; the process is started where there is none yet."""
        with self._lock:
            if self._place is None:
                self._place = Path(tempfile.mkdtemp(prefix="pult-"))
                self._begin(self._place)
            return self._place

    def _begin(self, place: Path) -> None:
        self._process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "tests.support.nursery",
                str(place / "nursery"),
                *(["reads"] * self._reads),
                *(["at once"] * self._begins_at_once),
            ],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        assert self._process.stdout is not None
        assert self._process.stdout.readline() == READY, "the nursery did not start; its words are above"


NURSERY = Nursery()
"""That of this process; `tests/conftest.py` ends it."""


@dataclass(frozen=True)
class Ended:
    """A command that has ended: its exit code and what it wrote."""

    returncode: int
    stdout: str
    stderr: str


def run(module: str, *arguments: str, **environment: str) -> Ended:
    """Run `python -m module arguments…` to its end. Raises: TimeoutError after a minute."""
    output, errors = NURSERY.file("output"), NURSERY.file("errors")
    program = NURSERY.start(module, *arguments, environment=environment, output=output, errors=errors)
    try:
        code = program.wait(COMMAND_SECONDS)
    finally:
        program.end()
    return Ended(code, output.read_text(), errors.read_text())


def _line(connection: socket.socket) -> bytes:
    """The next line of a connection, read byte by byte: what follows is another's."""
    found = bytearray()
    while not found.endswith(b"\n"):
        byte = connection.recv(1)
        assert byte, "the nursery has ended"
        found += byte
    return bytes(found)
