"""Rows and changes that come batch by batch: in order, few at a time, without a thread, closed when the reader leaves."""

import asyncio
import contextlib
import threading
from collections.abc import AsyncIterator
from typing import Any

import pytest
from pymongo.monitoring import CommandFailedEvent, CommandListener, CommandStartedEvent, CommandSucceededEvent

from documents.kernel.store.connection import Store, StoreSettings, TokenLost, open_store
from tests.support.alone import (
    PATIENCE_SECONDS,
    alone,
    looking_often,
    out_of_time,
    standing_still,
    turning,
)
from tests.support.commands import CommandRecorder
from tests.support.store import started_again
from tests.support.watching import WATCH

ROWS = 25
BATCH = 10
WATCHERS = 20
EVERY = {"_id": {"$gte": 0}}


class Cursors(CommandListener):
    """The cursors that the server was told to close, and did."""

    def __init__(self) -> None:
        self.closed: list[int] = []
        self.changed = asyncio.Condition()
        self._tasks: set[asyncio.Task[None]] = set()

    def started(self, event: CommandStartedEvent) -> None:
        """Nothing."""

    def succeeded(self, event: CommandSucceededEvent) -> None:
        """Note them."""
        if event.command_name == "killCursors":
            self.closed += event.reply["cursorsKilled"]
            task = asyncio.get_running_loop().create_task(self._tell())
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    def failed(self, event: CommandFailedEvent) -> None:
        """Nothing."""

    async def _tell(self) -> None:
        async with self.changed:
            self.changed.notify_all()

    async def are_closed(self, count: int) -> None:
        """Wait until so many are closed."""
        async with asyncio.timeout(PATIENCE_SECONDS), self.changed:
            await self.changed.wait_for(lambda: len(self.closed) >= count)


@pytest.fixture
def recorder() -> CommandRecorder:
    """What `store` sends."""
    return CommandRecorder()


@pytest.fixture
def cursors() -> Cursors:
    """What `store` closes."""
    return Cursors()


@pytest.fixture
async def store(
    store_url: str, worker_name: str, recorder: CommandRecorder, cursors: Cursors
) -> AsyncIterator[Store]:
    """A database with some rows."""
    settings = StoreSettings(url=store_url, database=f"streams_{worker_name}")
    with looking_often():
        opened = await open_store(settings, [], listeners=[recorder, cursors])
    await opened.collection("rows").insert_many([{"_id": one, "even": one % 2 == 0} for one in range(ROWS)])
    yield opened
    await opened.drop()
    await opened.close()


async def test_rows_are_fetched_as_they_are_read(store: Store, recorder: CommandRecorder) -> None:
    with recorder.capturing() as sent:
        async with store.stream("rows", EVERY, keys=["_id"], sort={"_id": -1}, batch=BATCH) as rows:
            read = []
            async for row in rows:
                read.append(row)
                assert len(sent) == (len(read) - 1) // BATCH + 1
    assert read == [{"_id": one} for one in reversed(range(ROWS))]
    assert sent.names == ["find", "getMore", "getMore"]


async def test_a_stream_that_was_read_to_its_end_closes_nothing(store: Store, cursors: Cursors) -> None:
    async with store.stream("rows", {"_id": {"$lt": 5}}, sort={"_id": 1}, batch=BATCH) as rows:
        assert len([row async for row in rows]) == 5
    async with store.stream("rows", EVERY, sort={"_id": 1}, batch=BATCH) as rows:
        assert len([row async for row in rows]) == ROWS
    await store.ping()
    assert cursors.closed == []


async def test_a_reader_that_leaves_early_closes_the_cursor(store: Store, cursors: Cursors) -> None:
    async with store.stream("rows", EVERY, sort={"_id": 1}, batch=BATCH) as rows:
        async for row in rows:
            if row["_id"] == 3:
                break
    await cursors.are_closed(1)


async def test_a_reader_that_fails_closes_the_cursor(store: Store, cursors: Cursors) -> None:
    async def fail() -> None:
        async with store.stream("rows", EVERY, sort={"_id": 1}, batch=BATCH) as rows:
            raise ValueError(await anext(rows))

    with pytest.raises(ValueError, match="'_id': 0"):
        await fail()
    await cursors.are_closed(1)


async def test_the_query_of_a_stream_is_held_against_the_indexes(store: Store) -> None:
    with WATCH.aside() as seen:
        async with store.stream("rows", {"even": True}, batch=BATCH) as rows:
            assert len([row async for row in rows]) == 13
    assert [(one.collection, one.bound) for one in seen] == [("rows", ("even",))]


@pytest.mark.embedded
async def test_a_reader_out_of_time_does_not_wait_for_a_server_that_stands_still(
    worker_name: str, cursors: Cursors
) -> None:
    async with alone(f"streams-{worker_name}", cursors) as owned:
        await owned.store.collection("rows").insert_many([{"value": one} for one in range(ROWS)])
        with standing_still(owned.server) as stop:

            async def read() -> None:
                async with owned.store.stream(
                    "rows", {"_id": {"$ne": "one"}}, sort={"_id": 1}, batch=BATCH
                ) as rows:
                    await anext(rows)
                    stop()
                    begins_to_end()
                    async for _ in rows:
                        pass

            async with turning() as some_more_turns:
                with pytest.raises(TimeoutError):
                    async with out_of_time() as begins_to_end:
                        await read()
                await some_more_turns()
        await cursors.are_closed(1)


