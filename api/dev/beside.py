"""The worker of a development start: a process beside the server, which ends with it however it ends."""

import contextlib
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

import structlog

from api.settings import Settings

log = structlog.get_logger("api.dev.worker")

HOLD, GO = b"hold\n", b"go\n"
"""What the worker is told of writes, over its input."""

AGAIN_SECONDS = 1.0
MOST_RESTARTS = 5
ENDING_SECONDS = 10.0
"""How long it has for what it was doing, when the server has ended."""


@dataclass
class WorkerBeside:
    """A thread that keeps one worker running from `begin` to `end`."""

    settings: Settings
    started: Callable[[int], object] = lambda _pid: None
    """Told the process of each worker that was started."""

    _is_held: bool = False
    _over: threading.Event = field(default_factory=threading.Event)
    _process: subprocess.Popen[bytes] | None = None
    _thread: threading.Thread | None = None

    def begin(self) -> None:
        """Start the worker."""
        self._process = self._start()
        self._tell()
        self._thread = threading.Thread(target=self._watch, name="worker", daemon=True)
        self._thread.start()

    def hold_writes(self, *, held: bool) -> None:
        """Have it begin no transaction from now on, or begin them again."""
        self._is_held = held
        self._tell()

    def end(self) -> None:
        """End it, and wait until it has ended. Safe to call twice, and where it never began."""
        self._over.set()
        if self._thread is not None:
            self._ask_to_end()
            self._thread.join()

    def _start(self) -> subprocess.Popen[bytes]:
        url = self.settings.mongodb_url
        assert url is not None, "the server has its store by now"
        environment = {
            **os.environ,
            "MONGODB_URL": url.get_secret_value(),
            "VAR_DIR": str(self.settings.var_dir),
            # Two starts beside each other would want the same one.
            "WORKER_PORT": os.environ.get("WORKER_PORT", "0"),
        }
        # Its input ends with this process, however that ends.
        command = [sys.executable, "-m", "api", "worker", "--with-stdin"]
        process = subprocess.Popen(command, stdin=subprocess.PIPE, env=environment)  # noqa: S603  # our own
        self.started(process.pid)
        return process

    def _tell(self) -> None:
        if self._process is None or self._process.stdin is None:
            return
        # One that has just ended is started again, and told then.
        with contextlib.suppress(OSError, ValueError):
            self._process.stdin.write(HOLD if self._is_held else GO)
            self._process.stdin.flush()

    def _watch(self) -> None:
        for restart in range(MOST_RESTARTS + 1):
            assert self._process is not None
            code = self._process.wait()
            if self._process.stdin is not None:
                self._process.stdin.close()
            if self._over.is_set():
                return
            log.error("worker_ended", exit_code=code, restart=restart + 1)
            if restart == MOST_RESTARTS or self._over.wait(AGAIN_SECONDS):
                break
            self._process = self._start()
            self._tell()
            if self._over.is_set():
                # Told to end in this very moment.
                self._process.terminate()
        log.error("worker_left_alone", restarts=MOST_RESTARTS)

    def _ask_to_end(self) -> None:
        assert self._process is not None
        if self._process.stdin is not None:
            self._process.stdin.close()
        # One that has not begun to work yet listens to nothing else.
        self._process.terminate()
        try:
            self._process.wait(ENDING_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
