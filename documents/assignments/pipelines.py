"""Reads of assignments for what happens by itself."""

from collections.abc import Sequence
from datetime import date

from documents.assignments.document import Assignment
from documents.kernel.store.connection import Store

ASSIGNMENTS = Assignment.collection_name()
AT_ONCE = 200


async def with_periods_begun(store: Store, today: date) -> Sequence[str]:
    """Return ids of what recurs and whose next period has begun, the earliest first."""
    where = {"next_period_on": {"$lte": today.isoformat()}}
    rows = await store.find(ASSIGNMENTS, where, sort={"next_period_on": 1}, at_most=AT_ONCE)
    return [str(row["_id"]) for row in rows]
