"""Threads that wait for the store: the driver waits by blocking, and whatever wakes one up is paid for by every command."""

import asyncio
import threading
from collections import deque
from collections.abc import Callable
from typing import Any

MOST = 64
"""Commands that are waited for at once; further ones queue."""


class Workers:
    """Calls functions in threads. The one that became free last is asked first, since what it used is still at hand;
    a thread is started where none is free. They end with the process."""

    def __init__(self, most: int = MOST) -> None:
        self._lock = threading.Lock()
        self._idle: list[Worker] = []
        self._waiting: deque[Job] = deque()
        self._left = most

    def run(self, function: Callable[..., Any], *arguments: Any) -> "asyncio.Future[Any]":
        """What the function gives, or raises. Whoever stops waiting does not stop the call."""
        future = asyncio.get_running_loop().create_future()
        job = (future, function, arguments)
        with self._lock:
            if self._idle:
                self._idle.pop().take(job)
            elif self._left:
                self._left -= 1
                Worker(self, job).start()
            else:
                self._waiting.append(job)
        return future

    def next_job(self, worker: "Worker") -> "Job | None":
        """The next of those that queue; where there is none the worker is free."""
        with self._lock:
            if self._waiting:
                return self._waiting.popleft()
            self._idle.append(worker)
            return None


Job = tuple["asyncio.Future[Any]", Callable[..., Any], tuple[Any, ...]]


class Worker(threading.Thread):
    """One thread, with one job at a time."""

    def __init__(self, workers: Workers, job: Job) -> None:
        super().__init__(daemon=True, name="store")
        self._workers = workers
        self._given: Job | None = job
        # Held until there is something to do.
        self._ready = threading.Lock()
        self._ready.acquire()

    def take(self, job: Job) -> None:
        """Wake up for a job."""
        self._given = job
        self._ready.release()

    def run(self) -> None:
        """Work until the process ends."""
        job = self._given
        while True:
            self._given = None
            if job is not None:
                _call(*job)
            job = self._workers.next_job(self)
            if job is None:
                self._ready.acquire()
                job = self._given


def _call(future: "asyncio.Future[Any]", function: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
    settle: Callable[[Any], None]
    try:
        outcome, settle = function(*arguments), future.set_result
    except BaseException as error:  # noqa: BLE001  # told to whoever waits
        outcome, settle = error, future.set_exception
    try:
        future.get_loop().call_soon_threadsafe(_settle, future, settle, outcome)
    except RuntimeError:
        return  # the loop is closed: nobody waits any more


def _settle(future: "asyncio.Future[Any]", settle: Callable[[Any], None], outcome: Any) -> None:
    if not future.done():
        settle(outcome)


WORKERS = Workers()
"""One pool a process, as the driver's own is."""
