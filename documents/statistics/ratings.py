"""Counting what applicants said of the answers: who may count what, and what of the counts is shown.

A rating is counted once, by the local month in which it came. What a recipient recorded of its own work is none.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum
from typing import Any

from auth.actions import Action
from auth.policy.decide import plan
from auth.policy.rules.cases import COUNT_EXACTLY
from auth.principal import Principal
from documents.cases.resource import CASES
from documents.cases.satisfaction import SCORES, SatisfactionSource
from documents.kernel.calendar import FIRST_DAY, REACHES
from documents.kernel.read.access import Access
from documents.statistics.counts import is_within
from documents.statistics.pipelines import LOCAL_OFFSET, MARK_MODULUS
from documents.statistics.rounding import CaseParts, CaseSet, Draw, GroupKey, Months, protected

RATINGS, RATED_AT, SCORE = "satisfaction", "satisfaction.at", "satisfaction.score"
READ = (RATINGS, "recipient_id", "sector_id", "topic_id", "received_at", "registered_at", "access_keys")
"""Stored keys of a case that its ratings are counted by."""

NEVER_RATED = {"satisfaction.source": {"$ne": SatisfactionSource.RECIPIENT.value}}
MONTH = {"$dateToString": {"format": "%Y-%m", "date": f"${RATED_AT}", "timezone": LOCAL_OFFSET}}


class RatingDimension(StrEnum):
    """What ratings can be counted by."""

    RECIPIENT = "RECIPIENT"
    SECTOR = "SECTOR"
    TOPIC = "TOPIC"
    MONTH = "MONTH"
    SCORE = "SCORE"
    SOLVED = "SOLVED"


DIMENSIONS: Mapping[RatingDimension, str] = {
    RatingDimension.RECIPIENT: "Ответственный получатель",
    RatingDimension.SECTOR: "Отраслевое направление",
    RatingDimension.TOPIC: "Тема",
    RatingDimension.MONTH: "Месяц оценки",
    RatingDimension.SCORE: "Оценка",
    RatingDimension.SOLVED: "Вопрос решён",
}

STORED: Mapping[RatingDimension, Any] = {
    RatingDimension.RECIPIENT: "$recipient_id",
    RatingDimension.SECTOR: "$sector_id",
    RatingDimension.TOPIC: "$topic_id",
    RatingDimension.MONTH: MONTH,
    RatingDimension.SCORE: f"${SCORE}",
    RatingDimension.SOLVED: "$satisfaction.solved",
}
"""Dimension → the expression of the store for its value."""


@dataclass(frozen=True)
class RatingGroup:
    """One combination of values, in the order of the dimensions; `average` is null where it is not told."""

    values: GroupKey
    count: int
    average: float | None = None


@dataclass(frozen=True)
class RatingCounts:
    """All groups and the total, and whether they are rounded."""

    groups: tuple[RatingGroup, ...]
    total: RatingGroup
    is_rounded: bool = False


def reads_ratings(who: Principal, where: Mapping[str, Any]) -> bool:
    """Return whether what the filter leaves to be counted is told exactly: where every such rating could be read as well,
    and to those whose rule on counts says so."""
    read = plan(who, Action.SATISFACTION_READ)
    counted = plan(who, Action.SATISFACTION_COUNT)
    return not COUNT_EXACTLY.isdisjoint(who.roles) or read.contains(counted) or is_within(read, where)


async def count_ratings(
    access: Access,
    who: Principal,
    *,
    where: Mapping[str, Any],
    rated: Mapping[str, datetime],
    by: Sequence[RatingDimension],
) -> RatingCounts:
    """Count exactly, with the average of the scores, in one command; for those who may read every rating."""
    key = {str(one): STORED[one] for one in by}
    group = {"_id": key or None, "count": {"$sum": 1}, "scores": {"$sum": f"${SCORE}"}}
    rows = await access.pipeline(
        CASES, who, Action.SATISFACTION_COUNT, stages=[*_each(rated), {"$group": group}], where=where
    )
    counts: Counter[GroupKey] = Counter()
    scores: Counter[GroupKey] = Counter()
    for row in rows:
        values = _values(row["_id"] or {}, by)
        counts[values] += int(row["count"])
        scores[values] += int(row["scores"])
    groups = tuple(_averaged(values, counts[values], scores[values]) for values in counts) if by else ()
    return RatingCounts(groups, _averaged((), counts.total(), scores.total()))


async def count_protected_ratings(
    access: Access,
    who: Principal,
    *,
    where: Mapping[str, Any],
    months: Months,
    by: Sequence[RatingDimension],
    draw: Draw,
) -> RatingCounts:
    """Count whole months in one command, and tell rounded figures of the ratings that the viewer could not read."""
    moments = ("received_at", "registered_at", RATED_AT)
    weighed = [{"$multiply": [7**power, {"$toLong": f"${name}"}]} for power, name in enumerate(moments)]
    mark = {"$mod": [{"$add": weighed}, MARK_MODULUS]}
    keys = sorted(plan(who, Action.SATISFACTION_READ).keys)
    own = {"$gt": [{"$size": {"$setIntersection": ["$access_keys", keys]}}, 0]}
    key = {"month": MONTH, "own": own, **{str(one): STORED[one] for one in by}}
    sums = {"marks": {"$sum": mark}, "squares": {"$sum": {"$multiply": [mark, mark]}}}
    stages = [*_each({}), {"$group": {"_id": key, "count": {"$sum": 1}, **sums}}]
    rows = await access.pipeline(CASES, who, Action.SATISFACTION_COUNT, stages=stages, where=where)
    table: dict[tuple[str, GroupKey], CaseParts] = {}
    for row in rows:
        count = int(row["count"])
        others = CaseSet(count, int(row["marks"]), int(row["squares"]))
        part = CaseParts(own=count) if row["_id"]["own"] else CaseParts(others=others)
        cell = (row["_id"]["month"], _values(row["_id"], by))
        table[cell] = table.get(cell, CaseParts()) + part
    figures, total = protected(table, months, draw)
    groups = tuple(RatingGroup(values, figure) for values, figure in figures.items()) if by else ()
    return RatingCounts(groups, RatingGroup((), total), is_rounded=True)


def _each(rated: Mapping[str, datetime]) -> list[dict[str, Any]]:
    """The stages that take the ratings one by one; what came outside the calendar is in no month."""
    inside = {"$gte": datetime.combine(FIRST_DAY, time()), "$lt": datetime.combine(REACHES, time())}
    both = {"$and": [{RATED_AT: inside}, {RATED_AT: dict(rated)}]} if rated else {RATED_AT: inside}
    # Few cases are rated, and of these little is read: whole ones would be carried through every stage.
    return [
        {"$match": {f"{RATINGS}.0": {"$exists": True}}},
        {"$project": dict.fromkeys(READ, 1)},
        {"$unwind": f"${RATINGS}"},
        {"$match": {**NEVER_RATED, **both}},
    ]


def _values(named: Mapping[str, Any], by: Sequence[RatingDimension]) -> GroupKey:
    return tuple(_sound(one, named.get(str(one))) for one in by)


def _sound(dimension: RatingDimension, value: Any) -> Any:
    """A value that can be a group; what no check ever let in counts as none."""
    if dimension is RatingDimension.SCORE:
        return value if type(value) is int and value in SCORES else None
    kind = bool if dimension is RatingDimension.SOLVED else str
    return value if isinstance(value, kind) else None


def _averaged(values: GroupKey, count: int, scores: int) -> RatingGroup:
    return RatingGroup(values, count, round(scores / count, 2) if count else None)
