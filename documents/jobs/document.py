"""The stored shapes of jobs: one row each with its last run, and one for each thing that failed."""

from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar

from beanie import Document
from pymongo import ASCENDING, IndexModel


class JobState(Document):
    """Where a job stands. `due_at` is null while it is parked; `position` is that of a follower of events.

    Of an error only its kind is kept, never its words, which may quote what failed.
    """

    id: str  # type: ignore[assignment]  # the name of the job
    due_at: datetime | None = None
    last_started_at: datetime | None = None
    last_duration_ms: int | None = None
    last_outcome: str | None = None
    last_error: str | None = None
    counts: Mapping[str, int] = {}
    runs: int = 0
    failures: int = 0
    position: int | None = None

    class Settings:
        name = "jobs"
        indexes: ClassVar[list[IndexModel]] = []


class FailedItem(Document):
    """One thing that a job could not do: how often, why, and when it is tried again; null when it is parked."""

    id: str  # type: ignore[assignment]  # the job and the thing
    job: str
    key: str
    failures: int
    error: str
    first_at: datetime
    last_at: datetime
    tried_again_at: datetime | None = None

    class Settings:
        name = "failed_items"
        indexes: ClassVar[list[IndexModel]] = [
            IndexModel([("job", ASCENDING), ("key", ASCENDING)], name="job_key"),
            IndexModel([("tried_again_at", ASCENDING), ("last_at", ASCENDING)], name="parked"),
        ]
