"""What is kept of jobs: when each ran and how it ended, which of its things failed, and how far it has followed events."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from documents.jobs.document import FailedItem, JobState
from documents.jobs.vocabulary import Outcome
from documents.kernel.store.connection import Session, Store
from documents.kernel.write import ledger
from documents.kernel.write.jobs import Job, JobRun, Trigger, retried_after
from documents.kernel.write.stamping import told_so_far

STATES = ledger.bookkeeping(JobState)
ITEMS = ledger.bookkeeping(FailedItem)

MOST_ITEMS = 1_000
Row = Mapping[str, Any]
States = Mapping[str, Row]
"""Name of a job → its row."""


async def states(store: Store) -> States:
    """Return the rows of the jobs that ran, or began to, by name."""
    rows = await ledger.read_many(store, STATES, {}, at_most=MOST_ITEMS)
    return {row["_id"]: row for row in rows}


async def parked_items(store: Store, *, at_most: int = MOST_ITEMS) -> Sequence[Row]:
    """Return the things that wait for somebody: tried as often as their job says, without success."""
    return await ledger.read_many(
        store, ITEMS, {"tried_again_at": None}, at_most=at_most, newest_by="last_at"
    )


async def begun(store: Store, job: Job, now: datetime) -> datetime | None:
    """Note that a run begins, and return since when it was due (None: it was parked). A follower of events that never ran
    begins with what happens from now on: also where those of before have yet to get their positions, as after an upgrade."""
    fresh = {"_id": job.name, "due_at": now, "runs": 0, "failures": 0, "counts": {}, "position": None}
    row = await ledger.read(store, STATES, {"_id": job.name})
    if row is None:
        await ledger.add(store, STATES, {**fresh, "position": await told_so_far(store)})
    await ledger.change(
        store, STATES, {"_id": job.name}, {"$set": {"last_started_at": now}, "$inc": {"runs": 1}}
    )
    return now if row is None else row["due_at"]


async def ended(
    store: Store,
    run: JobRun,
    *,
    was_due_at: datetime | None,
    milliseconds: int,
    stopped: bool,
) -> Outcome:
    """Note that a run came to its end, and when the next one is due; how it ended comes back. What somebody made due while
    it ran stays due: the run may have gone past what it was put back for."""
    job, now, counts = run.job, run.now, run.counts
    outcome = Outcome.STOPPED if stopped else Outcome.INCOMPLETE if _lacks(counts) else Outcome.DONE
    due_at = job.due_after(now) if job.trigger is Trigger.PERIOD and not stopped else run.again_at or now
    sets = {
        "last_duration_ms": milliseconds,
        "last_outcome": outcome.value,
        "last_error": None,
        "counts": dict(counts),
        "failures": 0,
    }
    await ledger.change(store, STATES, {"_id": job.name}, {"$set": sets})
    await _due_next(store, job, was_due_at, due_at)
    return outcome


async def _due_next(store: Store, job: Job, was: datetime | None, due_at: datetime | None) -> None:
    await ledger.change(store, STATES, {"_id": job.name, "due_at": was}, {"$set": {"due_at": due_at}})


def _lacks(counts: Mapping[str, int]) -> bool:
    return bool(counts.get("failed") or counts.get("parked"))


async def broke_off(
    store: Store,
    job: Job,
    now: datetime,
    *,
    was_due_at: datetime | None,
    milliseconds: int,
    error: str,
    jitter: float,
) -> Outcome:
    """Note that a run failed as a whole: it is run again later, or parked after too many failures in a row."""
    row = await ledger.read(store, STATES, {"_id": job.name})
    failures = 1 + (row["failures"] if row else 0)
    parked = failures >= job.attempts
    outcome = Outcome.PARKED if parked else Outcome.FAILED
    sets = {
        "last_duration_ms": milliseconds,
        "last_outcome": outcome.value,
        "last_error": error,
        "failures": failures,
    }
    await ledger.change(store, STATES, {"_id": job.name}, {"$set": sets})
    await _due_next(store, job, was_due_at, None if parked else now + retried_after(failures, jitter))
    return outcome


async def put_back(store: Store, job: Job, now: datetime) -> None:
    """Let a job run as soon as a worker comes to it, and all that it parked be tried again."""
    await ledger.change(store, STATES, {"_id": job.name}, {"$set": {"due_at": now, "failures": 0}})
    await ledger.remove_many(store, ITEMS, {"job": job.name})


@dataclass(frozen=True)
class JobNotes:
    """What one run notes of its things; `jitter` draws from 0 to 1."""

    store: Store
    job: Job
    jitter: Callable[[], float]

    async def put_off(self, keys: Sequence[str], now: datetime) -> frozenset[str]:
        """Return those that are not to be tried at `now`: parked, or waiting for another attempt."""
        if not keys:
            return frozenset()
        rows = await ledger.read_many(self.store, ITEMS, {"job": self.job.name}, at_most=MOST_ITEMS)
        waiting = {row["key"] for row in rows if row["tried_again_at"] is None or row["tried_again_at"] > now}
        return frozenset(waiting & set(keys))

    async def failed(self, key: str, error: BaseException, now: datetime) -> datetime | None:
        """Note that one thing failed, and return when it is tried again; None where it is parked now."""
        row_id, kind = f"{self.job.name}:{key}", type(error).__name__
        row = await ledger.read(self.store, ITEMS, {"_id": row_id})
        failures = 1 + (row["failures"] if row else 0)
        parked = failures >= self.job.attempts
        again_at = None if parked else now + retried_after(failures, self.jitter())
        sets = {"failures": failures, "error": kind, "last_at": now, "tried_again_at": again_at}
        fresh = {"_id": row_id, "job": self.job.name, "key": key, "first_at": now, **sets}
        if not await ledger.add(self.store, ITEMS, fresh):
            await ledger.change(self.store, ITEMS, {"_id": row_id}, {"$set": sets})
        return again_at

    async def done(self, key: str) -> None:
        """Forget that it ever failed."""
        await ledger.remove(self.store, ITEMS, {"_id": f"{self.job.name}:{key}"})

    async def position(self) -> int:
        """Return up to where events were gone through."""
        row = await ledger.read(self.store, STATES, {"_id": self.job.name})
        return int((row or {}).get("position") or 0)

    async def advance(self, session: Session, position: int) -> None:
        """Note in a transaction that they were gone through up to there."""
        await ledger.change_within(
            self.store, session, STATES, {"_id": self.job.name}, {"$set": {"position": position}}
        )
