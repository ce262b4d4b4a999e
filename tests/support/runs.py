"""Runs of jobs in a test: as of any moment, without a worker."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime

from api.worker.running import Running
from documents.jobs.vocabulary import Outcome
from documents.kernel.write import leases
from documents.kernel.write.jobs import Job, JobRun, Trigger, jobs
from documents.kernel.write.stamping import stamp
from tests.support.town import Town


@dataclass
class Clock:
    """A clock that a test moves."""

    now: datetime

    def __call__(self) -> datetime:
        return self.now


@dataclass
class Bench:
    """A town whose jobs a test runs by hand."""

    town: Town
    clock: Clock = field(init=False)
    running: Running = field(init=False)

    def __post_init__(self) -> None:
        self.clock = Clock(self.town.now)
        self.running = Running(self.town.container, 15, self.clock, lambda: 0.0, asyncio.Event())

    async def run(self, job: Job | str, at: datetime | None = None) -> Outcome | None:
        """Run a job as of a moment, by default the clock's."""
        self.clock.now = at or self.clock.now
        return await self.running.run(jobs()[job] if isinstance(job, str) else job)


def made_up(
    run: Callable[[JobRun], Awaitable[None]], *, trigger: Trigger = Trigger.PERIOD, attempts: int = 3
) -> Job:
    """Return a job that no table holds."""
    return Job(run.__name__, "Пробное задание", run, trigger=trigger, attempts=attempts)


async def stamped(bench: Bench) -> None:
    """Give all events their positions."""
    now = bench.clock.now
    fence = await leases.take(bench.town.store, "job:stamp_events", str(now), now, seconds=0)
    assert fence is not None
    while await stamp(bench.town.store, fence):
        pass
