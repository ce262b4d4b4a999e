"""Counting cases: who may count what, and what of the counts is shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from auth.actions import Action
from auth.decide import Plan, plan
from auth.principal import Principal
from documents.cases.pipelines import Dimension, Key, cells, grouping
from documents.cases.resource import CASES
from documents.cases.suppression import Cut, Known, sums, suppress
from documents.kernel.access import Access

OPENED_BY: Mapping[str, str] = {
    "sector_id": "sector",
    "recipient_id": "org",
    "assignee_id": "person",
    "channel_id": "channel",
}
"""Stored key → the word of the access keys that it gives every case (documents/cases/document.py)."""


MOST_DIMENSIONS = 2


@dataclass(frozen=True)
class Group:
    """One combination of values, in the order of the dimensions; no count where it is withheld."""

    values: Key
    count: int | None


@dataclass(frozen=True)
class Counts:
    """All groups and the total; no total where it is withheld."""

    groups: tuple[Group, ...]
    total: int | None


def counts_freely(who: Principal, where: Mapping[str, Any]) -> bool:
    """Whether every case that the filter leaves to be counted could be listed as well, so that nothing is withheld."""
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
    months: Mapping[str, Any],
    by: Sequence[Dimension],
    fixed: tuple[Dimension, str] | None,
) -> Counts:
    """A fixed cut of whole months, in one command: counts below three and their complements are withheld.

    A cut with one value `fixed` is that slice of the table with the value's dimension in it, and a table is the same
    whatever the order of its dimensions, so that two ways of asking never withhold different cells.
    """
    named = {*by, fixed[0]} if fixed else set(by)
    dimensions = [one for one in Dimension if one in named]
    table = await _table(access, who, now, where=months, by=dimensions)
    axis, value = (dimensions.index(fixed[0]), fixed[1]) if fixed else (0, None)
    total = sum(table.values()) if fixed is None else sums(table, (axis,)).get((value,), 0)
    cut = _cut(table, axis, value)
    shown = fixed is None or value not in _withheld(table, (axis,))
    if not by:
        return Counts((), total if shown and cut.total_shown else None)
    places = [dimensions.index(one) for one in by]
    groups = tuple(
        Group(tuple(key[place] for place in places), None if key in cut.withheld else count)
        for key, count in table.items()
        if cut.groups_named and (fixed is None or key[axis] == value)
    )
    return Counts(groups, total if shown and cut.total_shown else None)


def _cut(table: Mapping[Key, int], axis: int, value: str | None) -> Cut:
    """What is withheld; of three dimensions, in the slice of one value, whose sums are what smaller tables tell."""
    if len(next(iter(table), ())) <= MOST_DIMENSIONS:
        return suppress(table)
    others = [one for one in range(3) if one != axis]
    inside = {tuple(key[one] for one in others): count for key, count in table.items() if key[axis] == value}
    withheld = []
    for other in others:
        axes = sorted((axis, other))
        hidden = (key for key in suppress(sums(table, axes)).withheld if key[axes.index(axis)] == value)
        withheld.append(frozenset(key[axes.index(other)] for key in hidden))
    known = Known((withheld[0], withheld[1]), value not in _withheld(table, (axis,)))
    cut = suppress(inside, known)
    whole = frozenset((*key[:axis], value, *key[axis:]) for key in cut.withheld)
    return Cut(whole, cut.total_shown, cut.groups_named)


def _withheld(table: Mapping[Key, int], axes: Sequence[int]) -> frozenset[Any]:
    return frozenset(key[0] for key in suppress(sums(table, axes)).withheld)


async def _table(
    access: Access, who: Principal, now: datetime, *, where: Mapping[str, Any], by: Sequence[Dimension]
) -> dict[Key, int]:
    rows = await access.pipeline(CASES, who, Action.CASE_COUNT, stages=grouping(by, now), where=where)
    return cells(rows, by)
