"""Which open deadlines would be other ones, by a policy as drafted or by the data as they stand: told before anything is
changed (III.4.3/1)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from auth.errors import BadRequest
from documents.cases.outside import counted_due_at
from documents.cases.recounting import KEYS, OPEN_CASES, moved
from documents.directory.touching import looked_at
from documents.kernel.calendar import LONGEST, DeadlineUnit
from documents.kernel.read.access import Access
from documents.kernel.read.reference import Snapshot

POLICIES = "deadline_policies"
MOST_SHOWN = 100

Row = Mapping[str, Any]


@dataclass(frozen=True)
class MovedCase:
    """An open case whose deadline would be another one."""

    case_id: str
    due_at: datetime
    new_due_at: datetime
    policy_code: str


@dataclass(frozen=True)
class RecountPreview:
    """How many open deadlines would be other ones, whether that is all, and the first of them."""

    count: int
    exact: bool
    moved: tuple[MovedCase, ...]


async def preview_deadlines(access: Access, draft: Row | None) -> RecountPreview:
    """Return which open deadlines would be other ones; for those who may change policies.

    Raises: BAD_REQUEST (`out_of_range`; `required` for a new policy without conditions; `leaves_no_policy`).
    """
    snapshot = access.reference if draft is None else _with_policy(access.reference, draft)
    rows, is_all = await looked_at(access, OPEN_CASES, KEYS)
    try:
        found = sorted(moved(snapshot, rows), key=lambda one: (one[0]["due_at"], one[0]["_id"]))
    except LookupError as error:
        raise BadRequest("leaves_no_policy", path=("policy", "isActive")) from error
    shown = tuple(
        MovedCase(
            row["_id"],
            row["due_at"],
            counted_due_at(row, fresh["due_at"], snapshot),
            fresh["policy_code"],
        )
        for row, fresh in found[:MOST_SHOWN]
    )
    return RecountPreview(len(found), is_all, shown)


def _with_policy(snapshot: Snapshot, draft: Row) -> Snapshot:
    """The reference data with a policy as it would rule open cases: for all of them, whenever registered."""
    longest = LONGEST[DeadlineUnit(draft["unit"])]
    if not 1 <= draft["amount"] <= longest:
        raise BadRequest("out_of_range", path=("policy", "amount"), least=1, most=longest)
    there = snapshot.row(POLICIES, draft["_id"])
    if there is None and not draft["applies"].get("kind"):
        raise BadRequest("required", path=("policy", "conditions"))
    kept: Row = {"title": draft["_id"]} if there is None else there
    applies = draft["applies"] if there is None else there["applies"]
    row = {**kept, **draft, "applies": applies, "earlier_terms": []}
    changed = {**snapshot.collections[POLICIES], draft["_id"]: row}
    return replace(snapshot, collections={**snapshot.collections, POLICIES: changed}, memo={})
