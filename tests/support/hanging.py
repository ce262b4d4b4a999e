"""Whoever hangs for good tells where, and ends: pytest's own watch starts and stops a thread around every test."""

import faulthandler
import time
from dataclasses import dataclass

import pytest
from _pytest.faulthandler import fault_handler_stderr_fd_key

HANGING_SECONDS = 1_500
"""So long a test may take with all that it stands on: the demo, which is loaded once, has ten minutes. A test whose own
`timeout` is longer has that."""

RENEWED_SECONDS = 60


@dataclass
class Watchdog:
    """One watch over a process of tests, renewed by those that go on, at most once a minute."""

    renewed_at: float | None = None

    def renew(self, item: pytest.Item) -> None:
        """Say that tests go on, and with which."""
        now, own = time.monotonic(), item.get_closest_marker("timeout")
        seconds = max([HANGING_SECONDS, *(own.args if own else ())])
        if self.renewed_at is None or now - self.renewed_at > RENEWED_SECONDS or seconds > HANGING_SECONDS:
            told = item.config.stash[fault_handler_stderr_fd_key]
            faulthandler.dump_traceback_later(seconds, file=told, exit=True)
            self.renewed_at = now

    def end(self) -> None:
        """Watch no longer."""
        faulthandler.cancel_dump_traceback_later()
