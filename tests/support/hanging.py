"""Whoever hangs for good tells where, and ends: pytest's own watch starts and stops a thread around every test."""

import faulthandler
import time
from dataclasses import dataclass

import pytest
from _pytest.faulthandler import fault_handler_stderr_fd_key

HANGING_SECONDS = 1_500
"""So long a test may take with all that it stands on: the demo, which is loaded once, has ten minutes."""

RENEWED_SECONDS = 60


@dataclass
class Watchdog:
    """One watch over a process of tests, renewed by those that go on, at most once a minute."""

    renewed_at: float | None = None

    def renew(self, config: pytest.Config) -> None:
        """Say that tests go on."""
        now = time.monotonic()
        if self.renewed_at is None or now - self.renewed_at > RENEWED_SECONDS:
            told = config.stash[fault_handler_stderr_fd_key]
            faulthandler.dump_traceback_later(HANGING_SECONDS, file=told, exit=True)
            self.renewed_at = now

    def end(self) -> None:
        """Watch no longer."""
        faulthandler.cancel_dump_traceback_later()
