"""Solving several answers for one count: every answer as an equation over the finest cells, eliminated exactly."""

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cache
from typing import Any

SMALL = (1, 2)
SECTOR = 1
"""The place of the sector, of which every told table has a dimension."""

Cell = tuple[str, ...]
"""Month, then one value of each dimension."""

Town = Mapping[Cell, int]
Range = tuple[str | None, str | None]
Ask = Callable[[Range, tuple[int, ...], tuple[int, str] | None], tuple[Mapping[Cell, int | None], int | None]]
"""Months, dimensions grouped by (1, 2, …), a fixed value → groups, total."""


class Known:
    """What equations say: rows in echelon form, each led by its first unknown."""

    def __init__(self, cells: Sequence[Cell]) -> None:
        self.cells = cells
        self.rows: dict[int, dict[int, Fraction]] = {}

    def learn(self, inside: Iterable[int], value: int) -> None:
        """The sum over these cells is `value`."""
        row = self._reduced(inside, value)
        lead = next((column for column in sorted(row) if column >= 0), None)
        if lead is not None:
            scale = row[lead]
            self.rows[lead] = {column: one / scale for column, one in row.items()}

    def solved(self, inside: Iterable[int]) -> bool:
        """Whether the sum over these cells follows."""
        return all(column < 0 for column in self._reduced(inside, 0))

    def _reduced(self, inside: Iterable[int], value: int) -> dict[int, Fraction]:
        # Column -1 holds the value, so that it follows along.
        row = {column: Fraction(1) for column in inside} | {-1: Fraction(value)}
        for lead in sorted(self.rows):
            factor = row.get(lead)
            if factor:
                for column, one in self.rows[lead].items():
                    left = row.get(column, Fraction(0)) - factor * one
                    row.pop(column, None)
                    if left:
                        row[column] = left
        return row


def ranges(months: Sequence[str]) -> Iterator[Range]:
    """All ranges of whole months, the unbounded ones too."""
    bounds = [*months, "9999-12"]
    yield None, None
    yield from itertools.combinations(bounds, 2)


def found(town: Town, ask: Ask, values: Sequence[Sequence[str]], fixable: int) -> list[str]:
    """The counts of one or two that all answers together tell, of any range and up to two dimensions.

    `values` are the months, then the values of each dimension, of which the first `fixable` can be fixed.
    """
    ask = cache(ask)
    cells = list(itertools.product(*values))
    known, equations = Known(cells), set[tuple[tuple[int, ...], int]]()
    for months, by, fixed in questions(values, fixable):
        groups, total = ask(months, by, fixed)
        where = fixed and {fixed[0]: fixed[1]}
        if total is not None:
            equations.add((inside(cells, months, where or {}), total))
        for key in itertools.product(*(values[axis] for axis in by)) if groups else ():
            chosen = dict(zip(by, key, strict=True)) | (where or {})
            if where and any(chosen[axis] != one for axis, one in dict(zip(by, key, strict=True)).items()):
                continue
            told = groups.get(key, None if _hides(ask, months, chosen) else 0)
            if told is not None:
                equations.add((inside(cells, months, chosen), told))
    sums = sorted(equations)
    for columns, value in sums:
        known.learn(columns, value)
    solved = [
        f"solved {months} {chosen}"
        for months, chosen in _targets(values)
        if count(town, cells, columns := inside(cells, months, chosen)) in SMALL and known.solved(columns)
    ]
    most = _bounded(len(cells), sums)
    return solved + [
        f"bounded {cell}"
        for cell, top in zip(cells, most, strict=True)
        if town.get(cell, 0) in SMALL and top < 3
    ]


def _hides(ask: Ask, months: Range, chosen: Mapping[int, str]) -> bool:
    """Whether a group that is not named may have cases all the same: where those of its sector are not told at all."""
    if SECTOR not in chosen:
        return False
    groups, _ = ask(months, (SECTOR,), None)
    return not groups or groups.get((chosen[SECTOR],), 0) is None


def questions(
    values: Sequence[Sequence[str]], fixable: int
) -> Iterator[tuple[Range, tuple[int, ...], tuple[int, str] | None]]:
    """Every question that a counting role may ask."""
    axes = range(1, len(values))
    grouped = [(), *((one,) for one in axes), *itertools.combinations(axes, 2)]
    fixed = [None, *((axis, one) for axis in range(1, fixable + 1) for one in values[axis])]
    yield from itertools.product(ranges(values[0]), grouped, fixed)


def _targets(values: Sequence[Sequence[str]]) -> Iterator[tuple[Range, dict[int, str]]]:
    axes = range(1, len(values))
    chosen = [axes_ for size in range(len(values)) for axes_ in itertools.combinations(axes, size)]
    for months, picked in itertools.product(ranges(values[0]), chosen):
        for key in itertools.product(*(values[axis] for axis in picked)):
            yield months, dict(zip(picked, key, strict=True))


def inside(cells: Sequence[Cell], months: Range, chosen: Mapping[int, str]) -> tuple[int, ...]:
    """The finest cells behind a group."""
    since, until = months
    return tuple(
        index
        for index, cell in enumerate(cells)
        if (since is None or since <= cell[0])
        and (until is None or cell[0] < until)
        and all(cell[axis] == one for axis, one in chosen.items())
    )


def count(town: Town, cells: Sequence[Cell], columns: Iterable[int]) -> int:
    """The true count behind a group."""
    return sum(town.get(cells[column], 0) for column in columns)


def _bounded(size: int, sums: Sequence[tuple[tuple[int, ...], int]]) -> list[int]:
    """What each finest cell can be at most, by passing bounds along the sums until they stand still."""
    top, least = [10**6] * size, [0] * size
    is_moving = True
    while is_moving:
        is_moving = False
        for columns, value in sums:
            low, high = sum(least[one] for one in columns), sum(top[one] for one in columns)
            for one in columns:
                most, fewest = value - (low - least[one]), value - (high - top[one])
                if most < top[one] or fewest > least[one]:
                    top[one], least[one] = min(top[one], most), max(least[one], fewest)
                    is_moving = True
    return top


def drawn(values: Sequence[Sequence[str]], counts: Sequence[int]) -> dict[Cell, Any]:
    """A town: the finest cells in order, each with its count; empty ones left out."""
    return {cell: one for cell, one in zip(itertools.product(*values), counts, strict=True) if one}
