"""When an assignment becomes overdue, after the last local day of its term, and how late it was: that stays a fact."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from documents.kernel.calendar import REACHES, Calendar
from documents.kernel.record import FAR

RUNNING = frozenset({"ISSUED", "ACKNOWLEDGED", "IN_PROGRESS"})

ACKNOWLEDGED_WITHIN = 3
"""Working days after the issue: by their end its official has acknowledged it, or is reminded."""

LOCAL_DAYS = Calendar({})
"""The end of a local day does not turn on which days are days off."""


def overdue_from(status: str, due_on: str | None, reported_at: datetime | None) -> datetime:
    """Return the moment from which it is overdue; FAR where it cannot be: no day, done, reported in time and undecided, or
    a day that other systems write for «бессрочно»."""
    if due_on is None or status not in RUNNING | {"REPORTED"}:
        return FAR
    day = date.fromisoformat(due_on)
    if day > REACHES:
        return FAR
    ends_at = LOCAL_DAYS.end_of(day)
    if status == "REPORTED" and reported_at is not None and reported_at <= ends_at:
        return FAR
    return ends_at


def acknowledged_by(status: str, issued_at: datetime | None, calendar: Calendar) -> datetime:
    """Return the end of the day by which it is to be acknowledged; FAR where it is, or was not issued."""
    if status != "ISSUED" or issued_at is None:
        return FAR
    day = calendar.day_of(issued_at)
    for _ in range(ACKNOWLEDGED_WITHIN):
        day = calendar.working_after(day)
    return calendar.end_of(day)


def late_days(assignment: Mapping[str, Any], now: datetime) -> int:
    """Return by how many local days an assignment is, or was, late; 0 where it is in time, has no day or was called off.

    What was reported is measured by its last report, whatever its verdict took; what was not, by `now`.
    """
    due_on, status = assignment["due_on"], assignment["status"]
    if due_on is None or status not in RUNNING | {"REPORTED", "COMPLETED"}:
        return 0
    reports = assignment["reports"]
    done_at = reports[-1]["at"] if status not in RUNNING and reports else assignment["completed_at"]
    return max(0, (LOCAL_DAYS.day_of(done_at or now) - date.fromisoformat(due_on)).days)
