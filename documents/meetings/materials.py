"""When materials are late: by the working days of the setting before the day for which a meeting is planned."""

from datetime import date, datetime, timedelta
from typing import Any

from documents.center.calendars import calendar_of
from documents.center.settings import MATERIALS_TERM, MATERIALS_TERM_DAYS, setting
from documents.kernel.calendar import Calendar
from documents.kernel.read.reference import Snapshot
from documents.meetings.document import Meeting


def last_day(calendar: Calendar, planned_on: date, working_days: int) -> date:
    """Return the last day on which materials are in time: so many working days before the meeting."""
    day = planned_on
    for _ in range(working_days):
        day = calendar.working_on_or_before(day - timedelta(days=1))
    return day


def is_late(snapshot: Snapshot, planned_at: datetime, added_at: datetime) -> bool:
    """Return whether what was added at a moment is late for a meeting that is planned for another."""
    calendar = calendar_of(snapshot)
    term = setting(snapshot, MATERIALS_TERM, default=MATERIALS_TERM_DAYS)
    return calendar.day_of(added_at) > last_day(calendar, calendar.day_of(planned_at), term)


def judged_anew(snapshot: Snapshot, meeting: Meeting, planned_at: datetime) -> dict[str, Any]:
    """Return the materials as they are for another time of the meeting; nothing where there are none."""
    if not meeting.materials:
        return {}
    return {
        "materials": [
            {**one.model_dump(), "is_late": is_late(snapshot, planned_at, one.added_at)}
            for one in meeting.materials
        ]
    }
