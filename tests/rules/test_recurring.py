"""How an assignment recurs: which words name a period, which period is the first, and when each is due."""

from datetime import date

import pytest

from documents.assignments.recurring import WORDS, AssignmentPeriod, Recurrence, recurrence_of
from documents.kernel.calendar import Calendar, DayKind

WEEKLY = Recurrence(AssignmentPeriod.WEEKLY)
MONTHLY = Recurrence(AssignmentPeriod.MONTHLY)
QUARTERLY = Recurrence(AssignmentPeriod.QUARTERLY)
EVERY_DAY_OFF = Calendar({date(2026, 6, day): DayKind.DAY_OFF for day in range(8, 15)})


@pytest.mark.parametrize(
    ("words", "recurrence"),
    [
        *((words, Recurrence(period)) for period, words in WORDS.items()),
        ("Еженедельно, по пятницам", WEEKLY),
        ("не реже одного раза в неделю", WEEKLY),
        ("раз в месяц", MONTHLY),
        ("каждый квартал", QUARTERLY),
        ("ежемесячно до 5-го числа", Recurrence(AssignmentPeriod.MONTHLY, 5)),
        ("ежемесячно, до 5 числа", Recurrence(AssignmentPeriod.MONTHLY, 5)),
        # No month lacks such a day; of others the last day of the month is meant.
        ("ежемесячно до 31 числа", MONTHLY),
        ("ежемесячно до 0 числа", MONTHLY),
        ("ежеквартально до 5-го числа", QUARTERLY),
        ("2 раза в месяц", None),
        ("5 раз в неделю", None),
        ("еженедельно, со сводкой ежемесячно", None),
        ("постоянно", None),
        (None, None),
    ],
)
def test_words_that_name_one_period_recur_in_it(words: str | None, recurrence: Recurrence | None) -> None:
    assert recurrence_of(words) == recurrence


@pytest.mark.parametrize(
    ("recurrence", "day", "first", "following", "ends_on"),
    [
        (WEEKLY, date(2026, 6, 10), date(2026, 6, 8), date(2026, 6, 15), date(2026, 6, 14)),
        (WEEKLY, date(2026, 12, 31), date(2026, 12, 28), date(2027, 1, 4), date(2027, 1, 3)),
        (MONTHLY, date(2026, 12, 31), date(2026, 12, 1), date(2027, 1, 1), date(2026, 12, 31)),
        (QUARTERLY, date(2026, 6, 30), date(2026, 4, 1), date(2026, 7, 1), date(2026, 6, 30)),
        (QUARTERLY, date(2026, 10, 1), date(2026, 10, 1), date(2027, 1, 1), date(2026, 12, 31)),
        (
            Recurrence(AssignmentPeriod.MONTHLY, 5),
            date(2026, 6, 30),
            date(2026, 6, 1),
            date(2026, 7, 1),
            date(2026, 6, 5),
        ),
    ],
)
def test_a_period_is_a_week_a_month_or_a_quarter_of_the_calendar(
    recurrence: Recurrence, day: date, first: date, following: date, ends_on: date
) -> None:
    assert recurrence.first_day(day) == first
    assert recurrence.following(first) == following
    assert recurrence.ends_on(first) == ends_on


@pytest.mark.parametrize(
    ("recurrence", "issued_on", "first"),
    [
        (WEEKLY, date(2026, 6, 11), date(2026, 6, 8)),
        (WEEKLY, date(2026, 6, 12), date(2026, 6, 15)),
        (MONTHLY, date(2026, 6, 23), date(2026, 6, 1)),
        (MONTHLY, date(2026, 6, 24), date(2026, 7, 1)),
        (QUARTERLY, date(2026, 6, 16), date(2026, 4, 1)),
        (QUARTERLY, date(2026, 6, 17), date(2026, 7, 1)),
        (Recurrence(AssignmentPeriod.MONTHLY, 5), date(2026, 6, 1), date(2026, 7, 1)),
    ],
)
def test_the_first_period_is_that_of_the_issue_while_enough_of_it_is_left(
    recurrence: Recurrence, issued_on: date, first: date
) -> None:
    assert recurrence.first_period(issued_on) == first


@pytest.mark.parametrize(
    ("recurrence", "calendar", "today", "due_on"),
    [
        (WEEKLY, Calendar({}), date(2026, 6, 8), date(2026, 6, 11)),  # the 12th is a holiday
        (WEEKLY, Calendar({}), date(2026, 6, 13), date(2026, 6, 14)),
        (WEEKLY, EVERY_DAY_OFF, date(2026, 6, 8), date(2026, 6, 14)),
    ],
)
def test_a_period_is_due_on_its_last_working_day_that_is_still_to_come(
    recurrence: Recurrence, calendar: Calendar, today: date, due_on: date
) -> None:
    assert recurrence.due_on(date(2026, 6, 8), calendar, today=today) == due_on


def test_what_begins_after_its_named_day_is_due_at_once() -> None:
    by_the_fifth = Recurrence(AssignmentPeriod.MONTHLY, 5)
    assert by_the_fifth.due_on(date(2026, 6, 1), Calendar({}), today=date(2026, 6, 20)) == date(2026, 6, 20)
