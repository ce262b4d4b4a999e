"""The working calendar out of the reference data, built once per version."""

from datetime import date

from documents.kernel.calendar import Calendar, DayKind
from documents.kernel.read.reference import Snapshot


def calendar_of(snapshot: Snapshot) -> Calendar:
    """Return the calendar that the day exceptions of this snapshot make."""
    built = snapshot.memo.get("calendar")
    if not isinstance(built, Calendar):
        rows = [row for row in snapshot.rows("calendar_days") if not row.get("is_cleared")]
        built = Calendar({date.fromisoformat(row["_id"]): DayKind(row["kind"]) for row in rows})
        snapshot.memo["calendar"] = built
    return built
