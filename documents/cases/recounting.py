"""What an open case would be due by, were its deadline counted anew by the policies and the calendar as they stand (§5.4).

Only what is asked for is counted anew; a day that the applicant was told since, by a postponement, an extension or a pause,
stays.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from documents.cases.clock import EXTENDED, PAUSED, RECOUNTED, REOPENED, deadline_fields
from documents.cases.outside import counted_due_at, own_due_at
from documents.cases.pipelines import open_cases
from documents.cases.statuses import OPEN
from documents.kernel.read.reference import Snapshot
from documents.kernel.store.connection import Store

Row = Mapping[str, Any]


KEYS = tuple(
    """kind status regime channel_id topic_id importance received_at registered_at due_at own_due_at external_due_at
    postponed_until policy_code due_steps.at due_steps.rule""".split()
)
"""What is asked of a stored case to count its deadline anew."""

SETTLED = frozenset({EXTENDED, PAUSED})
"""Steps after which the day stays that the applicant was told."""

OPEN_CASES: Mapping[str, Any] = {"status": {"$in": sorted(OPEN)}}


def recounted(snapshot: Snapshot, case: Row) -> dict[str, Any]:
    """Return the deadline fields of a case (`KEYS` of it as stored) counted anew; empty where it is not open, where its day
    stays, and where neither the day that counts nor the policy would be another one."""
    steps = _of_this_clock(case["due_steps"])
    is_settled = case["postponed_until"] is not None or any(one["rule"] in SETTLED for one in steps)
    if case["status"] not in OPEN or is_settled:
        return {}
    reopened = next((one["at"] for one in steps if one["rule"] == REOPENED), None)
    fresh = deadline_fields(
        snapshot,
        kind=case["kind"],
        regime=case["regime"],
        channel_id=case["channel_id"],
        topic_id=case["topic_id"],
        importance=case["importance"],
        received_at=reopened or case["received_at"],
        registered_at=reopened or case["registered_at"],
    )
    is_same = (fresh["due_at"], fresh["policy_code"]) == (own_due_at(case), case["policy_code"])
    # The setting may say by now that another term counts.
    counts_alike = counted_due_at(case, fresh["due_at"], snapshot) == case["due_at"]
    return {} if is_same and counts_alike else fresh


def with_earlier_steps(case: Row, fresh: Row, now: datetime) -> dict[str, Any]:
    """Return deadline fields that were counted anew, their steps behind those of the deadline that stood before."""
    step = {
        "at": now,
        "rule": RECOUNTED,
        "note": "Изменились правила сроков или календарь: срок рассчитан заново",
    }
    return {**fresh, "due_steps": [*case["due_steps"], step, *fresh["due_steps"]]}


def _of_this_clock(steps: Sequence[Row]) -> Sequence[Row]:
    begun = [at for at, one in enumerate(steps) if one["rule"] == REOPENED]
    return steps[begun[-1] if begun else 0 :]


def moved(snapshot: Snapshot, rows: Sequence[Row]) -> Iterator[tuple[Row, dict[str, Any]]]:
    """Yield the cases whose deadline would be another one, each with its deadline fields counted anew."""
    for row in rows:
        fresh = recounted(snapshot, row)
        if fresh:
            yield row, fresh


async def to_recount(store: Store, snapshot: Snapshot) -> list[str]:
    """Return the ids of all open cases whose deadline would be another one."""
    return [row["_id"] async for rows in open_cases(store, KEYS) for row, _ in moved(snapshot, rows)]
