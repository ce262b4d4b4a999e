"""The job that reports what is late one step further up, each step once (II.1.3, III.4.5/2)."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from auth.actions import Action
from documents.assignments.document import Assignment
from documents.assignments.operations import escalate_assignment
from documents.incidents.operations.escalating import escalate_incident
from documents.kernel.read.reference import Snapshot
from documents.kernel.write.jobs import JobRun, job
from documents.kernel.write.operation import Operation
from documents.notifications.jobs.deadlines import WAITING_IN
from documents.notifications.ladder import LADDER, level_due
from documents.notifications.pipelines import late
from documents.submissions.operations.escalating import escalate_submission


@job(
    title="Доклад о просроченном",
    actions={Action.CASE_SET_PRIORITY, Action.ASSIGNMENT_ACCEPT},
    every=timedelta(minutes=10),
)
async def escalate_late(run: JobRun) -> None:
    """Take each late case and assignment up to the step that is due for it, one step after the other."""
    snapshot = await run.reference.current()
    since = run.now - LADDER[0].after(snapshot)
    found: dict[str, tuple[str, Mapping[str, Any]]] = {}
    for collection, statuses in WAITING_IN.items():
        for row in await late(run.store, collection, statuses, since):
            if _level(row) < level_due(snapshot, row["overdue_at"], run.now):
                found[f"{collection}:{row['_id']}"] = (collection, row)
    await run.each(list(found), lambda key: _escalate(run, snapshot, *found[key]))


async def _escalate(run: JobRun, snapshot: Snapshot, collection: str, row: Mapping[str, Any]) -> None:
    revision = row["revision"]
    for level in range(_level(row) + 1, level_due(snapshot, row["overdue_at"], run.now) + 1):
        await run.apply(_operation(collection, row), row["_id"], expected_revision=revision, level=level)
        revision += 1


def _operation(collection: str, row: Mapping[str, Any]) -> Operation:
    if collection == Assignment.collection_name():
        return escalate_assignment
    return escalate_incident if row["kind"] == "INCIDENT" else escalate_submission


def _level(row: Mapping[str, Any]) -> int:
    """How far it was reported already for the deadline that it has missed; another deadline begins anew."""
    is_same = row.get("escalated_from") == row["overdue_at"]
    return int(row.get("escalation_level") or 0) if is_same else 0
