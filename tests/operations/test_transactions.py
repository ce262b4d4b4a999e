"""How transactions of the store end: by themselves, refused, out of time in the middle of a commit, and with a server
that stands still meanwhile."""

import asyncio
import contextlib
import itertools
from collections.abc import AsyncIterator, Iterator

import pytest
from pymongo.errors import DuplicateKeyError, PyMongoError

from api.dev.embedded import EmbeddedStore
from documents.kernel.store.connection import Session, StoreSettings, is_away, is_passing, open_store
from documents.kernel.write.runner import ATTEMPTS
from tests.support.alone import (
    OUT_OF_TIME_SECONDS,
    PATIENCE_SECONDS,
    Alone,
    alone,
    alone_on,
    impatient,
    out_of_time,
    standing_still,
    turning,
    until,
)
from tests.support.store import frozen, temporary_store

WRITERS = 40
HALF_A_SECOND = 0.5
LOST_OVER_HALF_A_SECOND = 9
"""The attempt after which whoever lost has waited as long."""

NUMBERS = itertools.count(1)


@pytest.fixture(scope="module")
def server(worker_name: str) -> Iterator[EmbeddedStore]:
    """A server of the module's own, which its tests let stand still."""
    with temporary_store(f"transactions-{worker_name}") as running:
        yield running


@pytest.fixture
async def owned(server: EmbeddedStore) -> AsyncIterator[Alone]:
    """A database of the test's own on it."""
    async with alone_on(server, f"alone_{next(NUMBERS)}") as built:
        yield built


async def test_a_writer_out_of_time_in_a_commit_leaves_the_loop_turning_and_the_commit_to_itself(
    owned: Alone,
) -> None:
    with standing_still(owned.server) as stop:

        async def body(session: Session) -> None:
            await owned.write(session, "one", 1)
            stop()  # the next command is the commit: it is sent, and not answered
            begins_to_end()

        async with turning() as some_more_turns:
            with pytest.raises(TimeoutError):
                async with out_of_time() as begins_to_end:
                    await owned.store.transaction(body, attempts=1)
            await some_more_turns()

    async def is_committed() -> bool:
        return await owned.value("one") == 1

    await until(is_committed)
    await owned.put("one", 2)
    assert await owned.value("one") == 2


async def test_a_writer_out_of_time_in_a_command_leaves_neither_a_change_nor_a_lock(owned: Alone) -> None:
    with standing_still(owned.server) as stop:

        async def body(session: Session) -> None:
            await owned.write(session, "one", 1)
            stop()
            begins_to_end()
            await owned.write(session, "two", 1)

        async with turning() as some_more_turns:
            with pytest.raises(TimeoutError):
                async with out_of_time() as begins_to_end:
                    await owned.store.transaction(body, attempts=1)
            await some_more_turns()

    async def is_free() -> bool:
        try:
            await owned.put("one", 2)
        except PyMongoError as error:
            if not is_passing(error):
                raise
            return False
        return True

    await until(is_free)
    assert (await owned.value("one"), await owned.value("two")) == (2, None)


async def test_forty_writers_out_of_time_leave_the_loop_turning(owned: Alone) -> None:
    written = asyncio.Barrier(WRITERS + 1)
    released = asyncio.Event()
    deadlines: list[asyncio.Timeout] = []

    async def write(number: int) -> str:
        async def body(session: Session) -> None:
            await owned.write(session, f"row-{number}", number)
            await written.wait()
            await released.wait()

        try:
            async with asyncio.timeout(PATIENCE_SECONDS) as deadline:
                deadlines.append(deadline)
                await owned.store.transaction(body, attempts=1)
        except TimeoutError:
            return "out of time"
        return "committed"

    async with turning() as some_more_turns, asyncio.TaskGroup() as group:
        writers = [group.create_task(write(number)) for number in range(WRITERS)]
        async with asyncio.timeout(PATIENCE_SECONDS):
            await written.wait()
        with frozen(owned.server):
            released.set()
            for deadline in deadlines:
                deadline.reschedule(asyncio.get_running_loop().time() + OUT_OF_TIME_SECONDS)
            assert {await one for one in writers} == {"out of time"}
            await some_more_turns()

    async def are_all_committed() -> bool:
        return await owned.store.collection("rows").count_documents({}) == WRITERS + 1

    await until(are_all_committed)


