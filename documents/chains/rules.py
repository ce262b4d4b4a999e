"""What a decision led to: the weeks that are compared, and what their numbers say. Pure functions."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from documents.assignments.rules import AssignmentStatus
from documents.chains.vocabulary import EffectVerdict
from documents.kernel.calendar import Calendar

WEEK = timedelta(days=7)
FEWEST = 10
"""Below so many cases before the decision nothing is said of what followed."""

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Matter:
    """What cases are counted by: their topic, and the settlement where all that led to the decision are of one."""

    topic_id: str
    settlement_id: str | None


@dataclass(frozen=True)
class Weeks:
    """The local days that are compared: the week up to the day before the decision, and the one from the day after the
    last assignment was completed (None: it is not over yet)."""

    before: date
    after: date | None


def matter_of(cases: Iterable[Row], topics: Iterable[str]) -> Matter | None:
    """Return what the cases of a question are about, or else the topic it names; None where that is no one thing."""
    found = list(cases)
    named = {one["topic_id"] for one in found if one["topic_id"] is not None} or set(topics)
    places = {one["settlement_id"] for one in found}
    if len(named) != 1:
        return None
    return Matter(named.pop(), places.pop() if len(places) == 1 else None)


def weeks_of(decided_on: date, assignments: Iterable[Row], now: datetime, calendar: Calendar) -> Weeks:
    """Return the weeks to compare; assignments that were cancelled are waited for no longer."""
    due = [one for one in assignments if one["status"] != AssignmentStatus.CANCELLED]
    done = [one["completed_at"] for one in due if one["completed_at"] is not None]
    before = decided_on - WEEK
    if not due or len(done) < len(due):
        return Weeks(before, None)
    after = calendar.day_of(max(done)) + timedelta(days=1)
    return Weeks(before, after if calendar.start_of(after + WEEK) <= now else None)


def verdict_of(before: int, after: int | None) -> EffectVerdict:
    """Say what the numbers mean: nothing yet, nothing for being too few, or which way they went."""
    if before < FEWEST:
        return EffectVerdict.TOO_FEW
    if after is None:
        return EffectVerdict.PENDING
    if after == before:
        return EffectVerdict.AS_MANY
    return EffectVerdict.FEWER if after < before else EffectVerdict.MORE
