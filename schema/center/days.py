"""Days of the working calendar as they are shown."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from documents.center.calendars import calendar_of
from documents.kernel.calendar import DayKind
from documents.kernel.holidays import statutory_year
from documents.kernel.read.reference import Snapshot


def days_between(snapshot: Snapshot, first: date, after: date) -> Iterator[Mapping[str, Any]]:
    """Yield each day from `first` up to, without, `after`; its id is the ISO day, whether it was ever set or not."""
    calendar = calendar_of(snapshot)
    for offset in range((after - first).days):
        day = first + timedelta(days=offset)
        row = snapshot.row("calendar_days", day.isoformat())
        working = calendar.is_working(day)
        ordinary = DayKind.WORKING if working else DayKind.DAY_OFF
        kind = calendar.kind_of(day)
        yield {
            "_id": day.isoformat(),
            "date": day,
            "is_working": working,
            "kind": kind or ordinary,
            "basis": _basis(row, day) if kind is not None else None,
            "is_provisional": calendar.is_provisional(day),
            "revision": row["revision"] if row else 0,
        }


def _basis(row: Mapping[str, Any] | None, day: date) -> str | None:
    """Why the day differs: what was stored with it, else the law."""
    if row is not None and not row.get("is_cleared"):
        return str(row["basis"]) if row["basis"] is not None else None
    law = statutory_year(day.year)
    return law.days_off.get(day) or law.shortened.get(day)
