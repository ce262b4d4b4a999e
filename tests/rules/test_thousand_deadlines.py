"""A thousand deadlines, each against a computation that shares nothing with the product's calendar."""

import json
import random
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path

import holidays

from documents.kernel.calendar import Calendar, DayKind, DeadlineUnit, due

ROWS = json.loads(
    (Path(__file__).parents[2] / "seed" / "decree" / "calendar.json").read_text(encoding="utf-8")
)
DAYS = {date.fromisoformat(row["_id"]): DayKind(row["kind"]) for row in ROWS}
CALENDAR = Calendar(DAYS, decreed=frozenset(day.year for day in DAYS))


def days_of(year: int) -> list[date]:
    first = date(year, 1, 1)
    return [first + timedelta(days=number) for number in range((date(year + 1, 1, 1) - first).days)]


HOLIDAY_TEXT = "01-01 01-02 01-03 01-04 01-05 01-06 01-07 01-08 02-23 03-08 05-01 05-09 06-12 11-04"


@cache
def off_by_hand(year: int) -> frozenset[date]:
    """The days off of a year, written apart from the product: a library where a decree is out, else the law by hand."""
    if year <= 2027:
        other = holidays.country_holidays("RU", years=year, language="ru")
        return frozenset(day for day in days_of(year) if not other.is_working_day(day))
    fixed = [date.fromisoformat(f"{year}-{text}") for text in HOLIDAY_TEXT.split()]
    moved = [day + timedelta(days=7 - day.weekday()) for day in fixed[8:] if day.weekday() > 4]
    return frozenset({*fixed, *moved, *(day for day in days_of(year) if day.weekday() > 4)})


def due_by_hand(start: datetime, unit: str, amount: int) -> datetime:
    """The local moment at which it is due, a day at a time and for working time a minute at a time."""
    if unit == "CLOCK_HOURS":
        return start + timedelta(hours=amount)
    day, left = start.date(), amount
    if unit in ("CALENDAR_DAYS", "WORKING_DAYS"):
        while left:
            day += timedelta(days=1)
            left -= unit == "CALENDAR_DAYS" or day not in off_by_hand(day.year)
        return datetime.combine(day + timedelta(days=1), time())
    at, left = start.replace(second=0, microsecond=0), amount * 60 if unit == "WORKING_HOURS" else amount
    while left:
        left -= at.hour in working_hours(at.date())
        at += timedelta(minutes=1)
    return at


@cache
def working_hours(day: date) -> frozenset[int]:
    """The hours of a day in which somebody works."""
    closes = 16 if CALENDAR.kind_of(day) is DayKind.SHORTENED else 17
    return frozenset() if day in off_by_hand(day.year) else frozenset({*range(8, 12), *range(13, closes)})


def test_a_thousand_previews_are_what_another_computation_says() -> None:
    draw = random.Random(112)
    differing = []
    for number in range(1_000):
        unit = list(DeadlineUnit)[number % 5]
        start = datetime(2024, 1, 1) + timedelta(minutes=draw.randrange(11 * 365 * 24 * 60))
        amount = draw.randint(1, 24 if unit == "WORKING_HOURS" else 90)
        found = due(CALENDAR.utc(start), unit, amount, calendar=CALENDAR)
        wanted = due_by_hand(start, unit, amount)
        if CALENDAR.local(found.due_at) != wanted:
            differing.append((start, unit, amount, CALENDAR.local(found.due_at), wanted))
    assert differing == []
