"""Counting cases: who may count what, and what of the counts is shown."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from auth.actions import Action
from auth.policy.decide import Plan, plan
from auth.policy.rules.cases import COUNT_EXACTLY
from auth.principal import Principal
from documents.cases.resource import CASES
from documents.kernel.read.access import Access
from documents.statistics.pipelines import (
    AnyDimension,
    cells,
    checked,
    grouping,
    monthly,
    monthly_cells,
    uncut,
)
from documents.statistics.rounding import Draw, GroupKey, Months, protected

OPENED_BY: Mapping[str, str] = {
    "sector_id": "sector",
    "recipient_id": "org",
    "assignee_id": "person",
    "channel_id": "channel",
}
"""Stored key → the word of the access keys that it gives every case (documents/cases/document.py)."""

INCIDENTS = {"$eq": ["$kind", "INCIDENT"]}


Stages = list[dict[str, Any]]


@dataclass(frozen=True)
class Counting:
    """What is counted under which right, and by which rights its viewer could list it one by one: messages and appeals,
    and incidents. `before` are the stages that leave what is counted."""

    action: Action
    reads: tuple[Action, Action]
    before: Callable[[Sequence[AnyDimension]], Stages]


ALL_CASES = Counting(Action.CASE_COUNT, (Action.SUBMISSION_READ, Action.INCIDENT_READ), uncut)
CHECKED_CASES = Counting(Action.QUALITY_COUNT, (Action.QUALITY_READ, Action.QUALITY_READ), checked)


@dataclass(frozen=True)
class Group:
    """One combination of values, in the order of the dimensions."""

    values: GroupKey
    count: int


@dataclass(frozen=True)
class Counts:
    """All groups and the total, and whether they are rounded."""

    groups: tuple[Group, ...]
    total: int
    is_rounded: bool = False


def counts_freely(who: Principal, where: Mapping[str, Any], counting: Counting = ALL_CASES) -> bool:
    """Return whether what the filter leaves to be counted is told exactly: where every such case could be listed as well,
    and to those whose rule says so."""
    return not COUNT_EXACTLY.isdisjoint(who.roles) or lists_freely(who, where, counting)


def lists_freely(who: Principal, where: Mapping[str, Any], counting: Counting = ALL_CASES) -> bool:
    """Return whether every case that the filter leaves to be counted could be listed as well."""
    counted = plan(who, counting.action)
    readable = (plan(who, read) for read in counting.reads)
    return all(read.contains(counted) or is_within(read, where) for read in readable)


def is_within(read: Plan, where: Mapping[str, Any]) -> bool:
    """Return whether the filter itself keeps to values each of which opens its cases: a lead's own sectors, say."""
    for key, word in OPENED_BY.items():
        if key not in where:
            continue
        asked = where[key]
        values = asked.get("$in") if isinstance(asked, Mapping) else [asked]
        if values and all(value is not None and f"{word}:{value}" in read.keys for value in values):
            return True
    return False


async def count_cases(
    access: Access,
    who: Principal,
    now: datetime,
    *,
    where: Mapping[str, Any],
    by: Sequence[AnyDimension],
    counting: Counting = ALL_CASES,
) -> Counts:
    """Count exactly, in one command; for those who count freely."""
    stages = [*counting.before(by), *grouping(by, now)]
    rows = await access.pipeline(CASES, who, counting.action, stages=stages, where=where)
    table = cells(rows, by)
    groups = tuple(Group(key, value) for key, value in table.items()) if by else ()
    return Counts(groups, sum(table.values()))


async def count_protected(
    access: Access,
    who: Principal,
    now: datetime,
    *,
    where: Mapping[str, Any],
    months: Months,
    by: Sequence[AnyDimension],
    draw: Draw,
    counting: Counting = ALL_CASES,
) -> Counts:
    """Count whole months in one command, and tell rounded figures of the cases that the viewer could not list."""
    stages = [*counting.before(by), *monthly(by, _is_own(who, counting), now)]
    rows = await access.pipeline(CASES, who, counting.action, stages=stages, where=where)
    groups, total = protected(monthly_cells(rows, by), months, draw)
    told = tuple(Group(key, figure) for key, figure in groups.items()) if by else ()
    return Counts(told, total, is_rounded=True)


def _is_own(who: Principal, counting: Counting) -> Any:
    """The expression of the store for a case that the viewer could list: one key of its reader's is among the case's."""
    messages, incidents = (
        {"$gt": [{"$size": {"$setIntersection": ["$access_keys", sorted(plan(who, read).keys)]}}, 0]}
        for read in counting.reads
    )
    return messages if messages == incidents else {"$cond": [INCIDENTS, incidents, messages]}
