"""The job that tells of deadlines: what became due soon or overdue since its last run (III.4.5/2)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from documents.assignments.deadline import RUNNING
from documents.assignments.document import Assignment
from documents.cases.document import Case
from documents.cases.statuses import OPEN
from documents.center.calendars import calendar_of
from documents.kernel.calendar import Calendar
from documents.kernel.read.reference import Snapshot
from documents.kernel.store.connection import Store
from documents.kernel.write import ledger
from documents.kernel.write.jobs import JobRun, job
from documents.notifications.composing import Occasion
from documents.notifications.document import NotificationMark
from documents.notifications.kinds import KINDS
from documents.notifications.pipelines import becoming
from documents.notifications.relations import Standpoint, concerned
from documents.notifications.telling import rows_for, tell
from documents.notifications.vocabulary import NotificationKind as K

WAITING_IN: Mapping[str, frozenset[str]] = {
    Case.collection_name(): frozenset(status.value for status in OPEN),
    Assignment.collection_name(): RUNNING,
}
"""Collection → the states in which an object waits for somebody who may be late."""

LOOKS_BACK = timedelta(hours=1)
"""How far behind the last run it looks once more: what failed then is tried again, and told once."""

DAY = timedelta(days=1)
LONGEST_HOLIDAYS = timedelta(days=20)
"""Twice the ten days of January."""

MARKS = ledger.bookkeeping(NotificationMark)

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Reminder:
    """A kind that the clock brings: to the objects of a collection, at their moment under `key` or as that day begins of
    which `working_days` are left until the last one (§6 of the domain: of an assignment three)."""

    kind: K
    collection: str
    key: str
    working_days: int = 0

    @property
    def reach(self) -> timedelta:
        """How far before its moment the earliest is told: no holidays are as long as what is left."""
        return LONGEST_HOLIDAYS + self.working_days * DAY if self.working_days else timedelta()

    def told_at(self, moment: datetime, calendar: Calendar) -> datetime:
        """Return when it is told of an object with this moment."""
        if not self.working_days:
            return moment
        # A deadline in days is the midnight after its last day, so the last instant before it names the day.
        day = calendar.day_of(moment - datetime.resolution)
        for _ in range(self.working_days):
            day = calendar.working_on_or_before(day - DAY)
        return calendar.start_of(day)


REMINDERS: tuple[Reminder, ...] = (
    Reminder(K.CASE_DUE_SOON, Case.collection_name(), "due_soon_at"),
    Reminder(K.CASE_OVERDUE, Case.collection_name(), "overdue_at"),
    Reminder(K.ASSIGNMENT_UNACKNOWLEDGED, Assignment.collection_name(), "acknowledge_by"),
    Reminder(K.ASSIGNMENT_DUE_SOON, Assignment.collection_name(), "overdue_at", working_days=3),
    Reminder(K.ASSIGNMENT_OVERDUE, Assignment.collection_name(), "overdue_at"),
)


@job(title="Напоминания о сроках", every=timedelta(minutes=5))
async def remind_of_deadlines(run: JobRun) -> None:
    """Tell those who work on what became due soon or overdue since the last run; the first run begins with now."""
    snapshot = await run.reference.current()
    for reminder in REMINDERS:
        await _remind(run, snapshot, reminder)


async def _remind(run: JobRun, snapshot: Snapshot, reminder: Reminder) -> None:
    since = await _since(run.store, reminder.kind, run.now) - LOOKS_BACK
    until, calendar = run.now + reminder.reach, calendar_of(snapshot)
    statuses = WAITING_IN[reminder.collection]
    near = await becoming(run.store, reminder.collection, reminder.key, statuses, since, until)
    due = [row for row in near if since < reminder.told_at(row[reminder.key], calendar) <= run.now]
    rows = {f"{reminder.kind.value}:{row['_id']}": row for row in due}
    await run.each(list(rows), lambda key: _tell(run, snapshot, reminder, rows[key]))
    if not run.is_stopping():
        sets = {"$set": {"until": run.now}}
        await run.write(
            lambda session: ledger.change_within(
                run.store, session, MARKS, {"_id": reminder.kind.value}, sets
            )
        )


async def _tell(run: JobRun, snapshot: Snapshot, reminder: Reminder, row: Row) -> None:
    moment: datetime = row[reminder.key]
    origin = f"{reminder.collection}:{row['_id']}:{moment.isoformat()}"
    at = reminder.told_at(moment, calendar_of(snapshot))
    occasion = Occasion(origin, reminder.kind, at, reminder.collection, row["_id"])
    people = concerned(
        reminder.collection, row, KINDS[reminder.kind].relations, Standpoint(snapshot, run.now)
    )
    told = await rows_for(run.store, snapshot, occasion, people)
    if told:
        await run.write(lambda session: tell(run.store, session, told, run.now))


async def _since(store: Store, kind: K, now: datetime) -> datetime:
    await ledger.add(store, MARKS, {"_id": kind.value, "until": now})
    mark = await ledger.read(store, MARKS, {"_id": kind.value})
    assert mark is not None
    until: datetime = mark["until"]
    return until
