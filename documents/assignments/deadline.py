"""When an assignment becomes overdue: after the last local day of its term, while nobody has reported in time."""

from datetime import date, datetime

from documents.kernel.calendar import REACHES, Calendar
from documents.kernel.record import FAR

RUNNING = frozenset({"ISSUED", "ACKNOWLEDGED", "IN_PROGRESS"})

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
