"""Time of the plans: the seeded calendar, an axis of working minutes, and the deadlines that the policies will set."""

import json
from bisect import bisect_right
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from documents.cases.deadlines import choose_policy, due_for
from documents.kernel.calendar import Calendar, DayKind
from seed.decree.channels import CHANNELS

Row = Mapping[str, Any]

DECREE = Path(__file__).parents[2] / "decree"
MINUTE = timedelta(minutes=1)
MONTHS_BACK = 24
FOUNDED = date(2026, 4, 7)
"""The decree is in force: nothing of the center is older."""

CHANNEL_ROWS: Mapping[str, Row] = {row["id"]: row for row in CHANNELS}


def _rows(name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads((DECREE / name).read_text(encoding="utf-8"))
    return rows


@cache
def calendar() -> Calendar:
    """Return the calendar that the decree's data make."""
    rows = _rows("calendar.json")
    days = {date.fromisoformat(row["_id"]): DayKind(row["kind"]) for row in rows}
    return Calendar(days, decreed=frozenset(day.year for day in days))


@cache
def policies() -> Mapping[str, Row]:
    """Return the deadline policies by code."""
    return {row["_id"]: row for row in _rows("deadline_policies.json")}


def due_at(
    *,
    kind: str,
    channel_id: str,
    topic: Row | None,
    importance: str | None,
    received_at: datetime,
    registered_at: datetime,
) -> datetime:
    """Return when a case of these facts is due (naive UTC), as its registration will find it."""
    code = choose_policy(
        policies(),
        kind=kind,
        regime={"APPEAL": "APPEAL_59FZ", "MESSAGE": "MESSAGE"}.get(kind),
        channel=CHANNEL_ROWS[channel_id],
        topic=topic,
        importance=importance,
    )
    found = due_for(
        policies()[code],
        topic=topic,
        received_at=received_at,
        registered_at=registered_at,
        calendar=calendar(),
    )
    return found.due_at


class Axis:
    """Working minutes as a number line: officials act at positions on it, so that their steps fall in working hours."""

    def __init__(self, first: date, last: date) -> None:
        self._starts: list[datetime] = []
        self._before: list[float] = []
        self._lengths: list[float] = []
        total, days = 0.0, calendar()
        for offset in range((last - first).days + 1):
            day = first + timedelta(days=offset)
            for opens, closes in days.intervals(day):
                start = days.utc(datetime.combine(day, opens))
                length = (days.utc(datetime.combine(day, closes)) - start) / MINUTE
                self._starts.append(start)
                self._before.append(total)
                self._lengths.append(length)
                total += length

    def position(self, moment: datetime) -> float:
        """Return working minutes before a moment (naive UTC); moments outside the hours count as the last that closed."""
        index = bisect_right(self._starts, moment) - 1
        if index < 0:
            return 0.0
        return self._before[index] + min((moment - self._starts[index]) / MINUTE, self._lengths[index])

    def moment(self, position: float) -> datetime:
        """Return the moment (naive UTC, whole seconds) at a position."""
        index = max(0, bisect_right(self._before, position) - 1)
        return self._starts[index] + timedelta(seconds=round((position - self._before[index]) * 60))


class Clock:
    """The span that the plans fill: up to 08:00 local time of `today`, over the two years before it."""

    def __init__(self, today: date) -> None:
        self.today = today
        self.now = calendar().start_of(today) + timedelta(hours=8)
        self.first = today - timedelta(days=365 * MONTHS_BACK // 12)
        # Past the end stands room for what a plan would still do: it is cut there.
        self.axis = Axis(self.first - timedelta(days=10), today + timedelta(days=200))
        self.end = self.axis.position(self.now)

    @property
    def window_starts(self) -> date:
        """The first day of the recent cases that go through operations: two months, never before the center stood."""
        return max(self.today - timedelta(days=60), FOUNDED + timedelta(days=1))
