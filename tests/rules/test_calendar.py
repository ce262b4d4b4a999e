"""The working calendar against the decrees, and the arithmetic of deadlines against vectors and properties."""

import json
from datetime import date, datetime, time, timedelta
from pathlib import Path

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.kernel.calendar import (
    LAST_DAY,
    LONGEST,
    Calendar,
    DayKind,
    DeadlineUnit,
    Due,
    Hours,
    OutsideCalendar,
    OutsideHours,
    due,
)

ROWS = json.loads(
    (Path(__file__).parents[2] / "seed" / "decree" / "calendar.json").read_text(encoding="utf-8")
)
DAYS = {date.fromisoformat(row["_id"]): DayKind(row["kind"]) for row in ROWS}
CALENDAR = Calendar(DAYS, decreed=frozenset(day.year for day in DAYS))

starts = st.datetimes(min_value=datetime(2023, 6, 1), max_value=datetime(2028, 6, 1))
units = st.sampled_from(DeadlineUnit)
amounts = st.integers(min_value=1, max_value=120)


def days_of(year: int) -> list[date]:
    return [date(year, 1, 1) + timedelta(days=number) for number in range(366) if _in(year, number)]


def _in(year: int, number: int) -> bool:
    return (date(year, 1, 1) + timedelta(days=number)).year == year


def local_due(start: str, unit: str, amount: int) -> tuple[datetime, Due]:
    found = due(CALENDAR.utc(datetime.fromisoformat(start)), unit, amount, calendar=CALENDAR)
    return CALENDAR.local(found.due_at), found


@pytest.mark.parametrize("year", [2024, 2025, 2026, 2027])
def test_agrees_with_an_independent_calendar_on_every_day(year: int) -> None:
    other = holidays.country_holidays("RU", years=year, language="ru")
    assert [day for day in days_of(year) if CALENDAR.is_working(day) != other.is_working_day(day)] == []


@pytest.mark.parametrize(("year", "working"), [(2024, 248), (2025, 247), (2026, 247), (2027, 247)])
def test_counts_the_working_days_of_the_decrees(year: int, working: int) -> None:
    assert sum(CALENDAR.is_working(day) for day in days_of(year)) == working


def test_counts_the_working_days_of_each_month_of_2026() -> None:
    months = [0] * 12
    for day in days_of(2026):
        months[day.month - 1] += CALENDAR.is_working(day)
    assert months == [15, 19, 21, 22, 19, 21, 23, 21, 22, 22, 20, 22]


@pytest.mark.parametrize(
    ("year", "shortened"),
    [
        (2024, "02-22 03-07 05-08 06-11 11-02"),
        (2025, "03-07 04-30 06-11 11-01"),
        (2026, "04-30 05-08 06-11 11-03"),
        (2027, "02-20 04-30 06-11 11-03"),
    ],
)
def test_shortens_the_days_that_the_lists_name(year: int, shortened: str) -> None:
    found = [day for day in days_of(year) if CALENDAR.exceptions.get(day) is DayKind.SHORTENED]
    assert [day.strftime("%m-%d") for day in found] == shortened.split()


@pytest.mark.parametrize(
    ("year", "saturdays"), [(2024, "04-27 11-02 12-28"), (2025, "11-01"), (2026, ""), (2027, "02-20")]
)
def test_works_only_on_the_saturdays_of_the_decrees(year: int, saturdays: str) -> None:
    found = [
        day.strftime("%m-%d") for day in days_of(year) if day.weekday() >= 5 and CALENDAR.is_working(day)
    ]
    assert found == saturdays.split()


def test_every_day_has_its_basis_in_russian_and_no_plain_weekend_is_listed() -> None:
    assert all(
        "ст. 112" in row["basis"] or "№" in row["basis"] or "ст. 95" in row["basis"] or "Пост" in row["basis"]
        for row in ROWS
    )
    listed = [date.fromisoformat(row["_id"]) for row in ROWS if row["kind"] == "DAY_OFF"]
    assert [day for day in listed if day.weekday() >= 5] == []
    assert [row["_id"] for row in ROWS] == sorted({row["_id"] for row in ROWS})


