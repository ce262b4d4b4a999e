"""No combination of protected figures tells a count of one or two, nor does their average (contract, §7)."""

import hashlib
import itertools
import random
from collections import Counter
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.statistics.rounding import BASE, CaseParts, CaseSet, protected, rounded
from schema.cursors import Cursors
from tests.graphql.counting_attack import (
    SMALL,
    Behind,
    Figures,
    Town,
    averages,
    everything_asked,
    is_behind,
    told,
    true_count,
)

VALUES = (
    ("2026-01", "2026-02", "2026-03"),
    ("ROADS", "ENERGY", "SPORT"),
    ("NEW", "DONE"),
    ("POS", "PHONE"),
)
CELLS = list(itertools.product(*VALUES))
CURSORS = Cursors(bytes(range(32)))


def draw(text: str) -> float:
    return CURSORS.draw(text, use="case counts")


@cache
def cases_of(cell: tuple[str, ...], number: int) -> CaseSet:
    """The cases of a cell, each with a mark of its own."""
    marks = [int(hashlib.sha256(f"{cell} {one}".encode()).hexdigest()[:5], 16) for one in range(number)]
    return CaseSet(number, sum(marks), sum(mark * mark for mark in marks))


@cache
def answering_drawn(seed: int) -> Figures:
    """The door over the town of a seed: what several tests ask of it is computed once."""
    return answering(drawn(seed))


def answering(town: Town) -> Figures:
    """The door over a drawn town: a month or the whole quarter, one value fixed or grouped by."""
    known: dict[Behind, int] = {}

    def figure(behind: Behind) -> int:
        if behind not in known:
            month, *values = behind
            named = [axis for axis, value in enumerate(values, 1) if value is not None]
            table: dict[tuple[str, tuple[str, ...]], CaseParts] = {}
            for cell, number in town.items():
                key = (cell[0], tuple(cell[axis] for axis in named))
                table[key] = table.get(key, CaseParts()) + CaseParts(others=cases_of(cell, number))
            months = ("2026-01", "2026-04")
            if month is not None:
                months = (month, f"2026-{int(month[-2:]) + 1:02d}")
            groups, total = protected(
                {key: parts for key, parts in table.items() if months[0] <= key[0] < months[1]}, months, draw
            )
            wanted = tuple(value for value in values if value is not None)
            known[behind] = groups.get(wanted, 0) if wanted else total
        return known[behind]

    return figure


def drawn(seed: int) -> Town:
    """A town of few cases in each cell, as a small municipality has."""
    draws = random.Random(seed)
    most = draws.choice((2, 4, 8))
    return {cell: number for cell in CELLS if (number := draws.randint(0, most))}


def small(town: Town) -> list[Behind]:
    return [one for one in everything_asked(VALUES) if true_count(town, one) in SMALL]


@pytest.mark.parametrize("seed", range(40))
def test_no_small_count_follows_from_all_figures_of_all_periods_and_dimensions(seed: int) -> None:
    town = drawn(seed)
    assert told(town, answering_drawn(seed), VALUES, width=BASE - 1) == []


def test_the_attack_finds_what_withholding_or_a_smaller_base_would_tell() -> None:
    """Rounding to three tells some of what rounding to five does not; true figures tell all."""

    def to_three(behind: Behind, town: Town) -> int:
        count = true_count(town, behind)
        cells = [cell for cell in town if is_behind(behind, cell)]
        rest = count % 3
        return count - rest + (3 if rest and draw(f"{count} {sorted(cells)}") < rest / 3 else 0)

    solved = 0
    for seed in range(40):
        town = drawn(seed)
        solved += len(told(town, lambda behind, town=town: to_three(behind, town), VALUES, width=2))  # type: ignore[misc]
        exact = told(town, lambda behind, town=town: true_count(town, behind), VALUES, width=0)  # type: ignore[misc]
        assert exact == small(town)
    assert solved > 10


