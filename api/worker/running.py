"""Runs one job: takes its lease, keeps it, notes how the run ended, and gives the lease back."""

import asyncio
import contextlib
import random
import secrets
from collections import Counter
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import datetime

import structlog
from pymongo.errors import PyMongoError

from api.clock import monotonic, utc_now
from api.metrics import SECONDS, Distribution
from auth.errors import Timeout
from documents.container import Container
from documents.jobs import notes
from documents.jobs.notes import JobNotes
from documents.jobs.vocabulary import Outcome
from documents.kernel.store.connection import is_away
from documents.kernel.write import leases
from documents.kernel.write.jobs import Job, JobRun, OnItems, Trigger
from documents.kernel.write.leases import Fence, LeaseLost
from documents.kernel.write.letters import Post
from documents.kernel.write.lists import Lists
from documents.kernel.write.outgoing import Outgoing, Selections

log = structlog.get_logger("api.worker")

RENEWED_EACH = 1 / 3
"""After which share of its time a lease is renewed."""


AWAY = "The database stopped responding. Run this again."


class StoreAway(Exception):
    """The store was not there: no fault of the job, which is run again when it is."""


@dataclass
class JobFigures:
    """What a worker counted of its runs."""

    outcomes: Counter[tuple[str, str]] = field(default_factory=Counter)
    seconds: dict[str, Distribution] = field(default_factory=dict)
    delays: Distribution = field(default_factory=lambda: Distribution(SECONDS))

    def note(self, job: str, outcome: Outcome, milliseconds: int) -> None:
        """Count a run."""
        self.outcomes[job, outcome.value] += 1
        self.seconds.setdefault(job, Distribution(SECONDS)).note(milliseconds / 1000)


@dataclass
class Running:
    """What runs of jobs have in common in one process."""

    container: Container
    lease_seconds: float
    clock: Callable[[], datetime] = utc_now
    jitter: Callable[[], float] = random.random
    stopping: asyncio.Event = field(default_factory=asyncio.Event)
    figures: JobFigures = field(default_factory=JobFigures)
    post: Post | None = None
    lists: Lists | None = None
    outgoing: Outgoing | None = None
    selections: Selections | None = None

    async def run(
        self, job: Job, *, told: OnItems = lambda _done, _of: None, now: datetime | None = None
    ) -> Outcome | None:
        """Run a job once, at `now` (None: by the clock); how it ended comes back, None where another process has it.

        Raises: StoreAway.
        """
        try:
            async with self._held(job) as fence:
                return None if fence is None else await self._noted(job, fence, told, now)
        except PyMongoError as error:
            if is_away(error):
                raise StoreAway(AWAY) from error
            raise

    @contextlib.asynccontextmanager
    async def _held(self, job: Job) -> AsyncIterator[Fence | None]:
        """Hold the job's lease while the block runs; None where somebody else does."""
        store, seconds = self.container.store, self.lease_seconds
        fence = await leases.take(
            store, f"job:{job.name}", secrets.token_hex(8), self.clock(), seconds=seconds
        )
        if fence is None:
            yield None
            return
        keeping = asyncio.create_task(self._kept(fence))
        try:
            yield fence
        finally:
            keeping.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await keeping
            with contextlib.suppress(PyMongoError):
                await leases.give_back(store, fence, self.clock())

    async def _kept(self, fence: Fence) -> None:
        while True:
            # Renewing is by the clock, as the lease is; it ends with the task.
            await asyncio.sleep(self.lease_seconds * RENEWED_EACH)
            with contextlib.suppress(PyMongoError):
                if not await leases.renew(
                    self.container.store, fence, self.clock(), seconds=self.lease_seconds
                ):
                    return

    async def _noted(self, job: Job, fence: Fence, told: OnItems, now: datetime | None) -> Outcome | None:
        store, began = self.container.store, monotonic()
        run = self._prepared(job, fence, told, now or self.clock())
        was_due_at = await notes.begun(store, job, run.now)
        try:
            await job.run(run)
        except LeaseLost:
            log.warning("lease_lost", job=job.name)
            return None
        except Exception as error:
            if isinstance(error, Timeout) or is_away(error):
                raise StoreAway(AWAY) from error
            log.exception("job_failed", job=job.name)
            took, kind = _since(began), type(error).__name__
            outcome = await notes.broke_off(
                store,
                job,
                run.now,
                was_due_at=was_due_at,
                milliseconds=took,
                error=kind,
                jitter=self.jitter(),
            )
            self.figures.note(job.name, outcome, took)
            return outcome
        stopped = self.stopping.is_set() and job.trigger is not Trigger.ALWAYS
        took = _since(began)
        outcome = await notes.ended(store, run, was_due_at=was_due_at, milliseconds=took, stopped=stopped)
        self.figures.note(job.name, outcome, took)
        if outcome is not Outcome.DONE or (run.counts and job.trigger is Trigger.PERIOD):
            log.info("job_ran", job=job.name, outcome=outcome.value, **run.counts)
        return outcome

    def _prepared(self, job: Job, fence: Fence, told: OnItems, now: datetime) -> JobRun:
        container = self.container
        return JobRun(
            job=job,
            store=container.store,
            runner=container.runner,
            reference=container.reference,
            access=container.access,
            fence=fence,
            now=now,
            notes=JobNotes(container.store, job, self.jitter),
            is_stopping=self.stopping.is_set,
            pause=self.pause,
            told=told,
            post=self.post,
            lists=self.lists,
            outgoing=self.outgoing,
            selections=self.selections,
            vault=container.vault,
            noticed=lambda moment: self.figures.delays.note((self.clock() - moment).total_seconds()),
        )

    async def pause(self, seconds: float) -> None:
        """Wait so long, or until the process is told to stop."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self.stopping.wait()


def _since(began: float) -> int:
    return round((monotonic() - began) * 1000)