@pytest.mark.parametrize(
    ("start", "amount", "end"),
    [
        ("2026-04-07T10:00", 9, "2026-04-08T11:00"),
        ("2026-04-07T11:30", 4, "2026-04-07T16:30"),  # lunch skipped
        ("2026-04-30T15:00", 9, "2026-05-04T17:00"),  # shortened
        ("2026-04-30T15:00", 4, "2026-05-04T11:00"),
        ("2025-10-31T16:00", 9, "2025-11-05T09:00"),  # a shortened working Saturday next
        ("2026-11-03T14:00", 9, "2026-11-05T16:00"),
        ("2026-04-11T12:00", 9, "2026-04-14T09:00"),  # received on a Saturday
        ("2026-04-07T20:00", 4, "2026-04-08T12:00"),  # received after hours
        ("2026-04-07T12:30", 4, "2026-04-07T17:00"),  # received at lunch
    ],
)
def test_counts_working_hours(start: str, amount: int, end: str) -> None:
    found, result = local_due(start, "WORKING_HOURS", amount)
    assert found == datetime.fromisoformat(end)
    assert (result.legal_due_on, result.control_due_on) == (None, None)


@pytest.mark.parametrize(
    ("start", "amount", "day"),
    [
        ("2026-04-07T10:00", 3, "2026-04-10"),
        ("2026-04-07T10:00", 10, "2026-04-21"),
        ("2026-04-28T10:00", 10, "2026-05-14"),
        ("2026-12-28T10:00", 10, "2027-01-20"),
        ("2027-02-18T10:00", 3, "2027-02-24"),
    ],
)
def test_counts_working_days(start: str, amount: int, day: str) -> None:
    found, result = local_due(start, "WORKING_DAYS", amount)
    assert result.legal_due_on == result.control_due_on == date.fromisoformat(day)
    assert found == datetime.combine(date.fromisoformat(day) + timedelta(days=1), time())


@pytest.mark.parametrize(
    ("start", "legal", "control"),
    [("2026-04-09T10:00", "2026-05-09", "2026-05-08"), ("2026-05-14T10:00", "2026-06-13", "2026-06-11")],
)
def test_aims_at_the_preceding_working_day_where_the_thirtieth_is_none(
    start: str, legal: str, control: str
) -> None:
    found, result = local_due(start, "CALENDAR_DAYS", 30)
    assert result.legal_due_on == date.fromisoformat(legal)
    assert result.control_due_on == date.fromisoformat(control)
    assert found == datetime.combine(date.fromisoformat(legal) + timedelta(days=1), time())
    assert "CONTROL_DAY" in [step.rule for step in result.steps]


@pytest.mark.parametrize(("day", "following"), [("2026-05-09", "2026-05-12"), ("2026-06-13", "2026-06-15")])
def test_knows_the_next_working_day_too(day: str, following: str) -> None:
    assert CALENDAR.working_after(date.fromisoformat(day)) == date.fromisoformat(following)


def test_agrees_with_a_real_record_of_the_platform() -> None:
    found = due(datetime(2022, 2, 14, 8, 3, 56, 863875), DeadlineUnit.CALENDAR_DAYS, 30, calendar=CALENDAR)
    assert found.legal_due_on == date(2022, 3, 16)
    assert found.due_at == datetime(2022, 3, 16, 17)


def test_a_platform_evening_in_utc_is_the_next_local_day() -> None:
    found = due(datetime(2026, 4, 6, 20), DeadlineUnit.CALENDAR_DAYS, 1, calendar=CALENDAR)
    assert found.legal_due_on == date(2026, 4, 8)


def test_clock_hours_never_stop() -> None:
    start = datetime(2026, 4, 30, 23, 30)
    found = due(start, "CLOCK_HOURS", 24, calendar=CALENDAR)
    assert found.due_at == start + timedelta(hours=24)
    assert [step.rule for step in found.steps] == ["START", "CLOCK_HOURS"]


def test_tells_which_days_were_skipped() -> None:
    _, result = local_due("2026-04-28T10:00", "WORKING_DAYS", 10)
    notes = [step.note for step in result.steps if step.rule == "DAYS_OFF"]
    assert notes == [
        "Нерабочие дни не считаются: 01.05.2026 — 03.05.2026",
        "Нерабочие дни не считаются: 09.05.2026 — 11.05.2026",
    ]


def test_names_one_skipped_day_alone_and_minutes_where_there_are_any() -> None:
    _, result = local_due("2026-11-03T15:15", "WORKING_HOURS", 1)
    assert [step.note for step in result.steps[1:4]] == [
        "03.11.2026: засчитано 45 мин",
        "Нерабочие дни не считаются: 04.11.2026",
        "05.11.2026: засчитано 15 мин",
    ]


