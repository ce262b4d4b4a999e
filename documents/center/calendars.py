"""The working calendar out of the reference data, built once per version."""

from collections.abc import Mapping, Sequence
from datetime import date, time

from documents.center.settings import setting
from documents.kernel.calendar import Calendar, DayKind, Hours, Interval, OutsideHours
from documents.kernel.holidays import is_whole
from documents.kernel.read.reference import Snapshot

DECREED_THROUGH = 2027
"""The last year whose decree of transfers comes with Pult (seed/decree/calendar.json)."""


def calendar_of(snapshot: Snapshot) -> Calendar:
    """Return the calendar that the day exceptions and settings of this snapshot make."""
    built = snapshot.memo.get("calendar")
    if not isinstance(built, Calendar):
        built = calendar_with(snapshot, {})
        snapshot.memo["calendar"] = built
    return built


def calendar_with(snapshot: Snapshot, changed: Mapping[date, DayKind | None]) -> Calendar:
    """Return the calendar as it would be with other kinds of some days, None for one that is like its weekday."""
    rows = snapshot.rows("calendar_days")
    days = {date.fromisoformat(row["_id"]): DayKind(row["kind"]) for row in rows if not row.get("is_cleared")}
    given = {day: kind for day, kind in {**days, **changed}.items() if kind is not None}
    return Calendar(
        given,
        hours=_hours(snapshot),
        decreed=decreed_years(snapshot),
        outside_hours=OutsideHours(setting(snapshot, "receiptOutsideHours", default=OutsideHours.SAME_DAY)),
    )


def decreed_years(snapshot: Snapshot) -> frozenset[int]:
    """Return the years whose decree of transfers is loaded: up to the year of the setting, and listed as a whole.

    A day that was cleared again is still listed. Single days, set by hand in a later year, make no year of a decree.
    """
    through = setting(snapshot, "calendarDecreedThrough", default=DECREED_THROUGH)
    return frozenset(year for year in _whole_years(snapshot) if year <= through)


def is_listed(snapshot: Snapshot, year: int) -> bool:
    """Return whether the days of a year are stored as a whole, so that it may be taken as decreed."""
    return year in _whole_years(snapshot)


def last_listed_year(snapshot: Snapshot) -> int | None:
    """Return the last year whose days are stored as a whole; None where no calendar was ever loaded."""
    return max(_whole_years(snapshot), default=None)


def _whole_years(snapshot: Snapshot) -> list[int]:
    listed = {date.fromisoformat(row["_id"]): row for row in snapshot.rows("calendar_days")}
    return [year for year in {day.year for day in listed} if is_whole(year, listed)]


def _hours(snapshot: Snapshot) -> Hours:
    usual = Hours()
    return Hours(
        ordinary=_intervals(setting(snapshot, "workingHours", default=None)) or usual.ordinary,
        shortened=_intervals(setting(snapshot, "shortenedHours", default=None)) or usual.shortened,
    )


def _intervals(spans: Sequence[str] | None) -> tuple[Interval, ...]:
    pairs = (span.split("-") for span in spans or ())
    return tuple((time.fromisoformat(opens), time.fromisoformat(closes)) for opens, closes in pairs)
