"""Where each job stands, for who looks after an installation."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from documents.jobs.notes import ITEMS, MOST_ITEMS, states
from documents.kernel.store.connection import Store
from documents.kernel.write import ledger
from documents.kernel.write.jobs import Job, Trigger, jobs
from documents.kernel.write.stamping import head


@dataclass(frozen=True)
class JobStanding:
    """One job: its last run, when it is due next, and how much waits; see `JobState`."""

    name: str
    title: str
    last_started_at: datetime | None
    last_duration_ms: int | None
    last_outcome: str | None
    last_error: str | None
    next_due_at: datetime | None
    waiting: int
    parked: int


async def standing(store: Store) -> list[JobStanding]:
    """Return where each job stands, by name. What failed is counted up to a thousand."""
    known, last = await states(store), await head(store)
    items = await ledger.read_many(store, ITEMS, {}, at_most=MOST_ITEMS)
    tried = Counter(row["job"] for row in items if row["tried_again_at"] is not None)
    parked = Counter(row["job"] for row in items if row["tried_again_at"] is None)
    found = []
    for name, job in sorted(jobs().items()):
        row = known.get(name, {})
        behind = max(0, last - (row.get("position") or 0)) if row and job.trigger is Trigger.EVENTS else 0
        found.append(
            JobStanding(
                name,
                job.title,
                row.get("last_started_at"),
                row.get("last_duration_ms"),
                row.get("last_outcome"),
                row.get("last_error"),
                _next(job, row.get("due_at")),
                tried[name] + behind,
                parked[name],
            )
        )
    return found


def _next(job: Job, due_at: datetime | None) -> datetime | None:
    return due_at if job.trigger is Trigger.PERIOD else None
