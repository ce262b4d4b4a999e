"""What `make growth` makes of what it measured: what a server does by itself is no part of a request, and what is not known
is told."""

import pytest

from tests.growth.measuring import ROUNDS, Batch, Counted, Round, Timed
from tests.growth.page import Found, is_kept, time_rows, verdicts
from tests.growth.server import Work
from tests.growth.work import QUESTIONS, Asked

DEMO, MANY = 2_500, 50_000
QUICK = Batch(server=4.0, store=5.0, wall=6.0, elapsed=10.0)
SLOW = Batch(server=10.0, store=900.0, wall=990.0, elapsed=1_000.0)
"""A second of waiting in each: what the server spends at rest in a second is in it."""


def a_round(*, before: float = 5.0, after: float = 5.0, slow: Batch = SLOW) -> Round:
    batches = {(size, one): QUICK if size == DEMO else slow for size in (DEMO, MANY) for one in QUESTIONS}
    return Round({DEMO: before, MANY: before}, batches, {DEMO: after, MANY: after})


def works(calls: int = 1_000, *, is_same: bool = True) -> dict[Asked, Counted]:
    return {one: Counted(Work(calls, 3, 4_096), 2_048, is_same) for one in QUESTIONS}


def found(*rounds: Round, calls: int = 1_000, is_same: bool = True) -> Found:
    counted = {DEMO: works(), MANY: works(calls, is_same=is_same)}
    return Found((DEMO, MANY), Timed(list(rounds)) if rounds else None, counted)


def test_what_a_server_spends_at_rest_is_taken_off_for_as_long_as_a_request_takes() -> None:
    figures = SLOW.figures(5.0, 5.0)
    assert (figures.server, figures.by_itself, figures.doubt) == (5.0, 5.0, 0.0)
    assert QUICK.figures(5.0, 5.0).by_itself == pytest.approx(0.05)


def test_as_much_as_both_rests_differ_is_in_doubt() -> None:
    assert SLOW.figures(4.0, 6.0).doubt == 1.0


def test_a_round_between_rests_that_differ_does_not_count() -> None:
    good, bad = [a_round() for _ in range(ROUNDS)], a_round(before=3.0, after=9.0)
    timed = Timed([good[0], bad, *good[1:]])
    assert timed.is_steady
    assert timed.figures(MANY, QUESTIONS[0]).by_itself == 5.0


def test_a_run_of_rounds_that_differ_is_told_and_fails() -> None:
    unsteady = found(*(a_round(before=3.0, after=9.0) for _ in range(ROUNDS)))
    assert any("contradicts itself" in words for words in verdicts(unsteady))
    assert not is_kept(unsteady)


def test_a_server_that_spends_as_much_is_within_its_bar() -> None:
    kept = found(*(a_round() for _ in range(ROUNDS)))
    assert is_kept(kept)
    assert all("All are within it." in words for words in verdicts(kept))
    assert len(time_rows(kept)) == 2 * len(QUESTIONS)


def test_more_time_for_as_much_work_is_above_the_bar_and_told_as_such() -> None:
    slower = found(*(a_round(slow=Batch(15.0, 900.0, 990.0, 1_000.0)) for _ in range(ROUNDS)))
    assert not is_kept(slower)
    assert any(words.startswith("More CPU for as much work") for words in verdicts(slower))


def test_what_a_doubt_reaches_over_the_bar_of_is_not_known() -> None:
    doubtful = found(
        *(a_round(before=5.0, after=5.5, slow=Batch(11.3, 9.0, 9.0, 1_000.0)) for _ in range(ROUNDS))
    )
    assert is_kept(doubtful)
    assert any(words.startswith("Not known") for words in verdicts(doubtful))


def test_more_calls_are_above_the_bar_without_any_clock() -> None:
    assert is_kept(found())
    grown = found(calls=1_300)
    assert not is_kept(grown)
    assert any("page of 50 as head at 50000" in words for words in verdicts(grown))


def test_calls_that_are_not_the_same_each_time_are_told() -> None:
    assert any("star" in words for words in verdicts(found(is_same=False)))