def test_averaging_all_answers_hits_no_more_often_than_guessing() -> None:
    hits, right_guesses, asked = 0, 0, 0
    for seed in range(40):
        town = drawn(seed)
        found = averages(answering_drawn(seed), VALUES)
        few = [one for one in everything_asked(VALUES) if true_count(town, one) in (*SMALL, 3)]
        truth = Counter(true_count(town, one) for one in few)
        hits += sum(round(found[one]) == true_count(town, one) for one in few)
        right_guesses += max(truth.values())
        asked += len(few)
    assert asked > 1_000
    assert hits < right_guesses


def test_the_other_months_never_decide_what_a_period_tells() -> None:
    town = drawn(1)
    alone = {cell: number for cell, number in town.items() if cell[0] == "2026-01"}
    thin = {**alone, ("2026-02", "ROADS", "NEW", "POS"): 1}
    for behind in everything_asked(VALUES):
        if behind[0] == "2026-01":
            assert answering(town)(behind) == answering(alone)(behind) == answering(thin)(behind)


@given(st.integers(0, 400), st.integers(0, 10**6))
def test_a_figure_is_one_of_the_two_multiples_around_the_count(count: int, mark: int) -> None:
    figure = rounded(CaseSet(count, mark, mark * mark), draw)
    assert figure % BASE == 0
    assert abs(figure - count) < BASE
    assert count or figure == 0


def test_figures_are_right_on_average_and_another_key_draws_others() -> None:
    other = Cursors(bytes(range(1, 33)))
    sets = [CaseSet(2, mark, mark * mark) for mark in range(4_000)]
    figures = [rounded(one, draw) for one in sets]
    assert 1.8 < sum(figures) / len(figures) < 2.2
    assert figures != [rounded(one, lambda text: other.draw(text, use="case counts")) for one in sets]


def table(*rows: tuple[str, int, int]) -> dict[tuple[str, tuple[str, ...]], CaseParts]:
    return {(month, ("ROADS",)): CaseParts(own, cases_of((month,), others)) for month, own, others in rows}


def test_what_the_asker_could_list_is_exact_in_every_figure() -> None:
    groups, total = protected(table(("2026-01", 7, 0), ("2026-02", 1, 0)), (None, None), draw)
    assert (groups, total) == ({("ROADS",): 8}, 8)


@pytest.mark.parametrize(
    ("months", "pieces"),
    [
        (("2025-01", "2026-01"), [("2025-01", "2026-01")]),
        (("2025-10", "2026-02"), [("2025-10", "2026-01"), ("2026-01", "2026-02")]),
        (("2025-03", "2025-08"), [("2025-03", "2025-04"), ("2025-04", "2025-07"), ("2025-07", "2025-08")]),
        (("2025-11", None), [("2025-11", "2025-12"), ("2025-12", "2026-01"), ("2026-01", "2027-01")]),
        ((None, "2025-03"), [("2025-01", "2025-02"), ("2025-02", "2025-03")]),
    ],
)  # fmt: skip
def test_a_range_is_cut_into_years_quarters_and_months(
    months: tuple[str | None, str | None], pieces: list[tuple[str, str]]
) -> None:
    every = [(f"{year}-{month:02d}", 0, 1 + month % 4) for year in (2025, 2026) for month in range(1, 13)]
    inside = [one for one in every if (months[0] or "") <= one[0] < (months[1] or "9999")]
    whole = protected(table(*inside), months, draw)
    parts = [protected(table(*(row for row in inside if a <= row[0] < b)), (a, b), draw) for a, b in pieces]
    assert whole[1] == sum(total for _, total in parts)
    assert whole[0].get(("ROADS",), 0) == sum(groups.get(("ROADS",), 0) for groups, _ in parts)


def test_no_cases_have_no_figures() -> None:
    assert protected({}, (None, "2026-01"), draw) == ({}, 0)
    assert protected({}, (None, None), draw) == ({}, 0)
