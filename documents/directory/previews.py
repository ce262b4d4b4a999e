"""What a change of reference data would touch, told before it is made: numbers only, small ones withheld (III.6)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from auth.actions import Action
from auth.decide import may_ever
from auth.errors import Forbidden
from auth.principal import Principal
from documents.assignments.resource import ASSIGNMENTS
from documents.cases.deadlines import due_for
from documents.cases.resource import CASES
from documents.cases.suppression import SMALLEST
from documents.center.calendars import calendar_of
from documents.directory.closing import ORDERED, WORK
from documents.kernel.access import Access
from documents.kernel.calendar import Calendar, DayKind
from documents.kernel.paging import Count
from documents.kernel.reference import Snapshot

MOST_LOOKED_AT = 2_000
"""How many open cases the deadlines of a calendar change are computed of; of more, «at least» is told."""

DUE_KEYS = ("policy_code", "topic_id", "received_at", "registered_at", "due_at")


class ReferenceKind(StrEnum):
    """What a preview is of."""

    ORGANIZATION = "ORGANIZATION"
    PERSON = "PERSON"
    TOPIC = "TOPIC"
    SETTLEMENT = "SETTLEMENT"
    CHANNEL = "CHANNEL"


LABELS: Mapping[ReferenceKind, str] = {
    ReferenceKind.ORGANIZATION: "Организация",
    ReferenceKind.PERSON: "Должностное лицо",
    ReferenceKind.TOPIC: "Тема",
    ReferenceKind.SETTLEMENT: "Населённый пункт",
    ReferenceKind.CHANNEL: "Канал поступления",
}

CASE_KEYS: Mapping[ReferenceKind, str] = {
    ReferenceKind.ORGANIZATION: "recipient_id",
    ReferenceKind.PERSON: "assignee_id",
    ReferenceKind.TOPIC: "topic_id",
    ReferenceKind.SETTLEMENT: "settlement_id",
    ReferenceKind.CHANNEL: "channel_id",
}
ASSIGNMENT_KEYS: Mapping[ReferenceKind, str] = {
    ReferenceKind.ORGANIZATION: "organization_id",
    ReferenceKind.PERSON: "responsible_id",
}
"""Kind → the stored key by which open work refers to it."""


@dataclass(frozen=True)
class Touched:
    """A number of objects; no value where it is one or two."""

    value: int | None
    exact: bool = True


@dataclass(frozen=True)
class Preview:
    """What refers to it: open cases and assignments, officials, bodies directly below it, topics; deadlines that move."""

    open_cases: Touched
    assignments: Touched
    people: int
    organizations: int
    topics: int


async def preview_reference(access: Access, who: Principal, kind: ReferenceKind, row_id: str) -> Preview:
    """What refers to a row of the reference data. Raises: FORBIDDEN for who may not change it."""
    _demand(who)
    snapshot = access.reference
    cases = await access.tally(CASES, where={CASE_KEYS[kind]: row_id, **WORK})
    key = ASSIGNMENT_KEYS.get(kind)
    ordered = await access.tally(ASSIGNMENTS, where={key: row_id, **ORDERED}) if key else Count(0, exact=True)
    is_body = kind is ReferenceKind.ORGANIZATION
    return Preview(
        _withheld(cases),
        _withheld(ordered),
        people=_referring(snapshot, "persons", "organization_id", row_id) if is_body else 0,
        organizations=_referring(snapshot, "organizations", "parent_id", row_id) if is_body else 0,
        topics=_referring(snapshot, "topics", "default_recipient_id", row_id) if is_body else 0,
    )


async def preview_day(access: Access, who: Principal, on: date, kind: DayKind | None) -> Touched:
    """Of how many open cases the deadline would be another one, were the day of that kind (None: ordinary).

    Deadlines that stand are left alone: the number says how many would differ if they were computed anew. Those that
    were extended or postponed are not among them. Raises: FORBIDDEN for who may not change the calendar.
    """
    _demand(who)
    snapshot = access.reference
    now, then = calendar_of(snapshot), _with_day(snapshot, on, kind)
    after = now.start_of(on - timedelta(days=1))
    rows = await access.sample(
        CASES, where={"due_at": {"$gte": after}, **WORK}, keys=DUE_KEYS, at_most=MOST_LOOKED_AT + 1
    )
    looked_at = rows[:MOST_LOOKED_AT]
    moved = sum(_moves(snapshot, row, now, then) for row in looked_at)
    return _withheld(Count(moved, exact=len(rows) <= MOST_LOOKED_AT))


def _demand(who: Principal) -> None:
    if not may_ever(who, Action.REFERENCE_MANAGE):
        raise Forbidden(action=Action.REFERENCE_MANAGE.value)


def _withheld(count: Count) -> Touched:
    return Touched(None if 0 < count.value < SMALLEST else count.value, count.exact)


def _referring(snapshot: Snapshot, collection: str, key: str, row_id: str) -> int:
    return sum(row[key] == row_id and row.get("is_active", True) for row in snapshot.rows(collection))


def _with_day(snapshot: Snapshot, on: date, kind: DayKind | None) -> Calendar:
    rows = (row for row in snapshot.rows("calendar_days") if not row.get("is_cleared"))
    days = {date.fromisoformat(row["_id"]): DayKind(row["kind"]) for row in rows}
    days.pop(on, None)
    return Calendar(days if kind is None else days | {on: kind})


def _moves(snapshot: Snapshot, row: Mapping[str, Any], now: Calendar, then: Calendar) -> bool:
    policy = snapshot.row("deadline_policies", row["policy_code"])
    if policy is None:
        return False
    topic = snapshot.row("topics", row.get("topic_id"))
    due_now, due_then = (
        due_for(
            policy,
            topic=topic,
            received_at=row["received_at"],
            registered_at=row["registered_at"],
            calendar=calendar,
        ).due_at
        for calendar in (now, then)
    )
    return bool(due_now == row["due_at"] and due_then != due_now)
