"""A bucket of points: how it fills, what a process takes of it at a time, when there is enough again."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.budgets.rules import BLOCKS, PointBudget, taking

BUDGET = PointBudget(points=1_000, per_second=10)


def test_it_fills_at_its_rate_and_never_above_its_brim() -> None:
    assert BUDGET.restored(0, seconds=7) == 70
    assert BUDGET.restored(995, seconds=7) == 1_000
    assert BUDGET.restored(1_000, seconds=0) == 1_000


def test_a_part_of_it_fills_at_a_part_of_its_rate() -> None:
    assert BUDGET.part(20) == PointBudget(200, 2)
    assert BUDGET.part(500) == PointBudget(5_000, 50)
    assert PointBudget(0, 1).part(20) == PointBudget(0, 1)


def test_a_clock_that_runs_behind_takes_nothing_away() -> None:
    assert BUDGET.restored(300, seconds=-50) == 300


@pytest.mark.parametrize(("missing", "seconds"), [(0.5, 1), (10, 1), (11, 2), (995, 100)])
def test_who_waits_is_told_whole_seconds_after_which_there_is_enough(missing: float, seconds: int) -> None:
    assert BUDGET.wait_seconds(missing) == seconds


@given(points=st.integers(1, 10**9), per_second=st.integers(1, 10**6), missing=st.floats(0.001, 10**6))
def test_after_the_wait_there_is_enough_whatever_the_figures(
    points: int, per_second: int, missing: float
) -> None:
    budget = PointBudget(points, per_second)
    assert budget.wait_seconds(missing) * per_second >= missing
    assert 1 <= budget.block <= max(1, points // BLOCKS)


def test_a_budget_is_kept_until_it_is_full_in_any_case() -> None:
    now = datetime(2026, 6, 1, 3)
    first = taking(BUDGET, 50, now=now)[0]["$set"]
    assert (first["expires_at"] - now).total_seconds() >= BUDGET.points / BUDGET.per_second
