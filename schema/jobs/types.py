"""A background job as a type."""

from datetime import datetime

import strawberry

from documents.jobs.vocabulary import Outcome


@strawberry.type(description="Фоновое задание: what happens by itself, and how its last run went.")
class Job:
    name: str = strawberry.field(description="Its name, as `python -m api jobs run` takes it.")
    title: str = strawberry.field(description="What it does, in Russian.")
    last_started_at: datetime | None = strawberry.field(
        description="When its last run began; null if it never ran."
    )
    last_duration_ms: int | None = strawberry.field(
        description="How long its last run took, in milliseconds; null until one ended."
    )
    last_outcome: Outcome | None = strawberry.field(description="How its last run ended; null until one did.")
    last_error: str | None = strawberry.field(
        description="The kind of error that ended its last run; null if none did. Its words are in the log."
    )
    next_due_at: datetime | None = strawberry.field(
        description="When it is due next; null if it runs with each event or always, or waits for an administrator."
    )
    waiting: int = strawberry.field(
        description="Things that it has yet to do: events that it has not gone through, and what failed and is tried again."
    )
    parked: int = strawberry.field(
        description="Things that failed as often as they are tried, and wait for an administrator: "
        "`python -m api jobs list` names them."
    )