@pytest.mark.parametrize("unit", ["CALENDAR_DAYS", "WORKING_DAYS", "WORKING_HOURS"])
def test_says_that_a_year_without_its_decree_is_provisional(unit: str) -> None:
    _, far = local_due("2029-05-07T10:00", unit, 5)
    _, near = local_due("2026-04-07T10:00", unit, 5)
    assert [step.note for step in far.steps if step.rule == "PROVISIONAL"] == [
        (
            "Постановление о переносе выходных 2029 года не загружено: учтены праздники и переносы по статье 112 ТК РФ, "
            "срок предварительный"
        )
    ]
    assert [step for step in near.steps if step.rule == "PROVISIONAL"] == []
    assert CALENDAR.is_provisional(date(2028, 1, 9))
    assert not CALENDAR.is_provisional(date(2027, 12, 31))


@pytest.mark.parametrize(
    ("start", "unit", "amount", "legal", "control"),
    [
        ("2027-12-29T10:00", "WORKING_DAYS", 5, "2028-01-13", "2028-01-13"),
        ("2028-04-09T10:00", "CALENDAR_DAYS", 30, "2028-05-09", "2028-05-08"),
        ("2028-11-02T10:00", "WORKING_DAYS", 2, "2028-11-07", "2028-11-07"),  # 4 November is a Saturday
        ("2032-05-01T10:00", "CALENDAR_DAYS", 1, "2032-05-02", "2032-04-30"),
    ],
)
def test_counts_the_holidays_of_the_law_where_no_decree_is_loaded(
    start: str, unit: str, amount: int, legal: str, control: str
) -> None:
    _, found = local_due(start, unit, amount)
    assert (found.legal_due_on, found.control_due_on) == (
        date.fromisoformat(legal),
        date.fromisoformat(control),
    )
    assert "PROVISIONAL" in [step.rule for step in found.steps]


def test_a_holiday_on_a_weekend_moves_to_the_next_working_day_but_those_of_january() -> None:
    # 2028: 1, 2, 8 January and 4 November are a weekend; 2033: 12 June is a Sunday.
    assert [CALENDAR.is_working(date(2028, 1, day)) for day in (10, 11)] == [True, True]
    assert [CALENDAR.is_working(date(2028, 11, day)) for day in (3, 6, 7)] == [True, False, True]
    assert [CALENDAR.is_working(date(2033, 6, day)) for day in (10, 13, 14)] == [True, False, True]


def test_the_eve_of_a_holiday_is_an_hour_shorter_by_law_too() -> None:
    shortened = [day for day in days_of(2029) if CALENDAR.kind_of(day) is DayKind.SHORTENED]
    assert [day.strftime("%m-%d") for day in shortened] == "02-22 03-07 04-30 05-08 06-11 12-31".split()
    assert CALENDAR.intervals(date(2029, 2, 22))[-1][1] == time(16)


def test_a_day_set_by_hand_holds_in_a_year_without_its_decree_and_decrees_nothing() -> None:
    byhand = Calendar({date(2029, 5, 2): DayKind.DAY_OFF, date(2029, 5, 1): DayKind.WORKING})
    assert not byhand.is_working(date(2029, 5, 2))
    assert byhand.is_working(date(2029, 5, 1))
    assert byhand.is_provisional(date(2029, 5, 2))
    assert not byhand.is_working(date(2029, 5, 9))


@pytest.mark.parametrize(
    ("start", "same", "following"),
    [
        ("2026-04-07T16:59", "2026-04-10", "2026-04-10"),
        ("2026-04-07T12:30", "2026-04-10", "2026-04-10"),  # lunch is no end of the day
        ("2026-04-07T07:00", "2026-04-10", "2026-04-10"),
        ("2026-04-07T17:00", "2026-04-10", "2026-04-13"),
        ("2026-04-30T16:00", "2026-05-06", "2026-05-07"),  # a shortened day
        ("2026-04-11T10:00", "2026-04-15", "2026-04-16"),  # a Saturday
    ],
)
def test_what_comes_outside_the_hours_counts_from_the_day_that_the_setting_says(
    start: str, same: str, following: str
) -> None:
    deferring = Calendar(DAYS, decreed=CALENDAR.decreed, outside_hours=OutsideHours.NEXT_WORKING_DAY)
    at = CALENDAR.utc(datetime.fromisoformat(start))
    found = [due(at, "WORKING_DAYS", 3, calendar=one) for one in (CALENDAR, deferring)]
    assert [one.legal_due_on for one in found] == [date.fromisoformat(same), date.fromisoformat(following)]
    assert ("OUTSIDE_HOURS" in [step.rule for step in found[1].steps]) == (same != following)
    registered = due(at, "WORKING_DAYS", 3, calendar=deferring, is_receipt=False)
    assert registered.legal_due_on == found[0].legal_due_on


