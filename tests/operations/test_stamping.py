"""The order of events: positions without gaps, in the order of commits, of one object in that of its history."""

import asyncio
from contextlib import suppress
from datetime import timedelta

import pytest

from documents.kernel.store.connection import Session
from documents.kernel.write.leases import Fence, LeaseLost, take
from documents.kernel.write.stamping import EVENTS, events_after, head, stamp, waits
from tests.support.cases import registered, routed
from tests.support.town import NOW, Town

WRITERS, EACH = 8, 12


async def dispatcher(town: Town, now: object = NOW) -> Fence:
    fence = await take(town.store, "job:stamp_events", f"one-{now}", now, seconds=15)  # type: ignore[arg-type]
    assert fence is not None
    return fence


async def all_stamped(town: Town, fence: Fence) -> int:
    count = 0
    while step := await stamp(town.store, fence, at_most=7):
        count += len(step)
    return count


async def test_events_get_positions_without_gaps_in_the_order_of_their_moments(town: Town) -> None:
    fence = await dispatcher(town)
    await all_stamped(town, fence)
    first = await head(town.store)
    one, two = await registered(town), await routed(town)
    assert await waits(town.store)
    assert await all_stamped(town, fence) > 4
    assert not await waits(town.store)
    rows = await events_after(town.store, first, at_most=100)
    assert [row["position"] for row in rows] == list(range(first + 1, first + 1 + len(rows)))
    assert await head(town.store) == rows[-1]["position"]
    told = [(row["object_id"], row["sequence"]) for row in rows]
    assert told[0] == (one.id, 1)
    assert [number for object_id, number in told if object_id == two.id] == list(range(1, two.revision + 1))
    assert await events_after(town.store, rows[-1]["position"], at_most=100) == []


async def test_a_dispatcher_that_slept_through_its_lease_gives_none(town: Town) -> None:
    slept = await dispatcher(town)
    await registered(town)
    now = await dispatcher(town, NOW + timedelta(minutes=1))
    with pytest.raises(LeaseLost):
        await stamp(town.store, slept)
    assert await waits(town.store)
    assert await all_stamped(town, now) > 0


async def test_a_reader_loses_nothing_and_sees_no_earlier_position_appear(town: Town) -> None:
    fence = await dispatcher(town)
    await all_stamped(town, fence)
    begun = await head(town.store)
    read: list[int] = []
    written, ordered = asyncio.Event(), asyncio.Event()

    async def write(writer: int) -> None:
        for number in range(EACH):

            async def body(session: Session, number: int = number) -> None:
                row = {
                    "_id": f"late:{writer}:{number}",
                    "object_collection": "cases",
                    "object_id": f"late-{writer}",
                    "position": None,
                    # Earlier moments commit later.
                    "at": NOW - timedelta(seconds=writer),
                    "sort_sequence": f"{number:09d}",
                }
                await town.store.insert(EVENTS, [row], session=session)
                await asyncio.sleep(0.003 * (writer % 4))

            await town.store.transaction(body, attempts=12)

    async def dispatch() -> None:
        while not written.is_set() or await waits(town.store):
            await stamp(town.store, fence, at_most=5)
            await asyncio.sleep(0)

    async def tail() -> None:
        position = begun
        while not ordered.is_set() or position < await head(town.store):
            for row in await events_after(town.store, position, at_most=3):
                position = row["position"]
                read.append(position)
            await asyncio.sleep(0)

    dispatching, tailing = asyncio.create_task(dispatch()), asyncio.create_task(tail())
    await asyncio.gather(*(write(writer) for writer in range(WRITERS)))
    written.set()
    await dispatching
    ordered.set()
    await tailing
    assert read == list(range(begun + 1, begun + 1 + WRITERS * EACH))


async def test_a_dispatcher_that_is_cut_off_anywhere_leaves_no_gap_and_no_double(town: Town) -> None:
    fence = await dispatcher(town)
    await all_stamped(town, fence)
    begun = await head(town.store)
    for round_number in range(20):
        await registered(town)
        stamping = asyncio.create_task(stamp(town.store, fence))
        # Later each time, from before the first command to after the last.
        await asyncio.sleep(0.0004 * round_number)
        stamping.cancel()
        with suppress(asyncio.CancelledError):
            await stamping
    await all_stamped(town, fence)
    rows = await events_after(town.store, begun, at_most=1_000)
    assert [row["position"] for row in rows] == list(range(begun + 1, begun + 1 + len(rows)))
    assert len(rows) == len({row["_id"] for row in rows}) == 20
