"""Counts below three cannot be told from what is published of a table."""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.statistics.suppression import SMALLEST, Cut, sums, suppress

Table = Mapping[tuple[Any, ...], int]

VALUES = st.integers(min_value=0, max_value=6)


def tables(rows: int, columns: int) -> st.SearchStrategy[Table]:
    keys = [(f"r{row}", f"c{column}") for row in range(rows) for column in range(columns)]
    return st.lists(VALUES, min_size=len(keys), max_size=len(keys)).map(
        lambda values: {key: value for key, value in zip(keys, values, strict=True) if value}
    )


def lists(most: int) -> st.SearchStrategy[Table]:
    return st.lists(st.integers(min_value=1, max_value=6), max_size=most).map(
        lambda values: {(f"k{index}",): value for index, value in enumerate(values)}
    )


def known_lines(table: Table) -> list[tuple[list[tuple[Any, ...]], int | None]]:
    """The lines of a table with their published sums: the total, and for two dimensions the tables of one."""
    total = sum(table.values())
    lines: list[tuple[list[tuple[Any, ...]], int | None]] = [
        (list(table), total if total >= SMALLEST else None)
    ]
    width = len(next(iter(table)))
    for axis in range(width) if width == 2 else ():
        margin = sums(table, (axis,))
        cut = suppress(margin)
        for (name,), value in margin.items():
            keys = [key for key in table if key[axis] == name]
            lines.append((keys, None if (name,) in cut.withheld else value))
    return lines


def another_value_fits(table: Table, withheld: frozenset[tuple[Any, ...]], wanted: tuple[Any, ...]) -> bool:
    """Whether some other table of cells of at least one looks the same and holds another value at `wanted`."""
    lines = [(keys, value) for keys, value in known_lines(table) if value is not None]
    unknown = sorted(withheld, key=lambda key: key != wanted)
    top = sum(table.values()) + 1

    def search(index: int, chosen: dict[tuple[Any, ...], int]) -> bool:
        for keys, value in lines:
            given_now = [chosen.get(key, None if key in withheld else table[key]) for key in keys]
            least = sum(1 if one is None else one for one in given_now)
            if least > value or (None not in given_now and least != value):
                return False
        if index == len(unknown):
            return True
        key = unknown[index]
        return any(search(index + 1, {**chosen, key: one}) for one in _tries(table, key, wanted, top))

    return search(0, {})


def _tries(table: Table, key: tuple[Any, ...], wanted: tuple[Any, ...], top: int) -> Iterator[int]:
    yield from (one for one in range(1, top + 1) if key != wanted or one != table[key])


def check(table: Table) -> None:
    if not table:
        return
    cut = suppress(table)
    small = {key for key, value in table.items() if value < SMALLEST}

    assert small <= cut.withheld
    if cut.groups_named:
        for key in small:
            assert another_value_fits(table, cut.withheld, key), (table, cut)


@given(lists(5))
@settings(max_examples=150, deadline=None)
def test_no_small_count_of_one_dimension_follows_from_the_others_and_the_total(table: Table) -> None:
    check(table)


@given(tables(3, 3))
@settings(max_examples=100, deadline=None)
def test_no_small_count_of_two_dimensions_follows_from_the_others_and_the_sums(table: Table) -> None:
    check(table)


@given(tables(2, 4))
@settings(max_examples=60, deadline=None)
def test_the_same_of_a_flat_table(table: Table) -> None:
    check(table)


@given(tables(3, 3))
@settings(max_examples=60, deadline=None)
def test_a_table_and_its_transpose_withhold_as_many_small_counts(table: Table) -> None:
    turned = suppress({(column, row): value for (row, column), value in table.items()})

    assert turned.groups_named is suppress(table).groups_named


@given(st.lists(st.integers(min_value=SMALLEST, max_value=50), min_size=1, max_size=8))
def test_nothing_is_withheld_where_nothing_is_small(values: list[int]) -> None:
    cut = suppress({(index,): value for index, value in enumerate(values)})

    assert cut.withheld == frozenset()
    assert cut.groups_named


def test_the_complement_is_the_smallest_count_that_is_shown() -> None:
    cut = suppress({("a",): 2, ("b",): 40, ("c",): 7, ("d",): 9})

    assert cut.withheld == {("a",), ("c",)}


def test_a_lone_small_count_is_not_even_named() -> None:
    cut = suppress({("a",): 2})

    assert cut.withheld == {("a",)}
    assert not cut.groups_named


def test_where_their_names_alone_would_tell_no_group_is_named() -> None:
    cut = suppress({("a",): 1, ("b",): 1, ("c",): 1})

    assert not cut.groups_named


@pytest.mark.parametrize("table", [{(): 2}, {(): 3}, {}])
def test_a_table_without_dimensions_has_nothing_to_withhold(table: Table) -> None:
    assert suppress(table) == Cut(frozenset())


def test_an_empty_group_or_a_third_dimension_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="empty"):
        suppress({("a",): 0})
    with pytest.raises(ValueError, match="two"):
        suppress({("a", "b", "c"): 5})
