"""The events of the log in their order, for any number of readers, from any place, through a store that restarts."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Any

import pytest
import structlog

from documents.kernel.read.hub import BATCH, Hub
from documents.kernel.store.connection import Store, StoreSettings, open_store
from documents.kernel.write.stamping import note_head
from tests.support.alone import PATIENCE_SECONDS, looking_often
from tests.support.bare_way import without_change_streams
from tests.support.store import started_again, temporary_store


class Log:
    """A log to write to: rows, and the positions that they get later."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.events = store.collection("events")
        self.position = 0

    async def add(self, count: int = 1) -> None:
        """Write events, each stamped after it was stored."""
        for _ in range(count):
            self.position += 1
            await self.events.insert_one({"_id": self.position, "position": None})
            await self.events.update_one({"_id": self.position}, {"$set": {"position": self.position}})
            await note_head(self.store, self.position)


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pauses of the hub are short: the server answers soon that nothing changed, and is soon asked again."""
    monkeypatch.setattr("documents.kernel.read.hub.WAIT_MS", 50)
    monkeypatch.setattr("documents.kernel.read.hub.POLL_SECONDS", 0.02)
    monkeypatch.setattr("documents.kernel.read.hub.RETRY_SECONDS", (0.05,))


@pytest.fixture
async def store(store_url: str, worker_name: str) -> AsyncIterator[Store]:
    """An empty database."""
    opened = await open_store(StoreSettings(url=store_url, database=f"hub_{worker_name}"), [])
    yield opened
    await opened.drop()
    await opened.close()


async def read(events: AsyncIterator[Any], count: int) -> list[int]:
    """The positions of the next events."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        return [(await anext(events))["position"] for _ in range(count)]


async def test_a_reader_hears_what_happens_from_now_on(store: Store) -> None:
    log = Log(store)
    await log.add(3)
    async with Hub(store).running() as hub:
        assert hub.position == 3
        events = hub.listen()
        waiting = asyncio.create_task(read(events, 2))
        await log.add(2)
        assert await waiting == [4, 5]


async def test_a_reader_from_a_place_hears_all_behind_it_and_goes_on(store: Store) -> None:
    log = Log(store)
    await log.add(BATCH + 5)
    async with Hub(store).running() as hub:
        events = hub.listen(after=2)
        assert await read(events, BATCH + 3) == list(range(3, BATCH + 6))
        await log.add()
        assert await read(events, 1) == [BATCH + 6]


async def test_a_reader_that_is_far_behind_reads_the_log(store: Store) -> None:
    log = Log(store)
    async with Hub(store, kept=2).running() as hub:
        slow = hub.listen(after=0)
        await log.add(7)
        async with asyncio.timeout(PATIENCE_SECONDS):
            await anext(hub.listen(after=6))
        assert await read(slow, 7) == list(range(1, 8))


async def test_what_has_no_place_yet_is_not_heard(store: Store) -> None:
    log = Log(store)
    async with Hub(store).running() as hub:
        events = hub.listen()
        await log.events.insert_one({"_id": "later", "position": None})
        await log.add()
        assert await read(events, 1) == [1]


@pytest.mark.embedded
async def test_a_store_that_restarts_loses_and_doubles_nothing(worker_name: str) -> None:
    # The server that was started again is there until the store is closed.
    with temporary_store(f"hub-{worker_name}") as server, looking_often(), contextlib.ExitStack() as later:
        opened = await open_store(StoreSettings(url=server.url, database="hub"), [])
        try:
            log = Log(opened)
            async with Hub(opened).running() as hub:
                events = hub.listen()
                await log.add(2)
                assert await read(events, 2) == [1, 2]
                server.stop()
                later.enter_context(started_again(server, port=server.port))
                await log.add(3)
                assert await read(events, 3) == [3, 4, 5]
        finally:
            await opened.close()


@pytest.mark.embedded
async def test_where_there_are_no_change_streams_the_log_is_polled_and_that_is_said_once(
    worker_name: str,
) -> None:
    with temporary_store(f"hub-bare-{worker_name}") as server:
        async with without_change_streams(server.port) as port:
            address = f"mongodb://127.0.0.1:{port}/hub?directConnection=true"
            opened = await open_store(StoreSettings(url=address, database="hub"), [])
            try:
                log = Log(opened)
                with structlog.testing.capture_logs() as logged:
                    async with Hub(opened).running() as hub:
                        events = hub.listen()
                        await log.add(2)
                        assert await read(events, 2) == [1, 2]
                        await log.add(2)
                        assert await read(events, 2) == [3, 4]
                assert [one["event"] for one in logged] == ["no_change_streams"]
            finally:
                await opened.close()
