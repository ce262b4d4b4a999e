"""The store under load and over broken ways: what is asked is answered, and no thread is started for it."""

import asyncio
import contextlib
import threading
from collections.abc import AsyncIterator
from typing import Any

import pytest
from pymongo.errors import PyMongoError
from pymongo.monitoring import CommandFailedEvent, CommandListener, CommandStartedEvent, CommandSucceededEvent

from documents.kernel.store.commands import LARGEST_BATCH
from documents.kernel.store.connection import Session, Store, StoreSettings, is_passing, open_store
from tests.support.alone import alone
from tests.support.commands import CommandRecorder
from tests.support.store import started_again

AT_ONCE = 300
POOL = 64
MORE_THAN_ONE_ANSWER = LARGEST_BATCH + 50


class Load(CommandListener):
    """How many commands were under way at once, and how many threads there were meanwhile."""

    def __init__(self) -> None:
        self.under_way = self.most = self.threads = 0

    def started(self, event: CommandStartedEvent) -> None:
        """One more."""
        self.under_way += 1
        self.most = max(self.most, self.under_way)
        self.threads = max(self.threads, threading.active_count())

    def succeeded(self, event: CommandSucceededEvent) -> None:
        """One less."""
        self.under_way -= 1

    def failed(self, event: CommandFailedEvent) -> None:
        """One less."""
        self.under_way -= 1


@pytest.fixture
def load() -> Load:
    """What is under way in `store`."""
    return Load()


@pytest.fixture
def recorder() -> CommandRecorder:
    """What `store` sends."""
    return CommandRecorder()


@pytest.fixture
async def store(
    store_url: str, worker_name: str, load: Load, recorder: CommandRecorder
) -> AsyncIterator[Store]:
    """An empty database."""
    settings = StoreSettings(url=store_url, database=f"store_{worker_name}", pool_size=POOL)
    opened = await open_store(settings, [], listeners=[load, recorder])
    yield opened
    await opened.drop()
    await opened.close()


async def test_three_hundred_at_once_are_answered_over_sixty_four_connections(
    store: Store, load: Load
) -> None:
    await store.collection("rows").insert_one({"_id": "one", "value": 7})

    async def ask() -> int:
        return int((await store.find("rows", {"_id": "one"}))[0]["value"])

    assert await asyncio.gather(*(ask() for _ in range(AT_ONCE))) == [7] * AT_ONCE
    assert 1 < load.most <= POOL


async def test_no_thread_waits_for_a_command(store: Store, load: Load) -> None:
    await store.collection("rows").insert_one({"_id": "one", "value": 7})

    async def ask_often() -> None:
        await asyncio.gather(*(store.find("rows", {"_id": "one"}) for _ in range(AT_ONCE)))

    # Connections are opened the first time; the names of servers are looked up in threads.
    await ask_often()
    before, load.threads = threading.active_count(), 0
    await ask_often()
    assert load.threads == before


async def test_rows_that_do_not_fit_into_one_answer_are_all_given(
    store: Store, recorder: CommandRecorder
) -> None:
    await store.collection("rows").insert_many(
        [{"_id": number, "half": number // 2} for number in range(MORE_THAN_ONE_ANSWER)]
    )
    with recorder.capturing() as sent:
        found = await store.find("rows", {"_id": {"$gte": 0}}, keys=["_id"], sort={"_id": -1})
    assert found == [{"_id": number} for number in reversed(range(MORE_THAN_ONE_ANSWER))]
    assert sent.names.count("find") == 2
    with recorder.capturing() as sent:
        stages: list[dict[str, Any]] = [{"$match": {"_id": {"$gte": 0}}}, {"$sort": {"_id": 1}}]
        found = await store.aggregate("rows", [*stages, {"$project": {"half": 1}}])
    assert found == [{"_id": number, "half": number // 2} for number in range(MORE_THAN_ONE_ANSWER)]
    assert sent.names.count("aggregate") == 2


@pytest.mark.embedded
async def test_a_read_whose_connection_broke_is_sent_once_more_and_in_a_transaction_is_told(
    worker_name: str, recorder: CommandRecorder
) -> None:
    # The server that was started again is there until the store is closed.
    with contextlib.ExitStack() as later:
        async with alone(f"broken-{worker_name}", recorder) as owned:

            async def body(session: Session) -> None:
                await owned.store.find("rows", {"_id": "one"}, session=session)

            owned.server.stop()
            again = later.enter_context(started_again(owned.server, port=owned.server.port))
            with recorder.capturing() as sent:
                assert await owned.value("one") == 0
            assert sent.names == ["find", "find"]
            again.stop()
            later.enter_context(started_again(again, port=again.port))
            with pytest.raises(PyMongoError) as told:
                await owned.store.transaction(body, attempts=1)
            assert is_passing(told.value)
