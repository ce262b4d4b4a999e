"""Protected figures: fixed random rounding, by which the same cases are rounded alike however they are asked for.

Pure functions over one table by month. Why this, and what it withstands: docs/decisions/counts-that-cannot-be-solved.md.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

BASE = 5
"""A figure is the multiple of this just below or just above the count, the nearer one the more often."""

YEAR_MONTHS, QUARTER_MONTHS = 12, 3

Draw = Callable[[str], float]
"""A text → the number from 0 up to 1 that the secret key draws for it, always the same one."""

GroupKey = tuple[Any, ...]
Month = int
"""A local month: twelve times its year, and its number from 0."""

Months = tuple[str | None, str | None]
"""From which month up to, without, which one, as `YYYY-MM`; None for no bound."""


@dataclass(frozen=True)
class CaseSet:
    """How many cases, and two sums over them that hardly any other set of cases shares."""

    count: int = 0
    marks: int = 0
    squares: int = 0

    def __add__(self, other: "CaseSet") -> "CaseSet":
        return CaseSet(self.count + other.count, self.marks + other.marks, self.squares + other.squares)


NOBODY = CaseSet()


@dataclass(frozen=True)
class CaseParts:
    """A set of cases in two parts: those that the asker could list, told exactly, and the others, told rounded."""

    own: int = 0
    others: CaseSet = NOBODY

    def __add__(self, other: "CaseParts") -> "CaseParts":
        return CaseParts(self.own + other.own, self.others + other.others)


Table = Mapping[tuple[str, GroupKey], CaseParts]
"""Month as `YYYY-MM` and values of the dimensions → the cases (at least one)."""


def rounded(cases: CaseSet, draw: Draw) -> int:
    """Return the figure of a set of cases: a multiple of `BASE` less than `BASE` away from their count, right on average."""
    rest = cases.count % BASE
    if rest == 0:
        return cases.count
    is_up = draw(f"{cases.count} {cases.marks} {cases.squares}") < rest / BASE
    return cases.count - rest + (BASE if is_up else 0)


def protected(table: Table, months: Months, draw: Draw) -> tuple[dict[GroupKey, int], int]:
    """Return the figures of the groups, those of 0 left out, and of all cases.

    A range is cut into whole years, quarters and months, from the longest down, and its figure is the sum of theirs, so
    that no range tells more than its pieces do. No range at all is one piece.
    """
    groups: dict[GroupKey, int] = {}
    total = 0
    for piece in _pieces(table, months):
        for key, cases in piece.items():
            groups[key] = groups.get(key, 0) + _figure(cases, draw)
        total += _figure(sum(piece.values(), CaseParts()), draw)
    return {key: figure for key, figure in groups.items() if figure}, total


def _figure(cases: CaseParts, draw: Draw) -> int:
    return cases.own + rounded(cases.others, draw)


def _pieces(table: Table, months: Months) -> Iterator[dict[GroupKey, CaseParts]]:
    if months == (None, None):
        yield _joined(table, None)
        return
    found = [_number(month) for month, _ in table]
    if not found:
        return
    year_of_first, year_after_last = min(found) // YEAR_MONTHS, max(found) // YEAR_MONTHS + 1
    start = _number(months[0]) if months[0] is not None else year_of_first * YEAR_MONTHS
    end = _number(months[1]) if months[1] is not None else year_after_last * YEAR_MONTHS
    while start < end:
        length = _longest(start, end)
        yield _joined(table, range(start, start + length))
        start += length


def _longest(start: Month, end: Month) -> int:
    """How many months the longest whole year, quarter or month has that begins at `start` and ends by `end`."""
    fitting = (
        length for length in (YEAR_MONTHS, QUARTER_MONTHS) if start % length == 0 and start + length <= end
    )
    return next(fitting, 1)


def _joined(table: Table, inside: range | None) -> dict[GroupKey, CaseParts]:
    found: dict[GroupKey, CaseParts] = {}
    for (month, key), cases in table.items():
        if inside is None or _number(month) in inside:
            found[key] = found.get(key, CaseParts()) + cases
    return found


def _number(month: str) -> Month:
    year, number = month.split("-")
    return int(year) * YEAR_MONTHS + int(number) - 1
