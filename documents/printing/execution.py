"""What stands in the printed report on the execution of decisions (R-10): composed of what its reader could list."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from auth.errors import NotFound
from auth.policy.decide import plan
from auth.principal import Principal
from documents.assignments.resource import ASSIGNMENTS
from documents.assignments.rules import MACHINE
from documents.center.calendars import calendar_of
from documents.execution.counting import ExecutedProtocol, Execution, ExecutionCounts, execution
from documents.kernel.read.access import Access
from documents.printing.letter import DAY
from documents.protocols.resource import PROTOCOLS

Row = Mapping[str, Any]
Cells = tuple[str, ...]

COUNTED: Cells = (
    "Протокол",
    "Поручено",
    "Исполнено",
    "из них с опозданием",
    "В работе",
    "Просрочено",
    "Отменено",
)
LISTED: Cells = ("Поручение", "Решение", "Что поручено", "Ответственный", "Срок", "Состояние")
LATE = ", опоздание {} дн."

FIELDS = frozenset(
    {"number", "decision_no", "text", "responsible", "due_on", "recurrence", "status", "late_days"}
)


@dataclass(frozen=True)
class PrintedExecution:
    """All the words of the report: one table of figures, by protocol and at its end of all, and one of assignments."""

    title: str
    on: str
    at: datetime
    figures: tuple[Cells, ...]
    assignments: tuple[Cells, ...]

    @property
    def name(self) -> str:
        """What the document is called as a file."""
        return f"{self.title} на {self.on}"


async def printed_execution(access: Access, who: Principal, now: datetime, year: int) -> PrintedExecution:
    """Return the report on a year as it is printed. Raises: NOT_FOUND for who reads no protocols."""
    if plan(who, PROTOCOLS.read).nothing:
        raise NotFound
    found = await execution(access, who, now, year)
    ids = [one for protocol in found.by_protocol for one in protocol.assignment_ids]
    rows = await access.many(ASSIGNMENTS, who, now, ids=ids, fields=FIELDS)
    return composed_execution(found, rows, f"{calendar_of(access.reference).local(now):{DAY}}", now)


def composed_execution(found: Execution, rows: Mapping[str, Row], on: str, at: datetime) -> PrintedExecution:
    """Return the report of what was counted and of the assignments by id."""
    figures = [(_numbered(one), *_figures(one.counts)) for one in found.by_protocol]
    listed = [
        _listed(protocol, rows[one])
        for protocol in found.by_protocol
        for one in sorted(
            protocol.assignment_ids, key=lambda each: rows[each]["number"] if each in rows else ""
        )
        if one in rows
    ]
    return PrintedExecution(
        title=f"Исполнение решений протоколов за {found.year} год",
        on=on,
        at=at,
        figures=(*figures, ("Всего", *_figures(found.total))),
        assignments=tuple(listed),
    )


def _numbered(protocol: ExecutedProtocol) -> str:
    return f"№ {protocol.number} от {protocol.date:{DAY}}"


def _figures(counts: ExecutionCounts) -> Cells:
    found = (counts.ordered, counts.completed, counts.completed_late, counts.open, counts.overdue)
    return tuple(str(one) for one in (*found, counts.cancelled))


def _listed(protocol: ExecutedProtocol, row: Row) -> Cells:
    term = f"{date.fromisoformat(str(row['due_on'])):{DAY}}" if row["due_on"] else row["recurrence"] or ""
    late = LATE.format(row["late_days"]) if row["late_days"] else ""
    responsible = row["responsible"]["full_name"] if row["responsible"] else ""
    decision = f"протокол № {protocol.number}, п. {row['decision_no'] or '—'}"
    return (row["number"], decision, row["text"], responsible, term, f"{MACHINE.labels[row['status']]}{late}")
