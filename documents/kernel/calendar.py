"""The working calendar and the arithmetic of deadlines: pure functions of a start, a unit, an amount and the day table."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from types import MappingProxyType
from zoneinfo import ZoneInfo

from documents.kernel.holidays import DAY, SATURDAY, statutory_year

FAR = datetime(9999, 1, 1)
"""The moment that never comes: stored where an item cannot become overdue or due soon, so that one range answers."""

ZONE = "Asia/Krasnoyarsk"
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2100, 12, 31)
"""The days that an input may name: nothing that a center works with lies outside."""

REACHES = date(2200, 12, 31)
"""The last day that is computed: what begins on the last one named still ends."""


class DayKind(StrEnum):
    """How a day differs from its weekday. A shortened day is a working one, on a Saturday too."""

    DAY_OFF = "DAY_OFF"
    WORKING = "WORKING"
    SHORTENED = "SHORTENED"


class DeadlineUnit(StrEnum):
    """What a deadline counts: 59-ФЗ and ПОС calendar days, offices working days, open sources working hours."""

    CALENDAR_DAYS = "CALENDAR_DAYS"
    WORKING_DAYS = "WORKING_DAYS"
    WORKING_HOURS = "WORKING_HOURS"
    WORKING_MINUTES = "WORKING_MINUTES"
    CLOCK_HOURS = "CLOCK_HOURS"


class OutsideHours(StrEnum):
    """From which day a deadline in days counts what came in after the working hours or on a day off."""

    SAME_DAY = "SAME_DAY"
    NEXT_WORKING_DAY = "NEXT_WORKING_DAY"


LONGEST: Mapping[DeadlineUnit, int] = MappingProxyType(
    {
        DeadlineUnit.CALENDAR_DAYS: 400,
        DeadlineUnit.WORKING_DAYS: 400,
        DeadlineUnit.WORKING_HOURS: 2_000,
        DeadlineUnit.WORKING_MINUTES: 6_000,
        DeadlineUnit.CLOCK_HOURS: 10_000,
    }
)
"""The largest amount of each unit: about a year; of minutes a hundred hours, for what is longer is said in hours."""


class OutsideCalendar(ValueError):
    """A day or a moment that is not computed: before 1900 or after 2200."""


Interval = tuple[time, time]


@dataclass(frozen=True, slots=True)
class Hours:
    """Local working hours of an ordinary and of a shortened day (ТК РФ art. 95: an hour less)."""

    ordinary: tuple[Interval, ...] = ((time(8), time(12)), (time(13), time(17)))
    shortened: tuple[Interval, ...] = ((time(8), time(12)), (time(13), time(16)))


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a computation: the moment (naive UTC), a code of the rule, a sentence in Russian."""

    at: datetime
    rule: str
    note: str


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline: the instant (naive UTC) and the steps that led to it, the last of which is at that instant.

    Deadlines in days also name the local day they end with (`legal_due_on`) and the working day to aim at
    (`control_due_on`, the preceding one where the day itself is not working); for hours both are None.
    """

    due_at: datetime
    legal_due_on: date | None
    control_due_on: date | None
    steps: tuple[Step, ...]


@dataclass(frozen=True, eq=False)
class Calendar:
    """Day exceptions, hours and zone. Years whose decree is not loaded are provisional: holidays and transfers by law, and
    the exceptions there are."""

    exceptions: Mapping[date, DayKind]
    hours: Hours = Hours()
    zone: str = ZONE
    decreed: frozenset[int] = frozenset()
    outside_hours: OutsideHours = OutsideHours.SAME_DAY
    _zone: ZoneInfo = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_zone", ZoneInfo(self.zone))

    def is_provisional(self, day: date) -> bool:
        """Return whether the decree for the year of this day is not loaded yet."""
        return day.year not in self.decreed

    def kind_of(self, day: date) -> DayKind | None:
        """Return how the day differs from its weekday; None where it does not."""
        kind = self.exceptions.get(day)
        if kind is not None or day.year in self.decreed:
            return kind
        law = statutory_year(day.year)
        if day in law.days_off:
            return DayKind.DAY_OFF
        return DayKind.SHORTENED if day in law.shortened else None

    def is_working(self, day: date) -> bool:
        """Return whether the day is a working one, shortened days included."""
        kind = self.kind_of(day)
        return day.weekday() < SATURDAY if kind is None else kind is not DayKind.DAY_OFF

    def intervals(self, day: date) -> tuple[Interval, ...]:
        """Return the local working hours of the day; empty for a day off."""
        if not self.is_working(day):
            return ()
        return self.hours.shortened if self.kind_of(day) is DayKind.SHORTENED else self.hours.ordinary

    def working_on_or_before(self, day: date) -> date:
        """Return the day itself if it is working, else the last working day before it."""
        while not self.is_working(day):
            day -= DAY
        return day

    def working_after(self, day: date) -> date:
        """Return the first working day after the day."""
        day += DAY
        while not self.is_working(day):
            day += DAY
        return day

    def received_on(self, moment: datetime) -> date:
        """Return the local day that counts as the day of a receipt (naive UTC): outside the hours as the setting says."""
        wall = self.local(moment)
        if self.outside_hours is OutsideHours.SAME_DAY:
            return wall.date()
        intervals = self.intervals(wall.date())
        is_late = not intervals or wall.time() >= intervals[-1][1]
        return self.working_after(wall.date()) if is_late else wall.date()

    def local(self, moment: datetime) -> datetime:
        """Return the local wall time (naive) of a moment in naive UTC. Raises: OutsideCalendar."""
        _computed(moment.date())
        return moment.replace(tzinfo=UTC).astimezone(self._zone).replace(tzinfo=None)

    def utc(self, wall: datetime) -> datetime:
        """Return the moment in naive UTC of a local wall time (naive). Raises: OutsideCalendar."""
        _computed(wall.date())
        return wall.replace(tzinfo=self._zone).astimezone(UTC).replace(tzinfo=None)

    def day_of(self, moment: datetime) -> date:
        """Return the local day in which a moment (naive UTC) lies."""
        return self.local(moment).date()

    def start_of(self, day: date) -> datetime:
        """Return the instant (naive UTC) at which a local day begins."""
        return self.utc(datetime.combine(day, time()))

    def end_of(self, day: date) -> datetime:
        """Return the instant (naive UTC) at which a local day ends: the local midnight after it."""
        return self.start_of(_computed(day) + DAY)


def _computed(day: date) -> date:
    if not FIRST_DAY - DAY <= day <= REACHES + DAY:
        raise OutsideCalendar(f"{day} is not computed")
    return day


def due(
    start_at: datetime, unit: DeadlineUnit | str, amount: int, *, calendar: Calendar, is_receipt: bool = True
) -> Due:
    """Return the deadline `amount` of `unit` after `start_at` (naive UTC), with its steps.

    The local day of the start is day 0 (59-ФЗ practice); of a receipt outside the hours it may be the next working day, by
    the calendar's setting. A deadline in days ends with its last local day; working hours and minutes that begin outside
    the hours begin with the next working interval; clock hours never stop.
    Raises: ValueError for an amount below 1 or above `LONGEST`, or an unknown unit; OutsideCalendar.
    """
    unit = DeadlineUnit(unit)
    if not 1 <= amount <= LONGEST[unit]:
        raise ValueError(f"a deadline takes 1 to {LONGEST[unit]} of {unit}, not {amount}")
    begun = Step(start_at, "START", f"Начало отсчёта: {_moment(calendar.local(start_at))}")
    if unit in WORKING_TIME:
        return _working_time(begun, unit, amount, calendar)
    if unit is not DeadlineUnit.CLOCK_HOURS:
        count = _calendar_days if unit is DeadlineUnit.CALENDAR_DAYS else _working_days
        first = calendar.received_on(start_at) if is_receipt else calendar.day_of(start_at)
        return count(begun, first, amount, calendar)
    due_at = start_at + timedelta(hours=amount)
    ended = Step(due_at, unit, f"Астрономических часов: {amount}; срок — {_moment(calendar.local(due_at))}")
    return Due(due_at, None, None, (begun, ended))


def _calendar_days(begun: Step, first: date, amount: int, calendar: Calendar) -> Due:
    legal_on = first + amount * DAY
    control_on = calendar.working_on_or_before(legal_on)
    due_at = calendar.end_of(legal_on)
    steps = [begun, *_deferred(begun.at, first, calendar)]
    steps.extend(_provisional(begun.at, steps[-1].at, legal_on, calendar))
    if control_on != legal_on:
        note = f"{_day(legal_on)} — нерабочий день; контрольный срок — {_day(control_on)}"
        steps.append(Step(due_at, "CONTROL_DAY", note))
    note = f"Календарных дней: {amount}, день начала не считается; последний день — {_day(legal_on)}"
    return Due(due_at, legal_on, control_on, (*steps, Step(due_at, DeadlineUnit.CALENDAR_DAYS, note)))


def _working_days(begun: Step, first: date, amount: int, calendar: Calendar) -> Due:
    day = first
    steps = [begun, *_deferred(begun.at, first, calendar)]
    for _ in range(amount):
        following = calendar.working_after(day)
        steps.extend(_skipped(day, following, calendar))
        day = following
    due_at = calendar.end_of(day)
    steps.extend(_provisional(begun.at, due_at, day, calendar))
    note = f"Рабочих дней: {amount}, день начала не считается; последний день — {_day(day)}"
    return Due(due_at, day, day, (*steps, Step(due_at, DeadlineUnit.WORKING_DAYS, note)))


WORKING_TIME: Mapping[DeadlineUnit, tuple[timedelta, str]] = MappingProxyType(
    {
        DeadlineUnit.WORKING_HOURS: (timedelta(hours=1), "Рабочих часов"),
        DeadlineUnit.WORKING_MINUTES: (timedelta(minutes=1), "Рабочих минут"),
    }
)
"""How long one of a unit lasts that is counted inside the working hours, and how many of them a step tells."""


def _working_time(begun: Step, unit: DeadlineUnit, amount: int, calendar: Calendar) -> Due:
    one, called = WORKING_TIME[unit]
    left = amount * one
    at = calendar.local(begun.at)
    day = at.date() if calendar.is_working(at.date()) else calendar.working_after(at.date())
    steps = [begun, *_skipped(at.date() - DAY, day, calendar)]
    while True:
        counted, at, left = _count_day(day, at, left, calendar)
        if counted:
            steps.append(Step(calendar.utc(at), "HOURS_OF_DAY", f"{_day(day)}: засчитано {_span(counted)}"))
        if not left:
            break
        following = calendar.working_after(day)
        steps.extend(_skipped(day, following, calendar))
        day = following
    due_at = calendar.utc(at)
    steps.extend(_provisional(begun.at, due_at, day, calendar))
    ended = Step(due_at, unit, f"{called}: {amount}; срок — {_moment(at)}")
    return Due(due_at, None, None, (*steps, ended))


def _count_day(
    day: date, at: datetime, left: timedelta, calendar: Calendar
) -> tuple[timedelta, datetime, timedelta]:
    """What of `left` the working hours of `day` after the wall time `at` take: (taken, where it ends, what stays)."""
    taken = timedelta()
    for opens, closes in calendar.intervals(day):
        begin, end = max(at, datetime.combine(day, opens)), datetime.combine(day, closes)
        if begin >= end or not left:
            continue
        piece = min(end - begin, left)
        taken, left, at = taken + piece, left - piece, begin + piece
    return taken, at, left


def _deferred(start_at: datetime, first: date, calendar: Calendar) -> Iterator[Step]:
    """The step that tells that another day than the one of the receipt is day 0, at the beginning of that day."""
    if first != calendar.day_of(start_at):
        note = f"Поступило вне рабочего времени: днём начала считается {_day(first)}"
        yield Step(calendar.start_of(first), "OUTSIDE_HOURS", note)


def _skipped(before: date, after: date, calendar: Calendar) -> Iterator[Step]:
    """The step that tells which days between two counted ones do not count, at the end of the last of them."""
    first, last = before + DAY, after - DAY
    if first > last:
        return
    days = _day(first) if first == last else f"{_day(first)} — {_day(last)}"
    yield Step(calendar.end_of(last), "DAYS_OFF", f"Нерабочие дни не считаются: {days}")


def _provisional(start_at: datetime, at: datetime, last: date, calendar: Calendar) -> Iterator[Step]:
    """The warning, as of `at`, that a year between the start and the last day is counted without its decree."""
    years = range(calendar.day_of(start_at).year, last.year + 1)
    missing = next((year for year in years if year not in calendar.decreed), None)
    if missing is not None:
        note = (
            f"Постановление о переносе выходных {missing} года не загружено: учтены праздники и переносы по статье 112 "
            "ТК РФ, срок предварительный"
        )
        yield Step(at, "PROVISIONAL", note)


def _day(day: date) -> str:
    return day.strftime("%d.%m.%Y")


def _moment(wall: datetime) -> str:
    return wall.strftime("%d.%m.%Y %H:%M")


def _span(span: timedelta) -> str:
    hours, minutes = divmod(int(span.total_seconds()) // 60, 60)
    return " ".join(f"{count} {word}" for count, word in ((hours, "ч"), (minutes, "мин")) if count)
