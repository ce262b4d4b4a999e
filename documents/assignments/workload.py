"""The workload of members and bodies: what is open on each, late and due soon, and what was late in a year (III.4.3/3)."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from auth.principal import Principal
from documents.assignments.deadline import LOCAL_DAYS, late_days
from documents.assignments.document import OPEN
from documents.assignments.resource import ASSIGNMENTS
from documents.assignments.rules import AssignmentStatus
from documents.center.calendars import calendar_of
from documents.kernel.calendar import Calendar
from documents.kernel.holidays import DAY
from documents.kernel.read.access import Access

Row = Mapping[str, Any]

SOON = 3
"""Due soon is what is due within so many working days; then its official is reminded of it, too (§5.4 of the domain)."""

KEYS = ("status", "due_on", "responsible_id", "organization_id", "overdue_at", "completed_at", "recurrence")
LOOKED_AT: Mapping[str, Any] = {**dict.fromkeys(KEYS, 1), "reports.at": 1}


@dataclass(frozen=True)
class WorkloadCounts:
    """Assignments of one heap; what is open is late, due soon, or neither."""

    open: int = 0
    overdue: int = 0
    due_soon: int = 0
    late_in_year: int = 0

    def __add__(self, other: "WorkloadCounts") -> "WorkloadCounts":
        return WorkloadCounts(
            open=self.open + other.open,
            overdue=self.overdue + other.overdue,
            due_soon=self.due_soon + other.due_soon,
            late_in_year=self.late_in_year + other.late_in_year,
        )


@dataclass(frozen=True)
class Share:
    """What lies on an organization, or on a person in it; None where an assignment names no organization."""

    organization_id: str | None
    responsible_id: str | None
    counts: WorkloadCounts


@dataclass(frozen=True)
class Workload:
    """All that is open or was late in a year, by organization and by person, the most overdue first."""

    year: int
    total: WorkloadCounts
    by_organization: Sequence[Share]
    by_official: Sequence[Share]


async def workload(access: Access, who: Principal, now: datetime, year: int | None = None) -> Workload:
    """Count the assignments that the viewer may read, in two commands; none where that is nothing. The year is the present
    local one where none is named."""
    year = LOCAL_DAYS.day_of(now).year if year is None else year
    days = {"$gte": date(year, 1, 1).isoformat(), "$lte": date(year, 12, 31).isoformat()}
    found = await asyncio.gather(
        _rows(access, who, {"status": {"$in": sorted(OPEN)}}),
        _rows(access, who, {"status": AssignmentStatus.COMPLETED.value, "due_on": days}),
    )
    soon_until = soon_ends_at(calendar_of(access.reference), now)
    shares = [
        Share(
            _id_or_none(row.get("organization_id")),
            _id_or_none(row.get("responsible_id")),
            counted(row, now, soon_until, year),
        )
        for rows in found
        for row in rows
        if is_sound(row)
    ]
    return Workload(
        year,
        sum((one.counts for one in shares), WorkloadCounts()),
        _joined(shares, lambda one: (one.organization_id, None)),
        _joined(shares, lambda one: (one.organization_id, one.responsible_id)),
    )


async def _rows(access: Access, who: Principal, where: Row) -> Sequence[Row]:
    stages = [{"$project": LOOKED_AT}]
    return await access.pipeline(ASSIGNMENTS, who, ASSIGNMENTS.read, stages=stages, where=where)


def is_sound(row: Row) -> bool:
    """Return whether a stored row holds what counting looks at; what no check ever let in counts nowhere."""
    reports = row.get("reports")
    return (
        isinstance(reports, list)
        and all(isinstance(one, dict) and isinstance(one.get("at"), datetime) for one in reports)
        and isinstance(row.get("overdue_at"), datetime)
        and isinstance(row.get("completed_at"), datetime | None)
        and _is_day(row.get("due_on"))
    )


def _is_day(value: Any) -> bool:
    try:
        return value is None or bool(date.fromisoformat(value))
    except (TypeError, ValueError):
        return False


def _id_or_none(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def soon_ends_at(calendar: Calendar, now: datetime) -> datetime:
    """Return the end of the last day that is due soon: so many working days from now."""
    day = calendar.day_of(now)
    for _ in range(SOON):
        day = calendar.working_after(day)
    # Days off that follow are reached by the same reminder.
    while not calendar.is_working(day + DAY):
        day += DAY
    return calendar.end_of(day)


def counted(row: Row, now: datetime, soon_until: datetime, year: int) -> WorkloadCounts:
    """Return what one assignment counts for. One that recurs counts by its periods, each of which is one of its own."""
    is_open = row["status"] in OPEN
    if is_open and row["due_on"] is None and row.get("recurrence") is not None:
        return WorkloadCounts()
    is_overdue = is_open and row["overdue_at"] <= now
    was_late = row["due_on"] is not None and row["due_on"][:4] == f"{year:04d}" and late_days(row, now) > 0
    return WorkloadCounts(
        open=int(is_open),
        overdue=int(is_overdue),
        due_soon=int(is_open and not is_overdue and row["overdue_at"] <= soon_until),
        late_in_year=int(was_late),
    )


def _joined(
    shares: Iterable[Share], key_of: Callable[[Share], tuple[str | None, str | None]]
) -> Sequence[Share]:
    found: dict[tuple[str | None, str | None], WorkloadCounts] = defaultdict(WorkloadCounts)
    for one in shares:
        found[key_of(one)] += one.counts
    joined = [Share(*key, counts) for key, counts in found.items() if counts != WorkloadCounts()]
    return sorted(joined, key=_urgency)


def _urgency(share: Share) -> tuple[Any, ...]:
    counts = share.counts
    late = (counts.overdue, counts.due_soon, counts.open, counts.late_in_year)
    return (*(-one for one in late), share.organization_id or "", share.responsible_id or "")
