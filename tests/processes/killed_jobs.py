"""The jobs that workers are killed in the middle of: what each finds to do, and how often it did each thing."""

from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from tests.support.cases import put_case
from tests.support.town import Town

DAY = timedelta(days=1)

Rows = Callable[..., list[dict[str, Any]]]


@dataclass(frozen=True)
class KilledJob:
    """One job: the facts of a case that it does something with, and what it leaves behind.

    `event` is what each case is told of once; without one it is a notification to each of `told`.
    """

    name: str
    facts: Callable[[datetime], Mapping[str, Any]]
    event: str | None = None
    told: tuple[str, ...] = ()
    before: Callable[[Town, datetime], Awaitable[None]] | None = field(default=None)

    async def prepare(self, town: Town, prefix: str, count: int, now: datetime) -> None:
        """Put so many cases there that the job has something to do with."""
        if self.before is not None:
            await self.before(town, now)
        for number in range(count):
            await put_case(town, f"{prefix}-{number:02d}", **self.facts(now))

    def done(self, rows: Rows, prefix: str) -> Counter[tuple[str, str]]:
        """How often each thing was done: case and event, or case and who was told."""
        of_these = {"object_id": {"$regex": f"^{prefix}-"}}
        if self.event is not None:
            return Counter(
                (row["object_id"], row["name"]) for row in rows("events", name=self.event, **of_these)
            )
        found = rows("notifications", **of_these)
        return Counter((row["object_id"], row["person_id"]) for row in found)

    def expected(self, prefix: str, count: int) -> Counter[tuple[str, str]]:
        """Each thing once."""
        marks = (self.event,) if self.event is not None else self.told
        return Counter((f"{prefix}-{number:02d}", mark) for number in range(count) for mark in marks)


async def _marked_two_hours_ago(town: Town, now: datetime) -> None:
    """What became due since then was told of nowhere yet."""
    marks = town.store.collection("notification_marks")
    sets = {"$set": {"until": now - timedelta(hours=2)}}
    await marks.update_one({"_id": "CASE_OVERDUE"}, sets, upsert=True)


def _postponed(now: datetime) -> dict[str, Any]:
    return {"status": "POSTPONED", "postponed_until": now - timedelta(minutes=1)}


KILLED: tuple[KilledJob, ...] = (
    KilledJob("resume_postponed_submissions", _postponed, "submission.resumed"),
    KilledJob(
        "resume_postponed_incidents",
        lambda now: {**_postponed(now), "kind": "INCIDENT", "channel_id": "VK"},
        "incident.resumed",
    ),
    KilledJob(
        "close_unobjected_submissions",
        lambda now: {"status": "ANSWERED", "answered_at": now - 31 * DAY, "proposed_outcome": "RESOLVED"},
        "submission.closed",
    ),
    KilledJob(
        "escalate_late",
        # A day and a half: the first step, and not yet the second.
        lambda now: {"status": "IN_PROGRESS", "recipient_id": "roads", "due_at": now - 1.5 * DAY},
        "submission.escalated",
    ),
    KilledJob(
        "remind_of_deadlines",
        lambda now: {
            "status": "IN_PROGRESS",
            "recipient_id": "roads",
            "assignee_id": "person-assignee",
            "due_at": now - timedelta(minutes=90),
        },
        told=("person-assignee", "person-pos", "person-recipient.coordinator"),
        before=_marked_two_hours_ago,
    ),
)
"""The first is killed in every run of the suite, all of them where there are more rounds."""
