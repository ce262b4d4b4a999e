"""The loop of a worker: runs each job when it is due, until it is told to stop."""

import asyncio
import contextlib
import signal
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

import structlog
from pymongo.errors import PyMongoError

from api.worker.running import Running, StoreAway
from documents.jobs.notes import states
from documents.kernel.write.jobs import Job, Trigger, jobs
from documents.kernel.write.stamping import head

log = structlog.get_logger("api.worker")

LOOK_SECONDS = 0.2
"""How often it is looked what is due."""

AWAY_SECONDS = 1.0
"""How long it waits where the store is not there."""

ENDING_SECONDS = 4.0
"""How long a job may take to come to its end when the worker is told to stop."""

Row = Mapping[str, Any]


class Worker:
    """The jobs of one process: of those that are due, each in a task of its own, no job twice at once."""

    def __init__(self, running: Running) -> None:
        self.running = running
        self._tasks: dict[str, asyncio.Task[object]] = {}
        self._is_away = False
        self.looked_at: datetime | None = None
        self.overdue: Mapping[str, float] = {}

    async def work(self) -> None:
        """Work until told to stop; then what is under way comes to its end, or is ended."""
        stopping = self.running.stopping
        while not stopping.is_set():
            await self.running.pause(LOOK_SECONDS if await self._look() else AWAY_SECONDS)
        await self._ended()

    async def _look(self) -> bool:
        """Begin what is due, and say whether the store was there to tell."""
        store, now = self.running.container.store, self.running.clock()
        try:
            known, last = await states(store), await head(store)
        except PyMongoError as error:
            self._note_away(error)
            return False
        if self._is_away:
            self._is_away = False
            log.info("store_is_back")
        self.looked_at = now
        self.overdue = {job.name: overdue_seconds(job, known.get(job.name), now) for job in jobs().values()}
        for job in jobs().values():
            if job.name not in self._tasks and is_due(job, known.get(job.name), last, now):
                self._tasks[job.name] = asyncio.create_task(self._run(job))
        return True

    async def _run(self, job: Job) -> None:
        try:
            await self._attempt(job)
        finally:
            del self._tasks[job.name]

    async def _attempt(self, job: Job) -> None:
        try:
            if await self.running.run(job) is None:
                # Another worker has it: it is not asked for its lease at every look.
                await self.running.pause(self.running.lease_seconds / 5)
        except StoreAway as error:
            self._note_away(error)
            await self.running.pause(AWAY_SECONDS)
        except Exception:
            # Not the job's own failure, which is noted: of the worker around it. Nothing is lost by looking again.
            log.exception("run_failed", job=job.name)
            await self.running.pause(AWAY_SECONDS)

    def _note_away(self, error: Exception) -> None:
        if not self._is_away:
            self._is_away = True
            log.warning("store_is_away", kind=type(error).__name__)

    async def _ended(self) -> None:
        tasks = list(self._tasks.values())
        if not tasks:
            return
        _, late = await asyncio.wait(tasks, timeout=ENDING_SECONDS)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)


def is_due(job: Job, state: Row | None, last: int, now: datetime) -> bool:
    """Return whether a job is to run at `now`. `last` is the last position that an event was given; a job that never ran
    is due at once, one that is parked never."""
    if state is None:
        return True
    if state["due_at"] is None or state["due_at"] > now:
        return False
    return job.trigger is not Trigger.EVENTS or last > (state["position"] or 0)


def overdue_seconds(job: Job, state: Row | None, now: datetime) -> float:
    """Return for how long a job of a period has been due; one that is parked has been from its last run on."""
    if state is None or job.trigger is not Trigger.PERIOD:
        return 0.0
    since = state["due_at"] or state.get("last_started_at") or now
    return max(0.0, (now - since).total_seconds())


@contextlib.contextmanager
def stopped_by_signals(stopping: asyncio.Event) -> Iterator[None]:
    """Have SIGTERM and SIGINT set the event while the block runs."""
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopping.set)
    try:
        yield
    finally:
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.remove_signal_handler(number)
