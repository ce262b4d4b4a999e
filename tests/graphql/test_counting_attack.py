"""No combination of the answers that a counting role can get tells a count of one or two (contract, §7)."""

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.statistics.cuts import OTHER_AXIS, SECTOR_AXIS, CountQuestion, answer
from documents.statistics.suppression import sums
from tests.graphql.counting_attack import Cell, Known, Range, Town, drawn, found

VALUES = (("2026-01", "2026-02"), ("ROADS", "ENERGY", "SPORT"), ("NEW", "DONE"), ("POS", "PHONE"))
SIZE = 24
FIXABLE = 3
COUNTS = st.one_of(st.integers(0, 3), st.integers(0, 9))


def asked_of(town: Town) -> Any:
    """The door over a drawn town: what it would aggregate, and what the cuts make of it."""

    def ask(
        months: Range, by: tuple[int, ...], fixed: tuple[int, str] | None
    ) -> tuple[Mapping[Cell, int | None], int | None]:
        named = dict.fromkeys((*by, *([fixed[0]] if fixed else [])))
        others = [axis for axis in named if axis != 1]
        has_cells = len(others) <= 1
        other = next(
            iter(others if has_cells else [one for one in others if fixed and one == fixed[0]]), None
        )
        rows = sums(town, (0, 1) if other is None else (0, 1, other))
        axes = {1: SECTOR_AXIS, other: OTHER_AXIS}
        return answer(
            {(*key, None)[:3]: value for key, value in rows.items()},
            CountQuestion(
                by=tuple(axes[one] for one in by) if has_cells else (),
                fixed=(axes[fixed[0]], fixed[1]) if fixed else None,
                since=months[0],
                until=months[1],
                has_cells=has_cells,
            ),
        )

    return ask


@given(st.lists(COUNTS, min_size=SIZE, max_size=SIZE))
@settings(max_examples=15, deadline=None)
def test_nothing_small_follows_from_all_answers_together(counts: list[int]) -> None:
    town = drawn(VALUES, counts)
    assert found(town, asked_of(town), VALUES, FIXABLE) == []


@given(st.lists(st.integers(0, 2), min_size=SIZE, max_size=SIZE))
@settings(max_examples=10, deadline=None)
def test_the_same_where_everything_is_small(counts: list[int]) -> None:
    town = drawn(VALUES, counts)
    assert found(town, asked_of(town), VALUES, FIXABLE) == []


def test_the_attack_finds_what_answers_by_themselves_protect() -> None:
    """Months that are each withheld by themselves, and a sum over both that is not: the difference tells."""
    town = drawn(VALUES, [2, *[5] * (SIZE - 1)])

    def careless(
        months: Range, by: tuple[int, ...], fixed: tuple[int, str] | None
    ) -> tuple[Mapping[Cell, int | None], int | None]:
        since, until = months
        inside = {
            cell: one
            for cell, one in town.items()
            if (since is None or since <= cell[0]) and (until is None or cell[0] < until)
        }
        groups = {key: value if value >= 3 else None for key, value in sums(inside, by).items()}
        return (groups, sum(inside.values())) if fixed is None else ({}, None)

    assert any("ROADS" in one for one in found(town, careless, VALUES, FIXABLE)) is False
    town = drawn(VALUES, [2, 0, 0, 0, *[5] * (SIZE - 4)])
    assert any("ROADS" in one for one in found(town, careless, VALUES, FIXABLE))


@pytest.mark.parametrize("inside", [[0], [0, 1]])
def test_elimination_tells_only_what_follows(inside: list[int]) -> None:
    known = Known([("a",), ("b",), ("c",)])
    known.learn([0, 1, 2], 6)
    assert not known.solved(inside)
    known.learn([2], 2)
    assert known.solved([0, 1])
    assert not known.solved([0])