async def test_a_refused_transaction_has_let_go_of_its_rows_when_it_is_told(owned: Alone) -> None:
    async def body(session: Session) -> None:
        await owned.write(session, "one", 1)
        raise ValueError("refused")

    with pytest.raises(ValueError, match="refused"):
        await owned.store.transaction(body, attempts=1)
    await owned.put("one", 2)
    assert await owned.value("one") == 2


async def test_the_reason_is_told_where_the_store_is_away_by_then(worker_name: str) -> None:
    async with alone(f"killed-{worker_name}") as owned:

        async def body(session: Session) -> None:
            await owned.write(session, "one", 1)
            owned.server.kill()
            impatient(owned.store)
            raise ValueError("refused")

        with pytest.raises(ValueError, match="refused"):
            await owned.store.transaction(body, attempts=1)
        with pytest.raises(PyMongoError) as away:
            await owned.store.ping()
    assert is_away(away.value)


async def test_of_two_writers_of_one_row_the_loser_runs_again(owned: Alone) -> None:
    tried: list[int] = []

    async def body(session: Session) -> int:
        found = await owned.store.find("rows", {"_id": "one"}, session=session)
        tried.append(found[0]["value"])
        if len(tried) == 1:
            await owned.put("one", 5)
        await owned.write(session, "one", tried[-1] + 1)
        return tried[-1]

    before = owned.store.figures()
    assert await owned.store.transaction(body, attempts=2) == 5
    assert tried == [0, 5]
    assert await owned.value("one") == 6
    after = owned.store.figures()
    assert {name: after[name] - before[name] for name in after} == {"transactions": 2, "run_again": 1}


async def test_a_conflict_is_told_when_the_attempts_are_used_up(owned: Alone) -> None:
    others = itertools.count(5)

    async def body(session: Session) -> None:
        await owned.store.find("rows", {"_id": "one"}, session=session)
        await owned.put("one", next(others))
        await owned.write(session, "one", 1)

    with pytest.raises(PyMongoError) as conflict:
        await owned.store.transaction(body, attempts=2)
    assert is_passing(conflict.value)
    assert await owned.value("one") == 6


async def test_who_meets_a_row_that_stays_held_outlasts_a_holder_who_gets_no_time(owned: Alone) -> None:
    """A process that waits for its processor was seen to hold a row for a quarter of a second."""
    before = owned.store.figures()["run_again"]
    loop = asyncio.get_running_loop()

    async def holds(session: Session) -> float:
        await owned.write(session, "one", 1)
        waiting, since = asyncio.create_task(owned.put("one", 2, attempts=ATTEMPTS)), loop.time()
        async with asyncio.timeout(PATIENCE_SECONDS):
            while owned.store.figures()["run_again"] < before + LOST_OVER_HALF_A_SECOND:
                await owned.value("one")
        waiters.append(waiting)
        return loop.time() - since

    waiters: list[asyncio.Task[None]] = []
    held_seconds = await owned.store.transaction(holds, attempts=1)
    await waiters[0]
    assert await owned.value("one") == 2
    assert LOST_OVER_HALF_A_SECOND < ATTEMPTS
    assert held_seconds > HALF_A_SECOND


async def test_a_key_that_is_taken_is_told_as_that_and_nothing_is_written(owned: Alone) -> None:
    async def body(session: Session) -> None:
        await owned.write(session, "two", 1)
        await owned.store.insert("rows", [{"_id": "one", "value": 9}], session=session)

    with pytest.raises(DuplicateKeyError):
        await owned.store.transaction(body, attempts=1)
    assert (await owned.value("one"), await owned.value("two")) == (0, None)


async def test_a_store_that_closes_waits_for_the_transactions_that_were_left(owned: Alone) -> None:
    with standing_still(owned.server) as stop:

        async def body(session: Session) -> None:
            await owned.write(session, "one", 1)
            stop()
            begins_to_end()

        with pytest.raises(TimeoutError):
            async with out_of_time() as begins_to_end:
                await owned.store.transaction(body, attempts=1)
        closing = asyncio.create_task(owned.store.close())
    async with asyncio.timeout(PATIENCE_SECONDS):
        await closing
    async with contextlib.AsyncExitStack() as later:
        again = await open_store(StoreSettings(url=owned.server.url, database=owned.store.database_name), [])
        later.push_async_callback(again.close)
        assert await again.find("rows", {"_id": "one"}) == [{"_id": "one", "value": 1}]


async def test_a_store_closes_in_time_where_the_server_stands_still(
    owned: Alone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("documents.kernel.store.database.CLOSING_SECONDS", 0.1)
    with frozen(owned.server):
        async with asyncio.timeout(PATIENCE_SECONDS):
            await owned.store.close()