async def test_changes_come_in_their_order(store: Store) -> None:
    rows = store.collection("rows")
    async with store.watch("rows") as feed:
        await rows.insert_one({"_id": "new", "value": 1})
        await rows.update_one({"_id": "new"}, {"$set": {"value": 2}})
        await rows.delete_one({"_id": "new"})
        async with asyncio.timeout(PATIENCE_SECONDS):
            seen = [await anext(feed) for _ in range(3)]
    assert [(one["operationType"], one["documentKey"]["_id"]) for one in seen] == [
        ("insert", "new"),
        ("update", "new"),
        ("delete", "new"),
    ]
    assert seen[0]["fullDocument"] == {"_id": "new", "value": 1}
    assert seen[1]["updateDescription"]["updatedFields"] == {"value": 2}


async def test_changes_are_narrowed_by_stages(store: Store) -> None:
    wanted: list[dict[str, Any]] = [{"$match": {"operationType": "insert", "fullDocument.kind": "wanted"}}]
    async with store.watch("rows", stages=wanted) as feed:
        await store.collection("rows").insert_many(
            [{"_id": "a", "kind": "other"}, {"_id": "b", "kind": "wanted"}]
        )
        async with asyncio.timeout(PATIENCE_SECONDS):
            assert (await anext(feed))["documentKey"] == {"_id": "b"}


async def test_changes_are_read_on_after_a_token(store: Store) -> None:
    rows = store.collection("rows")
    async with store.watch("rows") as feed:
        await rows.insert_many([{"_id": "a"}, {"_id": "b"}, {"_id": "c"}])
        async with asyncio.timeout(PATIENCE_SECONDS):
            first = await anext(feed)
        token = feed.token
    assert first["documentKey"] == {"_id": "a"}
    await rows.insert_one({"_id": "d"})
    async with store.watch("rows", after=token) as feed, asyncio.timeout(PATIENCE_SECONDS):
        assert [(await anext(feed))["documentKey"]["_id"] for _ in range(3)] == ["b", "c", "d"]


async def test_a_token_that_the_server_does_not_know_is_told_as_that(store: Store) -> None:
    with pytest.raises(TokenLost):
        async with store.watch("rows", after={"_data": "8200000000"}):
            pass


async def test_watchers_hold_no_thread_and_leave_the_store_to_others(store: Store, cursors: Cursors) -> None:
    async def watch(ready: asyncio.Barrier) -> Any:
        async with store.watch("rows") as feed:
            await ready.wait()
            return (await anext(feed))["documentKey"]["_id"]

    async def threads_beside_watchers_of(name: str) -> int:
        ready = asyncio.Barrier(WATCHERS + 1)
        watchers = [asyncio.create_task(watch(ready)) for _ in range(WATCHERS)]
        await ready.wait()
        assert len(await store.find("rows", {"_id": {"$in": [1, 2]}})) == 2
        threads = threading.active_count()
        await store.collection("rows").insert_one({"_id": name})
        assert await asyncio.gather(*watchers) == [name] * WATCHERS
        return threads

    async with asyncio.timeout(PATIENCE_SECONDS):
        # Connections are opened the first time; the names of servers are looked up in threads.
        await threads_beside_watchers_of("a")
        before = threading.active_count()
        assert await threads_beside_watchers_of("b") == before
    await cursors.are_closed(2 * WATCHERS)


async def test_a_watcher_that_is_cancelled_closes_its_cursor(store: Store, cursors: Cursors) -> None:
    opened = asyncio.Event()

    async def watch() -> None:
        # The server closes it once it has answered that nothing changed.
        async with store.watch("rows", wait_ms=50) as feed:
            opened.set()
            await anext(feed)

    watcher = asyncio.create_task(watch())
    async with asyncio.timeout(PATIENCE_SECONDS):
        await opened.wait()
    watcher.cancel()
    with pytest.raises(asyncio.CancelledError):
        await watcher
    await cursors.are_closed(1)


async def test_a_feed_ends_when_its_collection_is_dropped(store: Store) -> None:
    async with store.watch("rows") as feed, asyncio.timeout(PATIENCE_SECONDS):
        await store.collection("rows").drop()
        assert [one["operationType"] async for one in feed] == ["drop", "invalidate"]


@pytest.mark.embedded
async def test_a_feed_goes_on_after_the_server_was_restarted(worker_name: str) -> None:
    # The server that was started again is there until the store is closed.
    with contextlib.ExitStack() as later:
        async with alone(f"feed-{worker_name}") as owned, owned.store.watch("rows", wait_ms=50) as feed:
            await owned.put("one", 1)
            async with asyncio.timeout(PATIENCE_SECONDS):
                assert (await anext(feed))["operationType"] == "update"
            owned.server.stop()
            later.enter_context(started_again(owned.server, port=owned.server.port))
            await owned.put("two", 2, attempts=20)
            async with asyncio.timeout(PATIENCE_SECONDS):
                assert (await anext(feed))["documentKey"] == {"_id": "two"}
