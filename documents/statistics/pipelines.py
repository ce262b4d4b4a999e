"""Aggregations over cases: what is grouped by, as stages for the store."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, time
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from documents.kernel.calendar import FIRST_DAY, REACHES
from documents.statistics.rounding import CaseParts, CaseSet, GroupKey


class Dimension(StrEnum):
    """What cases can be counted by."""

    STATUS = "STATUS"
    KIND = "KIND"
    SECTOR = "SECTOR"
    RECIPIENT = "RECIPIENT"
    TOPIC = "TOPIC"
    SETTLEMENT = "SETTLEMENT"
    CHANNEL = "CHANNEL"
    OVERDUE = "OVERDUE"


class QualityDimension(StrEnum):
    """What checked cases can be counted by: what their last check came to, a criterion that it found unmet, or the case."""

    VERDICT = "VERDICT"
    UNMET_CRITERION = "UNMET_CRITERION"
    SECTOR = "SECTOR"
    RECIPIENT = "RECIPIENT"
    TOPIC = "TOPIC"
    CHANNEL = "CHANNEL"


AnyDimension = Dimension | QualityDimension

STORED: Mapping[AnyDimension, str] = MappingProxyType(
    {
        Dimension.STATUS: "status",
        Dimension.KIND: "kind",
        Dimension.SECTOR: "sector_id",
        Dimension.RECIPIENT: "recipient_id",
        Dimension.TOPIC: "topic_id",
        Dimension.SETTLEMENT: "settlement_id",
        Dimension.CHANNEL: "channel_id",
        QualityDimension.VERDICT: "last_check.verdict",
        QualityDimension.UNMET_CRITERION: "last_check.criteria.criterion",
    }
)
"""Dimension → the key that holds its value; being overdue is none, it follows from the moment. A dimension that both
enumerations have is one key."""


def uncut(_dimensions: Sequence[AnyDimension]) -> list[dict[str, Any]]:
    """Return the stages before all cases are counted: none."""
    return []


def checked(dimensions: Sequence[AnyDimension]) -> list[dict[str, Any]]:
    """Return the stages that leave the cases of which an answer was checked, with the last check; once for each criterion
    that it found unmet where that is asked for."""
    stages: list[dict[str, Any]] = [
        {"$match": {"quality_checks.0": {"$exists": True}}},
        {"$addFields": {"last_check": {"$arrayElemAt": ["$quality_checks", -1]}}},
    ]
    if QualityDimension.UNMET_CRITERION in dimensions:
        stages += [{"$unwind": "$last_check.criteria"}, {"$match": {"last_check.criteria.is_met": False}}]
    return stages


def grouping(dimensions: Sequence[AnyDimension], now: datetime) -> list[dict[str, Any]]:
    """Return the stages that count cases by each combination of values; one row with no values for no dimensions."""
    key = {str(one): _value(one, now) for one in dimensions}
    return [{"$group": {"_id": key or None, "count": {"$sum": 1}}}]


def _value(dimension: AnyDimension, now: datetime) -> Any:
    if dimension is Dimension.OVERDUE:
        return {"$lte": ["$overdue_at", now]}
    return f"${STORED[dimension]}"


def cells(rows: Sequence[Mapping[str, Any]], dimensions: Sequence[AnyDimension]) -> dict[GroupKey, int]:
    """Return what the store gave for `grouping`: values in the order of the dimensions → how many cases (never 0)."""
    found: Counter[GroupKey] = Counter()
    for row in rows:
        found[tuple(_sound((row["_id"] or {}).get(str(one))) for one in dimensions)] += int(row["count"])
    return dict(found)


def _sound(value: Any) -> Any:
    """A value that can be a group; what no check ever let in counts as none."""
    return value if isinstance(value, str | bool) else None


def controlling(now: datetime, day_ends_at: datetime) -> list[dict[str, Any]]:
    """Return the stages that count open cases by organization and person: late, later than two and three times the term, due
    by the end of the local day, due soon, and deferred."""

    def counted(condition: Any) -> dict[str, Any]:
        return {"$sum": {"$cond": [condition, 1, 0]}}

    is_ahead = {"$gt": ["$overdue_at", now]}
    counts = {
        "open": {"$sum": 1},
        "overdue": counted({"$lte": ["$overdue_at", now]}),
        "overdue_twice": counted({"$lte": ["$overdue_twice_at", now]}),
        "overdue_thrice": counted({"$lte": ["$overdue_thrice_at", now]}),
        "due_today": counted({"$and": [is_ahead, {"$lte": ["$overdue_at", day_ends_at]}]}),
        "due_soon": counted({"$and": [is_ahead, {"$lte": ["$due_soon_at", now]}]}),
        "deferred": counted({"$eq": ["$status", "POSTPONED"]}),
    }
    key = {"recipient_id": "$recipient_id", "assignee_id": "$assignee_id"}
    return [{"$group": {"_id": key, **counts}}]


LOCAL_OFFSET = "+07:00"
"""Asia/Krasnoyarsk has kept UTC+7 since October 2014; no case is older."""


MARK_MODULUS = 1_000_003
"""A prime: what is left of the milliseconds of a case's receipt and registration marks it well enough."""


def monthly(dimensions: Sequence[AnyDimension], own: Any, now: datetime) -> list[dict[str, Any]]:
    """Return the stages that count cases by local month of receipt and each combination of values, those apart for which
    the expression `own` holds; with the sums by which the same cases are known again.

    What was received outside the calendar, or at no moment at all, is in no month: the store would name none for it.
    """
    moments = {"$add": [{"$toLong": "$received_at"}, {"$multiply": [7, {"$toLong": "$registered_at"}]}]}
    mark = {"$mod": [moments, MARK_MODULUS]}
    key = {
        "month": {"$dateToString": {"format": "%Y-%m", "date": "$received_at", "timezone": LOCAL_OFFSET}},
        "own": own,
        **{str(one): _value(one, now) for one in dimensions},
    }
    sums = {"marks": {"$sum": mark}, "squares": {"$sum": {"$multiply": [mark, mark]}}}
    inside = {"$gte": datetime.combine(FIRST_DAY, time()), "$lt": datetime.combine(REACHES, time())}
    return [{"$match": {"received_at": inside}}, {"$group": {"_id": key, "count": {"$sum": 1}, **sums}}]


def monthly_cells(
    rows: Sequence[Mapping[str, Any]], dimensions: Sequence[AnyDimension]
) -> dict[tuple[str, GroupKey], CaseParts]:
    """Return what the store gave for `monthly`: month and values in the order of the dimensions → the cases."""
    found: dict[tuple[str, GroupKey], CaseParts] = {}
    for row in rows:
        named = row["_id"]
        key = (named["month"], tuple(_sound(named.get(str(one))) for one in dimensions))
        count = int(row["count"])
        others = CaseSet(count, int(row["marks"]), int(row["squares"]))
        part = CaseParts(own=count) if named["own"] else CaseParts(others=others)
        found[key] = found.get(key, CaseParts()) + part
    return found
