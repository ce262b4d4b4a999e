"""How a connection of the store waits: for a reply, until its time is over, until the pool gives it up or nobody waits."""

import asyncio
import hashlib
import inspect
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass

import pytest
from pymongo import network_layer
from pymongo.asynchronous.pool import AsyncConnection
from pymongo.errors import AutoReconnect, NetworkTimeout

from api.dev.embedded import EmbeddedStore
from documents.kernel.store.connection import Store, StoreSettings, open_store
from documents.kernel.store.wire import Connection, WaitingPool
from tests.support.alone import PATIENCE_SECONDS, turning, until
from tests.support.store import frozen, temporary_store

REPLACED: dict[Callable[..., object], str] = {
    AsyncConnection.send_message: "19ac9c123b86",
    AsyncConnection.receive_message: "2c2857b0dba9",
    network_layer.async_sendall: "dbe4c31d7a9e",
    network_layer.async_receive_message: "653f58d97707",
}
"""Function of the driver that ours stand for → the digest of its text when they were written."""


@dataclass
class Served:
    """A server, and a store that waits half a second for it."""

    server: EmbeddedStore
    store: Store

    def pool(self) -> WaitingPool:
        """The pool that its commands travel on."""
        (server,) = self.store._client._topology._servers.values()
        assert isinstance(server.pool, WaitingPool)
        return server.pool


@pytest.fixture(scope="module")
async def served(worker_name: str) -> AsyncIterator[Served]:
    """A server of the module's own."""
    with temporary_store(f"wire-{worker_name}") as server:
        settings = StoreSettings(url=server.url, database="wire", socket_timeout_ms=500)
        store = await open_store(settings, [])
        yield Served(server, store)
        await store.close()


async def ping(served: Served) -> object:
    """Ask once, which the driver does not do again."""
    return await served.store.collection("rows").database.command("ping")


async def asked(served: Served) -> asyncio.Task[object]:
    """Ask, and return once the question is on its way."""
    waiting = asyncio.create_task(ping(served))

    async def is_under_way() -> bool:
        await asyncio.sleep(0)
        return served.pool().active_sockets > 0

    await until(is_under_way)
    return waiting


def test_the_driver_is_the_one_whose_waiting_is_replaced() -> None:
    found = {one: hashlib.sha256(inspect.getsource(one).encode()).hexdigest()[:12] for one in REPLACED}
    assert found == REPLACED, "read what the driver changed, and change wire.py as well"


async def test_commands_travel_on_our_connections(served: Served) -> None:
    await served.store.ping()
    assert {type(one) for one in served.pool().conns} == {Connection}


async def test_a_reply_that_does_not_come_in_time_is_given_up_and_the_next_comes(served: Served) -> None:
    await served.store.ping()
    async with turning():
        with frozen(served.server), pytest.raises(NetworkTimeout):
            await served.store.collection("rows").database.command("ping")
    await served.store.ping()


async def test_a_pool_that_is_given_up_ends_those_who_wait_for_a_reply(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("documents.kernel.store.wire.LOOKING_SECONDS", 0.05)
    await served.store.ping()
    with frozen(served.server):
        waiting = await asked(served)
        pool = served.pool()
        await pool.reset(interrupt_connections=True)
        with pytest.raises(AutoReconnect):
            async with asyncio.timeout(PATIENCE_SECONDS):
                await waiting
    await pool.ready()
    await served.store.ping()


async def test_who_leaves_while_a_reply_is_awaited_closes_that_connection_alone(served: Served) -> None:
    await served.store.ping()
    with frozen(served.server):
        waiting = await asked(served)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
    assert served.pool().active_sockets == 0
    await served.store.ping()
