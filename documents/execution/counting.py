"""How the decisions of a year are carried out, protocol by protocol: what each ordered, and what became of it (III.2/3,
III.3/3; report R-10 of the domain)."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from auth.principal import Principal
from documents.assignments.deadline import LOCAL_DAYS, late_days
from documents.assignments.document import OPEN
from documents.assignments.resource import ASSIGNMENTS
from documents.assignments.rules import AssignmentStatus
from documents.assignments.workload import LOOKED_AT, is_sound
from documents.kernel.read.access import Access
from documents.protocols.resource import PROTOCOLS

Row = Mapping[str, Any]


@dataclass(frozen=True)
class ExecutionCounts:
    """Assignments of one heap: each is completed, open or cancelled; of those that are, so many late."""

    ordered: int = 0
    completed: int = 0
    completed_late: int = 0
    open: int = 0
    overdue: int = 0
    cancelled: int = 0

    def __add__(self, other: "ExecutionCounts") -> "ExecutionCounts":
        return ExecutionCounts(
            ordered=self.ordered + other.ordered,
            completed=self.completed + other.completed,
            completed_late=self.completed_late + other.completed_late,
            open=self.open + other.open,
            overdue=self.overdue + other.overdue,
            cancelled=self.cancelled + other.cancelled,
        )


@dataclass(frozen=True)
class ExecutedProtocol:
    """A signed protocol, what became of what it ordered, and which assignments those are."""

    protocol_id: str
    number: int
    date: date
    counts: ExecutionCounts
    assignment_ids: tuple[str, ...]


@dataclass(frozen=True)
class Execution:
    """The signed protocols of a year, the latest number first."""

    year: int
    total: ExecutionCounts
    by_protocol: Sequence[ExecutedProtocol]


async def execution(access: Access, who: Principal, now: datetime, year: int | None = None) -> Execution:
    """Count what the protocols of a year ordered, of the assignments that the viewer may list, in two commands; the year is
    the present local one where none is named."""
    year = LOCAL_DAYS.day_of(now).year if year is None else year
    protocols = await access.pipeline(
        PROTOCOLS,
        who,
        PROTOCOLS.read,
        stages=[{"$sort": {"sort_number": -1}}, {"$project": {"number": 1, "date": 1}}],
        # Bounds that nothing begins with: the embedded store misplaces such.
        where={"sort_number": {"$gte": f"{year:04d}-000000", "$lt": f"{year:04d}-999999"}},
    )
    signed = [one for one in protocols if isinstance(one.get("number"), int)]
    ids = [str(one["_id"]) for one in signed]
    where = {"protocol_id": {"$in": ids}}
    stages = [{"$project": {**LOOKED_AT, "protocol_id": 1}}]
    rows = (
        await access.pipeline(ASSIGNMENTS, who, ASSIGNMENTS.read, stages=stages, where=where) if ids else []
    )
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if is_sound(row):
            found[row["protocol_id"]].append(row)
    by_protocol = [_executed(one, found[one["_id"]], now) for one in signed]
    return Execution(year, sum((one.counts for one in by_protocol), ExecutionCounts()), by_protocol)


def _executed(protocol: Row, rows: Sequence[Row], now: datetime) -> ExecutedProtocol:
    return ExecutedProtocol(
        protocol_id=str(protocol["_id"]),
        number=protocol["number"],
        date=date.fromisoformat(protocol["date"]),
        counts=sum((counted(one, now) for one in rows), ExecutionCounts()),
        assignment_ids=tuple(str(one["_id"]) for one in rows),
    )


def counted(row: Row, now: datetime) -> ExecutionCounts:
    """Return what one assignment counts for: once, as the list of its protocol shows it."""
    status, is_late = row["status"], late_days(row, now) > 0
    is_open, is_completed = status in OPEN, status == AssignmentStatus.COMPLETED
    return ExecutionCounts(
        ordered=1,
        completed=int(is_completed),
        completed_late=int(is_completed and is_late),
        open=int(is_open),
        overdue=int(is_open and row["overdue_at"] <= now),
        cancelled=int(status == AssignmentStatus.CANCELLED),
    )
