"""How assignments are read: their orders, what is derived, and the people they name."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from auth.actions import Action
from documents.assignments.deadline import late_days
from documents.assignments.document import Assignment
from documents.assignments.recurring import AssignmentPeriod, recurrence_of
from documents.files.showing import as_shown
from documents.kernel.read.paging import Direction
from documents.kernel.read.resource import Derived, Relation, Resource, Row, Seen
from documents.kernel.record import FAR

LATENESS = frozenset({"status", "due_on", "reports", "completed_at"})


def _is_overdue(row: Mapping[str, Any], now: datetime) -> bool:
    return bool(row["overdue_at"] <= now)


def _is_late(row: Mapping[str, Any], now: datetime) -> bool:
    return late_days(row, now) > 0


def _is_unacknowledged(row: Mapping[str, Any], now: datetime) -> bool:
    return bool(row.get("acknowledge_by", FAR) <= now)


def _period(row: Mapping[str, Any], now: datetime) -> AssignmentPeriod | None:
    recurrence = recurrence_of(row["recurrence"])
    return recurrence.period if recurrence is not None else None


def _extensions(extensions: list[Row], seen: Seen) -> list[Row]:
    return [{**one, "by": seen("persons", one["by_id"])} for one in extensions]


def _reports(reports: list[Row], seen: Seen) -> list[Row]:
    """Reports with those who wrote and those who decided, and with their files."""
    return [
        {
            **one,
            "by": seen("persons", one["by_id"]),
            "decided_by": seen("persons", one["decided_by_id"]),
            # One of a release without files has no place for them.
            "attachments": [as_shown(file, seen) for file in one.get("files", ())],
        }
        for one in reports
    ]


def _files(reports: list[Row]) -> list[Row]:
    return [file for one in reports for file in one["attachments"]]


ASSIGNMENTS = Resource(
    name="assignment",
    record=Assignment,
    read=Action.ASSIGNMENT_READ,
    orders={"DUE_ON": "sort_due", "ISSUED_AT": "sort_issued"},
    default_order=("DUE_ON", Direction.ASC),
    derived={
        "is_overdue": Derived(frozenset({"overdue_at"}), _is_overdue),
        "is_acknowledgement_late": Derived(frozenset({"acknowledge_by"}), _is_unacknowledged),
        "is_late": Derived(LATENESS, _is_late),
        "late_days": Derived(LATENESS, late_days),
        "period": Derived(frozenset({"recurrence"}), _period),
    },
    relations={
        "responsible": Relation("persons", "responsible_id"),
        "organization": Relation("organizations", "organization_id"),
        "co_executors": Relation("persons", "co_executor_ids", many=True),
        "controller": Relation("persons", "controller_id"),
        "secretary": Relation("persons", "secretary_id"),
    },
    ids_of={"protocol_id": "Protocol", "series_id": "Assignment", "cancelling_protocol_id": "Protocol"},
    paths={
        "protocol_id": "protocol",
        "series_id": "series",
        "cancelling_protocol_id": "cancelling_protocol",
        "acknowledged_by_id": None,
    },
    needs={
        "protocol": frozenset({"protocol_id"}),
        "series": frozenset({"series_id"}),
        "cancelling_protocol": frozenset({"cancelling_protocol_id"}),
    },
    always=frozenset({"status", "access_keys"}),
    nested={"reports": _reports, "extensions": _extensions},
    carries={"reports": _files},
    has_actions=True,
)
