"""The job that tells of deadlines: what became due soon or overdue since its last run (III.4.5/2)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from documents.assignments.deadline import RUNNING
from documents.assignments.document import Assignment
from documents.cases.document import Case
from documents.cases.statuses import OPEN
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

MARKS = ledger.bookkeeping(NotificationMark)

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Reminder:
    """A kind that the clock brings: to the objects of a collection, so long before their moment under `key`."""

    kind: K
    collection: str
    key: str
    ahead: timedelta = timedelta()


REMINDERS: tuple[Reminder, ...] = (
    Reminder(K.CASE_DUE_SOON, Case.collection_name(), "due_soon_at"),
    Reminder(K.CASE_OVERDUE, Case.collection_name(), "overdue_at"),
    Reminder(K.ASSIGNMENT_DUE_SOON, Assignment.collection_name(), "overdue_at", timedelta(days=3)),
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
    due = await becoming(
        run.store,
        reminder.collection,
        reminder.key,
        WAITING_IN[reminder.collection],
        since + reminder.ahead,
        run.now + reminder.ahead,
    )
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
    occasion = Occasion(origin, reminder.kind, moment - reminder.ahead, reminder.collection, row["_id"])
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
