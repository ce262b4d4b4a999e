"""Budgets in the store: shared by processes, taken in blocks, restored by time, and never let through twice."""

import asyncio
from datetime import datetime, timedelta

import pytest

from documents.budgets.rules import PointBudget
from documents.budgets.spending import Budgets, OverBudget
from tests.support.town import Town

NOW = datetime(2100, 6, 1, 3)
"""Far ahead: a budget that has expired by the clock of the store is removed there, and would be full again in between."""

POINTS, PER_SECOND = 1_000, 10
BLOCK = POINTS // 20
MEMBER, CLIENT = PointBudget(POINTS, PER_SECOND), PointBudget(200, 1)
NO_LIMIT = PointBudget(0, 1)


def process(town: Town, member: PointBudget = MEMBER, client: PointBudget = CLIENT) -> Budgets:
    """What one process holds of the budgets."""
    return Budgets(town.store, member=member, client=client)


async def spent(town: Town, budgets: Budgets, points: int, login: str = "pos", *, later: float = 0) -> bool:
    """Whether somebody could spend so many points."""
    try:
        await budgets.spend(await town.who(login), points, now=NOW + timedelta(seconds=later))
    except OverBudget:
        return False
    return True


async def let_through(town: Town, *processes: Budgets, points: int, later: float = 0) -> int:
    """How many points are spent, asked in turns until everybody refuses."""
    total, open_ = 0, list(processes)
    while open_:
        for one in tuple(open_):
            if await spent(town, one, points, later=later):
                total += points
            else:
                open_.remove(one)
    return total


async def test_the_first_questions_cost_no_command_and_one_block_costs_one(town: Town) -> None:
    budgets = process(town)
    for _ in range(5):
        assert await spent(town, budgets, 10)
    assert budgets.commands == 0
    for _ in range(5):
        assert await spent(town, budgets, 10)
    assert budgets.commands == 1
    (row,) = await town.store.collection("budgets").find({}).to_list(length=None)
    assert (row["_id"], row["points"]) == ("account-pos", POINTS - BLOCK)


@pytest.mark.parametrize("points", [1, 7, 30, 77])
async def test_one_process_lets_through_the_budget_and_one_block(town: Town, points: int) -> None:
    total = await let_through(town, process(town), points=points)
    assert POINTS + BLOCK - points < total <= POINTS + BLOCK


async def test_three_processes_let_through_one_budget_and_a_block_each(town: Town) -> None:
    processes = [process(town) for _ in range(3)]
    total = await let_through(town, *processes, points=10)
    assert POINTS < total <= POINTS + 3 * BLOCK
    restored = await let_through(town, *processes, points=10, later=20)
    assert restored <= 20 * PER_SECOND
    assert restored >= 20 * PER_SECOND - 3 * BLOCK


async def test_many_questions_at_once_take_no_more_than_there_is(town: Town) -> None:
    processes = [process(town) for _ in range(2)]
    await town.who("pos")
    asked = [spent(town, processes[number % 2], 20) for number in range(100)]
    assert sum(await asyncio.gather(*asked)) * 20 <= POINTS + 2 * BLOCK


async def test_who_is_refused_is_told_when_there_is_enough_and_it_is_true(town: Town) -> None:
    budgets, who = process(town), await town.who("pos")
    await let_through(town, budgets, points=10)
    with pytest.raises(OverBudget) as caught:
        await budgets.spend(who, 95, now=NOW)
    seconds = caught.value.facts["retryAfterSeconds"]
    assert 1 <= seconds <= 10
    assert not await spent(town, budgets, 95, later=seconds - 2)
    assert await spent(town, budgets, 95, later=seconds)
    assert budgets.refused == {"member": 3, "client": 0}


async def test_who_is_refused_again_and_again_costs_the_store_nothing(town: Town) -> None:
    budgets = process(town)
    await let_through(town, budgets, points=10)
    commands = budgets.commands
    for _ in range(20):
        assert not await spent(town, budgets, 50)
    assert budgets.commands == commands


async def test_time_is_counted_once_whoever_asks_and_a_clock_behind_takes_nothing_away(town: Town) -> None:
    first, second = process(town), process(town)
    await let_through(town, first, second, points=10, later=100)
    assert await let_through(town, first, points=10, later=110) <= 10 * PER_SECOND
    assert not await spent(town, second, 60, later=110)
    late = process(town)
    # Its own first block is all that a process whose clock is behind has.
    assert await let_through(town, late, points=10, later=40) == BLOCK


async def test_members_and_clients_have_budgets_of_their_own(town: Town) -> None:
    budgets = process(town)
    await let_through(town, budgets, points=10)
    assert await spent(town, budgets, 100, "registrar")
    assert await spent(town, budgets, 100, "partner")
    assert await budgets.told(await town.who("partner"), now=NOW) == {"available": 110, "restoreRate": 1}


async def test_one_question_at_a_time_can_be_asked_whatever_the_budget(town: Town) -> None:
    small = process(town, member=PointBudget(50, 1))
    assert await spent(town, small, 2_000)
    assert not await spent(town, small, 2_000)
    assert await spent(town, small, 2_000, later=50)


async def test_without_a_limit_nothing_is_counted(town: Town) -> None:
    budgets = process(town, member=NO_LIMIT)
    for _ in range(5):
        assert await spent(town, budgets, 10**9)
    assert await budgets.told(await town.who("pos"), now=NOW) == {}
    assert await town.store.collection("budgets").count_documents({}) == 0


async def test_what_is_told_is_what_all_processes_have_left(town: Town) -> None:
    first, second = process(town), process(town)
    who = await town.who("pos")
    assert await first.told(who, now=NOW) == {"available": POINTS, "restoreRate": PER_SECOND}
    assert await spent(town, second, 600)
    told = await first.told(who, now=NOW + timedelta(seconds=2))
    assert POINTS - 600 <= told["available"] <= POINTS - 600 + 2 * BLOCK + 2 * PER_SECOND
