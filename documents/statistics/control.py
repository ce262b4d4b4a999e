"""The board of deadlines: how many open cases are late, and by how much, due today, due soon or deferred."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from auth.actions import Action
from auth.policy.decide import plan
from auth.principal import Principal
from documents.cases.resource import CASES
from documents.cases.statuses import OPEN
from documents.center.calendars import calendar_of
from documents.kernel.read.access import Access
from documents.kernel.read.readable import readable
from documents.statistics.pipelines import controlling

Row = Mapping[str, Any]


class ControlScope(StrEnum):
    """Whose open cases a board is about, among those that its viewer may read."""

    ALL = "ALL"
    UNIT = "UNIT"
    MINE = "MINE"


SCOPES: Mapping[ControlScope, str] = {
    ControlScope.ALL: "Все доступные",
    ControlScope.UNIT: "Своя организация и подведомственные",
    ControlScope.MINE: "Свои",
}


@dataclass(frozen=True)
class ControlCounts:
    """Open cases of one heap. Those that are late are in one of three; those due today may be due soon as well."""

    open: int = 0
    overdue: int = 0
    overdue_once: int = 0
    overdue_twice: int = 0
    overdue_thrice: int = 0
    due_today: int = 0
    due_soon: int = 0
    deferred: int = 0

    def __add__(self, other: "ControlCounts") -> "ControlCounts":
        return ControlCounts(
            open=self.open + other.open,
            overdue=self.overdue + other.overdue,
            overdue_once=self.overdue_once + other.overdue_once,
            overdue_twice=self.overdue_twice + other.overdue_twice,
            overdue_thrice=self.overdue_thrice + other.overdue_thrice,
            due_today=self.due_today + other.due_today,
            due_soon=self.due_soon + other.due_soon,
            deferred=self.deferred + other.deferred,
        )


@dataclass(frozen=True)
class Heap:
    """The open cases of an organization, or of a person in it; None for those that nobody has yet."""

    recipient_id: str | None
    assignee_id: str | None
    counts: ControlCounts


@dataclass(frozen=True)
class Board:
    """All that is open in a scope, by organization and by person, the most overdue first."""

    total: ControlCounts
    by_unit: Sequence[Heap]
    by_person: Sequence[Heap]


async def control(access: Access, who: Principal, now: datetime, scope: ControlScope) -> Board:
    """Count what is open among the cases that the viewer may read, in one command; none where that is nothing."""
    visible = readable(who, CASES)
    within = _within(who, scope)
    if within is None:
        return _board(())
    where = visible.narrowed({"status": {"$in": sorted(OPEN)}, **within})
    calendar = calendar_of(access.reference)
    stages = controlling(now, calendar.end_of(calendar.day_of(now)))
    read = CASES.read if not plan(who, CASES.read).nothing else Action.INCIDENT_READ
    rows = await access.pipeline(CASES, who, read, stages=stages, where=where)
    return _board([_heap(row) for row in rows])


def _within(who: Principal, scope: ControlScope) -> dict[str, Any] | None:
    """The condition of a scope; None where it holds nobody."""
    if scope is ControlScope.ALL:
        return {}
    if scope is ControlScope.MINE:
        return {"assignee_id": who.person_id} if who.person_id is not None else None
    bodies = sorted({one for grant in who.grants for one in grant.organizations})
    return {"recipient_id": {"$in": bodies}} if bodies else None


def _heap(row: Row) -> Heap:
    key, count = row["_id"], {name: int(row[name]) for name in row if name != "_id"}
    twice, thrice = count["overdue_twice"], count["overdue_thrice"]
    counts = ControlCounts(
        open=count["open"],
        overdue=count["overdue"],
        overdue_once=count["overdue"] - twice,
        overdue_twice=twice - thrice,
        overdue_thrice=thrice,
        due_today=count["due_today"],
        due_soon=count["due_soon"],
        deferred=count["deferred"],
    )
    return Heap(_sound(key.get("recipient_id")), _sound(key.get("assignee_id")), counts)


def _sound(value: Any) -> str | None:
    """An id; what no check ever let in counts as none."""
    return value if isinstance(value, str) else None


def _board(heaps: Sequence[Heap]) -> Board:
    return Board(
        total=sum((one.counts for one in heaps), ControlCounts()),
        by_unit=_joined(heaps, lambda one: (one.recipient_id, None)),
        by_person=_joined(heaps, lambda one: (one.recipient_id, one.assignee_id)),
    )


def _joined(heaps: Iterable[Heap], key_of: Callable[[Heap], tuple[str | None, str | None]]) -> Sequence[Heap]:
    found: dict[tuple[str | None, str | None], ControlCounts] = {}
    for one in heaps:
        key = key_of(one)
        found[key] = found.get(key, ControlCounts()) + one.counts
    joined = [Heap(*key, counts) for key, counts in found.items()]
    return sorted(joined, key=_urgency)


def _urgency(heap: Heap) -> tuple[Any, ...]:
    counts = heap.counts
    late = (counts.overdue_thrice, counts.overdue_twice, counts.overdue, counts.due_today, counts.open)
    return (*(-one for one in late), heap.recipient_id or "", heap.assignee_id or "")
