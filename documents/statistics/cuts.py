"""Fixed cuts: what may be told of counts, whatever else is asked. Pure functions over one table by month and sector.

Three choices make it impossible to solve several answers for a small count (docs/decisions/counts-that-cannot-be-solved.md):
- Time falls into periods: months, joined until each holds three cases. What is withheld is decided once per period,
  whatever range is asked, and an answer over a range is the sum of what its periods tell.
- Sectors whose counts are small in a period are one row there, so that the sums by sector are always known exactly.
- Only tables by sector and one other dimension have cells. They share nothing but the sums by sector, so what each of
  them leaves open stays open beside all the others.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from documents.statistics.suppression import SMALLEST, Known, hidden_names, sums, suppress

Table = Mapping[tuple[Any, Any], int]
"""Sector and value of the other dimension → how many (at least 1)."""

ShownCounts = Mapping[tuple[Any, ...], int | None]
"""Key → its count, None where it is withheld; keys that are not named have none."""

SECTOR_AXIS, OTHER_AXIS = 0, 1
MERGED = ("merged",)


@dataclass(frozen=True)
class CountQuestion:
    """Which axes are grouped by, which value of one is fixed, and from which month up to which (without it), `YYYY-MM`.

    `has_cells` is False where no cells of the kind asked are ever told; `own` are sectors that the asker could list.
    """

    by: tuple[int, ...] = ()
    fixed: tuple[int, Any] | None = None
    since: str | None = None
    until: str | None = None
    has_cells: bool = True
    own: frozenset[Any] = frozenset()


@dataclass(frozen=True)
class Period:
    """Months from `first` to `last`, both included, that are told together."""

    first: str
    last: str
    table: Table


def periods(rows: Mapping[tuple[str, Any, Any], int]) -> list[Period]:
    """Return the months of (month, sector, value) → count, in order, joined until each period holds three cases; a rest
    joins the last one. None where there are fewer than three cases in all."""
    by_month: dict[str, dict[tuple[Any, Any], int]] = {}
    for (month, *key), count in rows.items():
        by_month.setdefault(month, {})[key[0], key[1]] = count
    found: list[Period] = []
    waiting: Period | None = None
    for month in sorted(by_month):
        waiting = _joined(waiting, Period(month, month, by_month[month]))
        if sum(waiting.table.values()) >= SMALLEST:
            found.append(waiting)
            waiting = None
    if waiting is not None and found:
        found[-1] = _joined(found[-1], waiting)
    return found


def _joined(earlier: Period | None, later: Period) -> Period:
    if earlier is None:
        return later
    table = dict(earlier.table)
    for key, count in later.table.items():
        table[key] = table.get(key, 0) + count
    return Period(earlier.first, later.last, table)


def answer(rows: Mapping[tuple[str, Any, Any], int], asked: CountQuestion) -> tuple[ShownCounts, int | None]:
    """Return the groups in the order of `by`, and the total; `rows` are (month, sector, value) → count over all months."""
    own = {key: count for key, count in rows.items() if key[1] in asked.own}
    others = {key: count for key, count in rows.items() if key[1] not in asked.own}
    spans = periods(others)
    touched = [one for one in spans if _touches(asked, one)]
    is_cut = any(not (_within(asked, one.first) and _within(asked, one.last)) for one in touched)
    # Cases that no period holds are too few to be told at all.
    is_cut = is_cut or (not spans and any(_within(asked, month) for month, *_ in others))
    tables = None if is_cut else [one.table for one in touched]
    known = _own_table(own, asked)
    axes = tuple(sorted({*asked.by, *([asked.fixed[0]] if asked.fixed else [])}))
    total_axes = (asked.fixed[0],) if asked.fixed else ()
    total_key = (asked.fixed[1],) if asked.fixed else ()
    is_own = asked.fixed is not None and asked.fixed[0] == SECTOR_AXIS and asked.fixed[1] in asked.own
    told_total = {} if is_own else _told(tables, total_axes)
    total = _plus(told_total, sums(known, total_axes), total_key)
    if not asked.by or not asked.has_cells:
        return {}, total
    groups = _groups(_told(tables, axes), sums(known, axes), asked)
    return {
        _in_order(key, axes, asked.by): count for key, count in groups.items() if _keeps(key, axes, asked)
    }, total


def _within(asked: CountQuestion, month: str) -> bool:
    return (asked.since is None or asked.since <= month) and (asked.until is None or month < asked.until)


def _touches(asked: CountQuestion, one: Period) -> bool:
    """Whether the range and the period have a month in common."""
    return (asked.since is None or asked.since <= one.last) and (
        asked.until is None or one.first < asked.until
    )


def _own_table(own: Mapping[tuple[str, Any, Any], int], asked: CountQuestion) -> Table:
    found: dict[tuple[Any, Any], int] = {}
    for (month, sector, value), count in own.items():
        if _within(asked, month):
            found[sector, value] = found.get((sector, value), 0) + count
    return found


def _told(tables: Iterable[Table] | None, axes: tuple[int, ...]) -> ShownCounts | None:
    """What the periods tell together; None where one of them names nothing, so that no sum is told."""
    if tables is None:
        return None
    found: dict[tuple[Any, ...], int | None] = {}
    joined: set[Any] = set()
    for table in tables:
        told = _of_period(table, axes)
        if told is None:
            return None
        joined |= _merged(table) or set() if len(axes) > 1 else set()
        for key, count in told.items():
            before = found.get(key, 0)
            found[key] = None if before is None or count is None else before + count
    return {key: None if key[:1] and key[0] in joined else count for key, count in found.items()}


def _merged(table: Table) -> frozenset[Any] | None:
    """The sectors that are one row in this period; None where not even their names are told."""
    return hidden_names({name: count for (name,), count in sums(table, (SECTOR_AXIS,)).items()})


def _of_period(table: Table, axes: tuple[int, ...]) -> ShownCounts | None:
    if axes == ():
        return {(): sum(table.values())}
    if len(axes) == 1:
        values = sums(table, axes)
        hidden = hidden_names({name: count for (name,), count in values.items()})
        return None if hidden is None else {key: None if key[0] in hidden else n for key, n in values.items()}
    merged = _merged(table)
    others = hidden_names({name: count for (name,), count in sums(table, (OTHER_AXIS,)).items()})
    if merged is None or others is None:
        return None
    recoded: dict[tuple[Any, Any], int] = {}
    for (sector, value), count in table.items():
        row = MERGED if sector in merged else sector
        recoded[row, value] = recoded.get((row, value), 0) + count
    cut = suppress(recoded, Known((frozenset(), others)))
    if not cut.groups_named:
        return None
    # A named pair of a merged sector would tell that it has a case: those are not named.
    return {key: None if key in cut.withheld else n for key, n in recoded.items() if key[0] != MERGED}


def _plus(told: ShownCounts | None, own: Mapping[tuple[Any, ...], int], key: tuple[Any, ...]) -> int | None:
    count = None if told is None else told.get(key, 0)
    return None if count is None else count + own.get(key, 0)


def _groups(
    told: ShownCounts | None, own: Mapping[tuple[Any, ...], int], asked: CountQuestion
) -> ShownCounts:
    if told is None:
        # What the asker could list is his whatever is withheld of the rest.
        axes = {*asked.by, *([asked.fixed[0]] if asked.fixed else [])}
        return dict(own) if SECTOR_AXIS in axes else {}
    return {key: _plus(told, own, key) for key in {**told, **own}}


def _keeps(key: tuple[Any, ...], axes: Sequence[int], asked: CountQuestion) -> bool:
    return asked.fixed is None or key[axes.index(asked.fixed[0])] == asked.fixed[1]


def _in_order(key: tuple[Any, ...], axes: Sequence[int], by: Sequence[int]) -> tuple[Any, ...]:
    return tuple(key[axes.index(axis)] for axis in by)
