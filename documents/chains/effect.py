"""What a decision led to: cases of the same topic and settlement a week before it, and in the week after its execution."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from auth.actions import Action
from auth.policy.decide import plan
from auth.principal import Principal
from documents.cases.resource import CASES
from documents.cases.statuses import CaseStatus
from documents.center.calendars import calendar_of
from documents.chains.rules import WEEK, Matter, Weeks, matter_of, verdict_of, weeks_of
from documents.chains.vocabulary import EffectVerdict
from documents.kernel.calendar import Calendar
from documents.kernel.read.access import Access
from documents.kernel.read.resource import Row
from documents.statistics.counts import counts_freely


@dataclass(frozen=True)
class Weighed:
    """What the effect of a question follows from: its protocol, cases, sources and assignments, as the viewer sees them."""

    protocol: Row | None
    cases: Sequence[Row]
    sources: Sequence[Row]
    assignments: Sequence[Row]


@dataclass(frozen=True)
class MeasuredEffect:
    """Cases of a topic and a settlement (None: of the whole municipality) received in two weeks; `after` is None until its
    week is over."""

    topic_id: str
    settlement_id: str | None
    before_from: date
    before: int
    after_from: date | None
    after: int | None
    verdict: EffectVerdict


@dataclass(frozen=True)
class Comparison:
    """Two weeks of one matter that are to be counted."""

    matter: Matter
    weeks: Weeks


async def effects_of(
    access: Access, who: Principal, now: datetime, questions: Sequence[Weighed]
) -> list[tuple[MeasuredEffect | None, bool]]:
    """Return the effect of each question, and whether it is withheld because the viewer's counts are protected; in one
    command, and none where nothing is to be counted."""
    calendar = calendar_of(access.reference)
    asked = [_asked(one, now, calendar) for one in questions]
    wanted = [one for one in asked if one is not None]
    if not wanted:
        return [(None, False) for _ in asked]
    if not _counts_exactly(who):
        return [(None, one is not None) for one in asked]
    counts = await _counted(access, who, wanted, calendar)
    effects = iter([_effect(one, counts, number) for number, one in enumerate(wanted)])
    return [(next(effects) if one is not None else None, False) for one in asked]


def _counts_exactly(who: Principal) -> bool:
    return not plan(who, Action.CASE_COUNT).nothing and counts_freely(who, {})


def _asked(question: Weighed, now: datetime, calendar: Calendar) -> Comparison | None:
    protocol = question.protocol
    if protocol is None or not protocol["is_signed"]:
        return None
    topics = [one["id"] for one in question.sources if one["type"] == "Topic"]
    matter = matter_of(question.cases, topics)
    if matter is None:
        return None
    weeks = weeks_of(date.fromisoformat(protocol["date"]), question.assignments, now, calendar)
    return Comparison(matter, weeks)


async def _counted(
    access: Access, who: Principal, wanted: Sequence[Comparison], calendar: Calendar
) -> Mapping[str, int]:
    weeks = {
        f"{name}_{number}": (one.matter, day) for number, one in enumerate(wanted) for name, day in _days(one)
    }
    days = [day for _, day in weeks.values()]
    where: dict[str, Any] = {
        "topic_id": {"$in": sorted({one.matter.topic_id for one in wanted})},
        "received_at": {
            "$gte": calendar.start_of(min(days)),
            "$lt": calendar.start_of(max(days) + WEEK),
        },
        "status": {"$ne": CaseStatus.CANCELLED.value},
    }
    sums = {
        name: {"$sum": {"$cond": [_holds(matter, day, calendar), 1, 0]}}
        for name, (matter, day) in weeks.items()
    }
    rows = await access.pipeline(
        CASES, who, Action.CASE_COUNT, stages=[{"$group": {"_id": None, **sums}}], where=where
    )
    return rows[0] if rows else dict.fromkeys(sums, 0)


def _days(asked: Comparison) -> list[tuple[str, date]]:
    days = {"before": asked.weeks.before, "after": asked.weeks.after}
    return [(name, day) for name, day in days.items() if day is not None]


def _holds(matter: Matter, day: date, calendar: Calendar) -> dict[str, Any]:
    """The expression of the store for a case of a matter that was received in the week from a day on."""
    conditions: list[dict[str, Any]] = [
        {"$eq": ["$topic_id", matter.topic_id]},
        {"$gte": ["$received_at", calendar.start_of(day)]},
        {"$lt": ["$received_at", calendar.start_of(day + WEEK)]},
    ]
    if matter.settlement_id is not None:
        conditions.append({"$eq": ["$settlement_id", matter.settlement_id]})
    return {"$and": conditions}


def _effect(asked: Comparison, counts: Mapping[str, int], number: int) -> MeasuredEffect:
    before, after = int(counts[f"before_{number}"]), None
    if asked.weeks.after is not None:
        after = int(counts[f"after_{number}"])
    return MeasuredEffect(
        topic_id=asked.matter.topic_id,
        settlement_id=asked.matter.settlement_id,
        before_from=asked.weeks.before,
        before=before,
        after_from=asked.weeks.after,
        after=after,
        verdict=verdict_of(before, after),
    )
