"""Leases: one holder at a time, and nothing is written under one that somebody else has taken since."""

import asyncio
from datetime import timedelta

import pytest

from documents.jobs.notes import STATES
from documents.kernel.store.connection import Session
from documents.kernel.write import ledger
from documents.kernel.write.leases import Fence, LeaseLost, give_back, renew, take, under
from tests.support.town import NOW, Town

SECONDS = 15
LATER = NOW + timedelta(seconds=SECONDS)


async def taken(town: Town, holder: str, now: object = NOW) -> Fence | None:
    return await take(town.store, "job:x", holder, now, seconds=SECONDS)  # type: ignore[arg-type]


async def wrote(town: Town, fence: Fence) -> None:
    async def body(session: Session) -> None:
        await ledger.add_within(town.store, session, STATES, [{"_id": f"by-{fence.number}"}])

    await under(town.store, fence, body)


async def test_one_of_many_takes_it(town: Town) -> None:
    found = await asyncio.gather(*(taken(town, f"worker-{number}") for number in range(8)))
    assert [one for one in found if one is not None] == [Fence("job:x", 1)]


async def test_it_is_free_when_it_has_run_out_or_was_given_back_and_each_taking_has_another_number(
    town: Town,
) -> None:
    first = await taken(town, "one")
    assert first == Fence("job:x", 1)
    assert await taken(town, "two", LATER - timedelta(milliseconds=1)) is None
    second = await taken(town, "two", LATER)
    assert second == Fence("job:x", 2)
    await give_back(town.store, second, LATER)
    assert await taken(town, "three", LATER) == Fence("job:x", 3)


async def test_a_renewed_one_holds_on_and_a_lost_one_is_not_renewed(town: Town) -> None:
    first = await taken(town, "one")
    assert first is not None
    assert await renew(town.store, first, LATER, seconds=SECONDS)
    assert await taken(town, "two", LATER) is None
    second = await taken(town, "two", LATER + timedelta(seconds=SECONDS))
    assert second is not None
    assert not await renew(town.store, first, LATER, seconds=SECONDS)
    await give_back(town.store, first, NOW)
    assert await taken(town, "three", LATER) is None


async def test_nothing_is_written_under_a_lost_lease(town: Town) -> None:
    first = await taken(town, "one")
    assert first is not None
    await wrote(town, first)
    second = await taken(town, "two", LATER)
    assert second is not None
    with pytest.raises(LeaseLost):
        await wrote(town, first)
    await wrote(town, second)
    rows = await ledger.read_many(town.store, STATES, {}, at_most=10)
    assert sorted(row["_id"] for row in rows) == ["by-1", "by-2"]


async def test_of_a_taking_and_a_write_at_the_same_moment_the_write_comes_first_or_not_at_all(
    town: Town,
) -> None:
    first = await taken(town, "one")
    assert first is not None
    entered, taken_over = asyncio.Event(), asyncio.Event()

    async def body(session: Session) -> None:
        await ledger.add_within(town.store, session, STATES, [{"_id": "late"}])
        entered.set()
        await taken_over.wait()

    writing = asyncio.create_task(under(town.store, first, body))
    await entered.wait()
    taking = asyncio.create_task(taken(town, "two", LATER))
    done, _ = await asyncio.wait({taking}, timeout=1)
    taken_over.set()
    outcome = await asyncio.gather(writing, return_exceptions=True)
    second = await taking
    assert second == Fence("job:x", 2)
    written = await ledger.read(town.store, STATES, {"_id": "late"}) is not None
    # Taken while the write was under way, the write is lost; where the store let the taking wait, it came after.
    assert written == (outcome[0] is None)
    assert not (done and written)
