"""Days of the working calendar as they are shown."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from documents.center.calendars import calendar_of
from documents.kernel.calendar import DayKind
from documents.kernel.read.reference import Snapshot


def days_between(snapshot: Snapshot, first: date, after: date) -> Iterator[Mapping[str, Any]]:
    """Yield each day from `first` up to, without, `after`; its id is the ISO day, whether it was ever set or not."""
    calendar = calendar_of(snapshot)
    for offset in range((after - first).days):
        day = first + timedelta(days=offset)
        row = snapshot.row("calendar_days", day.isoformat())
        differs = row is not None and not row.get("is_cleared")
        working = calendar.is_working(day)
        ordinary = DayKind.WORKING if working else DayKind.DAY_OFF
        yield {
            "_id": day.isoformat(),
            "date": day,
            "is_working": working,
            "kind": DayKind(row["kind"]) if row and differs else ordinary,
            "basis": row["basis"] if row and differs else None,
            "is_provisional": calendar.is_provisional(day),
            "revision": row["revision"] if row else 0,
        }
