"""How an assignment recurs: the words that say so, the periods that follow from a day, and when each is due (III.4.3/3)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from documents.kernel.calendar import Calendar
from documents.kernel.holidays import DAY


class AssignmentPeriod(StrEnum):
    """How often an assignment recurs."""

    WEEKLY = "WEEKLY"
    MONTHLY = "MONTHLY"
    QUARTERLY = "QUARTERLY"


P = AssignmentPeriod

WORDS: Mapping[AssignmentPeriod, str] = {
    P.WEEKLY: "еженедельно",
    P.MONTHLY: "ежемесячно",
    P.QUARTERLY: "ежеквартально",
}
"""How an assignment that was given a period says so."""

SAID: Mapping[AssignmentPeriod, re.Pattern[str]] = {
    P.WEEKLY: re.compile(
        r"\bеженедельн|\bкаждую неделю|(?<!\d )\bраз в неделю\b|\bодного раза в неделю\b", re.IGNORECASE
    ),
    P.MONTHLY: re.compile(
        r"\bежемесячн|\bкаждый месяц|(?<!\d )\bраз в месяц\b|\bодного раза в месяц\b", re.IGNORECASE
    ),
    P.QUARTERLY: re.compile(
        r"\bежекварталь|\bкаждый квартал|(?<!\d )\bраз в квартал\b|\bодного раза в квартал\b", re.IGNORECASE
    ),
}
"""How decisions say it. What says two of them at once, or something else («постоянно»), has no periods."""

BY_DAY = re.compile(r"\bдо (\d{1,2})(?:-?го)? числа\b", re.IGNORECASE)
"""By which day of the month it is due («ежемесячно до 5-го числа»)."""

LAST_COMMON_DAY = 28

LEAST_DAYS: Mapping[AssignmentPeriod, int] = {P.WEEKLY: 3, P.MONTHLY: 7, P.QUARTERLY: 14}
"""How many days must be left of the period of the issue: with fewer, the next period is the first."""

MONTHS: Mapping[AssignmentPeriod, int] = {P.MONTHLY: 1, P.QUARTERLY: 3}


@dataclass(frozen=True)
class Recurrence:
    """How often, and by which day of the month where the words name one."""

    period: AssignmentPeriod
    by_day: int | None = None

    def first_day(self, day: date) -> date:
        """Return the first day of the period in which a day lies."""
        if self.period is P.WEEKLY:
            return day - day.weekday() * DAY
        months = MONTHS[self.period]
        return date(day.year, (day.month - 1) // months * months + 1, 1)

    def following(self, first: date) -> date:
        """Return the first day of the period after the one that begins on `first`."""
        if self.period is P.WEEKLY:
            return first + 7 * DAY
        month = first.month - 1 + MONTHS[self.period]
        return date(first.year + month // 12, month % 12 + 1, 1)

    def ends_on(self, first: date) -> date:
        """Return the day by which the period that begins on `first` is done: the named one, else its last."""
        if self.by_day is not None:
            return first.replace(day=self.by_day)
        return self.following(first) - DAY

    def first_period(self, issued_on: date) -> date:
        """Return the first day of the first period of what was issued on a day."""
        first = self.first_day(issued_on)
        is_enough = (self.ends_on(first) - issued_on).days >= LEAST_DAYS[self.period]
        return first if is_enough else self.following(first)

    def due_on(self, first: date, calendar: Calendar, *, today: date) -> date:
        """Return when the period that begins on `first` is due: on the last working day up to its end, and on its end where
        none of its days is a working one or that one is over."""
        ends_on = self.ends_on(first)
        working = calendar.working_on_or_before(ends_on)
        return working if working >= max(first, today) else max(ends_on, today)


def recurrence_of(words: str | None) -> Recurrence | None:
    """Return how words say that an assignment recurs; None where they name no one period."""
    if words is None:
        return None
    said = [period for period, pattern in SAID.items() if pattern.search(words)]
    if len(said) != 1:
        return None
    named = BY_DAY.search(words) if said[0] is P.MONTHLY else None
    by_day = int(named[1]) if named is not None and 1 <= int(named[1]) <= LAST_COMMON_DAY else None
    return Recurrence(said[0], by_day)
