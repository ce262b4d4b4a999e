"""Attacks on protected figures: every answer as bounds on the cases behind it, passed along all splits; and averages."""

import itertools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

SMALL = (1, 2)
MONTH_AXIS = 0

Cell = tuple[str, ...]
"""Month, then one value of each dimension."""

Town = Mapping[Cell, int]

Behind = tuple[str | None, ...]
"""A set of cases: the value of each axis, None where it is not fixed."""

Values = tuple[tuple[str, ...], ...]
"""The months, then the values of each dimension."""

Figures = Callable[[Behind], int]
"""What the door answers to whoever asks for a set of cases."""


@dataclass(frozen=True)
class Split:
    """A set of cases and the parts that it falls into along one axis."""

    whole: Behind
    parts: tuple[Behind, ...]


def everything_asked(values: Values) -> Iterator[Behind]:
    """Every set of cases that some question is about: any month or all, any value of each dimension or all of them."""
    yield from itertools.product(*((None, *axis) for axis in values))


@cache
def splits(values: Values) -> list[Split]:
    """All splits along months and along dimensions."""
    found = []
    for whole in everything_asked(values):
        for axis, one in enumerate(whole):
            if one is None:
                parts = tuple((*whole[:axis], value, *whole[axis + 1 :]) for value in values[axis])
                found.append(Split(whole, parts))
    return found


def true_count(town: Town, behind: Behind) -> int:
    """How many cases there are behind it."""
    return sum(number for cell, number in town.items() if is_behind(behind, cell))


@cache
def is_behind(behind: Behind, cell: Cell) -> bool:
    """Whether a cell is one of a set."""
    return all(one in (None, value) for one, value in zip(behind, cell, strict=True))


def bounds(figures: Figures, values: Values, *, width: int) -> dict[Behind, tuple[int, int]]:
    """What every set of cases can hold, where each figure is at most `width` off, by passing bounds along all splits until
    they stand still."""
    found = {one: (max(0, figures(one) - width), figures(one) + width) for one in everything_asked(values)}
    is_moving = True
    while is_moving:
        is_moving = False
        for split in splits(values):
            for behind, low, high in _narrowed(split, found):
                before = found[behind]
                now = (max(before[0], low), min(before[1], high))
                is_moving = is_moving or now != before
                found[behind] = now
    return found


def _narrowed(split: Split, found: Mapping[Behind, tuple[int, int]]) -> Iterator[tuple[Behind, int, int]]:
    lows, highs = (sum(found[one][end] for one in split.parts) for end in (0, 1))
    yield split.whole, lows, highs
    low, high = found[split.whole]
    for one in split.parts:
        yield one, low - (highs - found[one][1]), high - (lows - found[one][0])


def told(town: Town, figures: Figures, values: Values, *, width: int) -> list[Behind]:
    """The sets of one or two cases of which all answers together tell how many there are."""
    return [
        behind
        for behind, (low, high) in bounds(figures, values, width=width).items()
        if low == high and true_count(town, behind) in SMALL
    ]


def averages(figures: Figures, values: Values) -> dict[Behind, float]:
    """What each set holds on the average of all that tell of it: itself, its parts, a whole without the other parts."""
    seen: dict[Behind, list[int]] = {one: [figures(one)] for one in everything_asked(values)}
    for split in splits(values):
        parts = sum(figures(one) for one in split.parts)
        seen[split.whole].append(parts)
        for one in split.parts:
            seen[one].append(figures(split.whole) - (parts - figures(one)))
    return {behind: sum(found) / len(found) for behind, found in seen.items()}