def test_other_hours_and_zones_are_settings() -> None:
    moscow = Calendar({}, Hours(ordinary=((time(9), time(18)),)), "Europe/Moscow")
    found = due(datetime(2026, 4, 7, 12), "WORKING_HOURS", 5, calendar=moscow)
    assert moscow.local(found.due_at) == datetime(2026, 4, 8, 11)


@pytest.mark.parametrize("unit", list(DeadlineUnit))
def test_refuses_an_amount_that_is_no_deadline(unit: DeadlineUnit) -> None:
    for amount in (0, -1, LONGEST[unit] + 1):
        with pytest.raises(ValueError, match="a deadline takes 1 to"):
            due(datetime(2026, 4, 7), unit, amount, calendar=CALENDAR)


@pytest.mark.parametrize("unit", list(DeadlineUnit))
def test_computes_the_longest_of_each_unit_from_the_last_day_that_may_be_named(unit: DeadlineUnit) -> None:
    start = datetime.combine(LAST_DAY, time(16))
    assert due(start, unit, LONGEST[unit], calendar=CALENDAR).due_at > start


@pytest.mark.parametrize("day", [date.min, date(26, 11, 20), date(1899, 12, 30), date(2201, 1, 2), date.max])
def test_refuses_by_its_own_error_what_it_does_not_compute(day: date) -> None:
    for compute in (CALENDAR.start_of, CALENDAR.end_of):
        with pytest.raises(OutsideCalendar):
            compute(day)
    for moment in (datetime.combine(day, time()), datetime.combine(day, time(23, 59))):
        with pytest.raises(OutsideCalendar):
            CALENDAR.day_of(moment)
        with pytest.raises(OutsideCalendar):
            due(moment, DeadlineUnit.WORKING_DAYS, 5, calendar=CALENDAR)


@given(starts, units, amounts)
def test_the_steps_begin_at_the_start_go_forward_and_end_in_the_due(
    start: datetime, unit: DeadlineUnit, amount: int
) -> None:
    found = due(start, unit, amount, calendar=CALENDAR)
    assert found.steps[0].at == start
    assert found.steps[-1].at == found.due_at > start
    assert found.steps[-1].rule == unit
    assert (found.legal_due_on is None) == (unit in {"WORKING_HOURS", "WORKING_MINUTES", "CLOCK_HOURS"})


@given(starts, units, amounts)
def test_more_of_a_unit_is_never_due_earlier(start: datetime, unit: DeadlineUnit, amount: int) -> None:
    less, more = (due(start, unit, count, calendar=CALENDAR).due_at for count in (amount, amount + 1))
    assert less < more


@given(starts, st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=40)), units, amounts)
def test_what_begins_later_is_never_due_earlier(
    start: datetime, delay: timedelta, unit: DeadlineUnit, amount: int
) -> None:
    assert (
        due(start, unit, amount, calendar=CALENDAR).due_at
        <= due(start + delay, unit, amount, calendar=CALENDAR).due_at
    )


@given(starts, amounts)
def test_working_time_ends_in_working_time(start: datetime, amount: int) -> None:
    by_days = due(start, "WORKING_DAYS", amount, calendar=CALENDAR)
    assert by_days.legal_due_on is not None
    assert CALENDAR.is_working(by_days.legal_due_on)
    wall = CALENDAR.local(due(start, "WORKING_HOURS", amount, calendar=CALENDAR).due_at)
    assert any(opens < wall.time() <= closes for opens, closes in CALENDAR.intervals(wall.date()))
    assert CALENDAR.intervals(date(2026, 5, 9)) == ()


@given(starts)
def test_a_moment_goes_to_wall_time_and_back(start: datetime) -> None:
    assert CALENDAR.utc(CALENDAR.local(start)) == start
    assert CALENDAR.start_of(CALENDAR.day_of(start)) <= start < CALENDAR.end_of(CALENDAR.day_of(start))
