"""Holidays and transfers by ТК РФ art. 112, shortened days by art. 95: what a year is while its decree is not loaded."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

DAY = timedelta(days=1)
SATURDAY = 5
JANUARY = 1

NEW_YEAR = "Новогодние каникулы"

HOLIDAYS: Mapping[tuple[int, int], str] = {
    **{(JANUARY, day): NEW_YEAR for day in (1, 2, 3, 4, 5, 6, 8)},
    (JANUARY, 7): "Рождество Христово",
    (2, 23): "День защитника Отечества",
    (3, 8): "Международный женский день",
    (5, 1): "Праздник Весны и Труда",
    (5, 9): "День Победы",
    (6, 12): "День России",
    (11, 4): "День народного единства",
}
"""Month and day → the holiday of that day, every year."""

LAW = "ТК РФ, ст. 112"
SHORTENED_BASIS = "ТК РФ, ст. 95: канун праздника, сокращён на час"


@dataclass(frozen=True, slots=True)
class StatutoryYear:
    """The days of one year that the law itself makes differ from their weekday, each with its basis in Russian."""

    days_off: Mapping[date, str]
    shortened: Mapping[date, str]


@lru_cache(maxsize=256)
def statutory_year(year: int) -> StatutoryYear:
    """Return what differs from its weekday in a year by law alone.

    A holiday on a weekend moves the day off to the next working day; those of January the Government moves by decree, and
    so it may other days: a year without its decree has a few days off less than it will have.
    """
    holidays = {date(year, *day): name for day, name in HOLIDAYS.items()}
    days_off = {day: f"{LAW}: {name}" for day, name in holidays.items() if day.weekday() < SATURDAY}
    for day in holidays:
        if day.weekday() >= SATURDAY and day.month != JANUARY:
            days_off[_next_free(day, days_off)] = f"{LAW}: выходной перенесён с {day:%d.%m.%Y}"
    eves = [day - DAY for day in holidays if (day.month, day.day) != (JANUARY, 1)]
    eves.append(date(year, 12, 31))
    shortened = {eve: SHORTENED_BASIS for eve in eves if eve.weekday() < SATURDAY and eve not in days_off}
    return StatutoryYear(days_off, shortened)


def _next_free(day: date, taken: Mapping[date, str]) -> date:
    day += DAY
    while day.weekday() >= SATURDAY or day in taken:
        day += DAY
    return day


def is_whole(year: int, listed: Mapping[date, object]) -> bool:
    """Return whether a list of days names each holiday of the year that falls on a weekday, as every decree's year does."""
    days = (date(year, *day) for day in HOLIDAYS)
    return all(day in listed for day in days if day.weekday() < SATURDAY)
