"""Counting cases: who may count what, and what of the counts is shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from auth.actions import Action
from auth.policy.decide import Plan, plan
from auth.principal import Principal
from documents.cases.resource import CASES
from documents.kernel.read.access import Access
from documents.statistics.cuts import OTHER_AXIS, SECTOR_AXIS, CountQuestion, answer
from documents.statistics.pipelines import Dimension, GroupKey, cells, grouping, monthly, monthly_cells

OPENED_BY: Mapping[str, str] = {
    "sector_id": "sector",
    "recipient_id": "org",
    "assignee_id": "person",
    "channel_id": "channel",
}
"""Stored key → the word of the access keys that it gives every case (documents/cases/document.py)."""


HUB = Dimension.SECTOR
"""The dimension that every table of a fixed cut has."""

Months = tuple[str | None, str | None]
"""From which month up to, without, which one, as `YYYY-MM`; None for no bound."""


@dataclass(frozen=True)
class Group:
    """One combination of values, in the order of the dimensions; no count where it is withheld."""

    values: GroupKey
    count: int | None


@dataclass(frozen=True)
class Counts:
    """All groups and the total; no total where it is withheld."""

    groups: tuple[Group, ...]
    total: int | None


def counts_freely(who: Principal, where: Mapping[str, Any]) -> bool:
    """Return whether every case that the filter leaves to be counted could be listed as well, so that nothing is
    withheld."""
    counted = plan(who, Action.CASE_COUNT)
    readable = (plan(who, Action.SUBMISSION_READ), plan(who, Action.INCIDENT_READ))
    return all(read.contains(counted) or _within(read, where) for read in readable)


def _within(read: Plan, where: Mapping[str, Any]) -> bool:
    """Whether the filter itself keeps to values each of which opens its cases: a lead's own sectors, say."""
    for key, word in OPENED_BY.items():
        if key not in where:
            continue
        asked = where[key]
        values = asked.get("$in") if isinstance(asked, Mapping) else [asked]
        if values and all(value is not None and f"{word}:{value}" in read.keys for value in values):
            return True
    return False


async def count_cases(
    access: Access, who: Principal, now: datetime, *, where: Mapping[str, Any], by: Sequence[Dimension]
) -> Counts:
    """Count without withholding anything, in one command; for who could list what is counted."""
    table = await _table(access, who, now, where=where, by=by)
    groups = tuple(Group(key, value) for key, value in table.items()) if by else ()
    return Counts(groups, sum(table.values()))


async def count_cut(
    access: Access,
    who: Principal,
    now: datetime,
    *,
    months: Months,
    by: Sequence[Dimension],
    fixed: tuple[Dimension, str] | None,
) -> Counts:
    """Return a fixed cut of whole months, in one command: what no combination of answers could be solved for a small count.

    Cells are told by sector and one other dimension; of any other combination only the total is.
    """
    others = list(dict.fromkeys(one for one in (*by, *([fixed[0]] if fixed else [])) if one is not HUB))
    has_cells = len(others) <= 1
    # Of cells that are never told only the total is asked, which may be that of one value.
    other = next(iter(others if has_cells else [one for one in others if fixed and one is fixed[0]]), None)
    axes = {HUB: SECTOR_AXIS, other: OTHER_AXIS}
    asked = CountQuestion(
        by=tuple(axes[one] for one in by) if has_cells else (),
        fixed=(axes[fixed[0]], fixed[1]) if fixed else None,
        since=months[0],
        until=months[1],
        has_cells=has_cells,
        own=_own_sectors(who),
    )
    rows = await access.pipeline(CASES, who, Action.CASE_COUNT, stages=monthly(HUB, other, now))
    groups, total = answer(monthly_cells(rows), asked)
    return Counts(tuple(Group(key, count) for key, count in groups.items()), total)


def _own_sectors(who: Principal) -> frozenset[str]:
    """The sectors whose cases the viewer could list anyway: what is withheld of the others must not rest on them."""
    keys = plan(who, Action.SUBMISSION_READ).keys & plan(who, Action.INCIDENT_READ).keys
    return frozenset(key.removeprefix("sector:") for key in keys if key.startswith("sector:"))


async def _table(
    access: Access, who: Principal, now: datetime, *, where: Mapping[str, Any], by: Sequence[Dimension]
) -> dict[GroupKey, int]:
    rows = await access.pipeline(CASES, who, Action.CASE_COUNT, stages=grouping(by, now), where=where)
    return cells(rows, by)
