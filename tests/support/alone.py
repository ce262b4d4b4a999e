"""A store whose server a test has for itself, to stop it or let it stand still, and what such tests wait for."""

import asyncio
import contextlib
import itertools
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass

import pytest
from pymongo.monitoring import CommandListener

from api.dev.embedded import EmbeddedStore
from documents.kernel.store.connection import Session, Store, StoreSettings, open_store
from tests.support.store import frozen, temporary_store

PATIENCE_SECONDS = 20
"""After so long a test gives a condition up; no promise, only an end."""

OUT_OF_TIME_SECONDS = 0.1
"""How long whoever waits for a server that stands still is given."""

LOOKING_SECONDS = 0.05
MOMENT_SECONDS = 0.1
"""How long a server is looked for that is known to be away."""

LONGEST_GAP_SECONDS = 2
"""A loop that waits for a server which stands still does so for five seconds at least."""


@dataclass
class Alone:
    """The server, and the store that is open on it."""

    server: EmbeddedStore
    store: Store

    async def put(self, row_id: str, value: int, *, attempts: int = 1) -> None:
        """Write a row in a transaction of its own."""

        async def body(session: Session) -> None:
            await self.write(session, row_id, value)

        await self.store.transaction(body, attempts=attempts)

    async def write(self, session: Session, row_id: str, value: int) -> None:
        """Write a row inside a transaction."""
        await self.store.update(
            "rows", {"_id": row_id}, {"$set": {"value": value}}, session=session, upsert=True
        )

    async def value(self, row_id: str) -> int | None:
        """What a row holds; None where there is none."""
        found = await self.store.find("rows", {"_id": row_id}, at_most=1)
        return int(found[0]["value"]) if found else None


@contextlib.asynccontextmanager
async def alone(name: str, *listeners: CommandListener) -> AsyncIterator[Alone]:
    """Start a server with one row `one` that holds 0, and open it."""
    with temporary_store(name) as server:
        async with alone_on(server, "alone", *listeners) as built:
            yield built


@contextlib.asynccontextmanager
async def alone_on(server: EmbeddedStore, database: str, *listeners: CommandListener) -> AsyncIterator[Alone]:
    """The same on a server that goes on, in a database that nobody has used."""
    settings = StoreSettings(url=server.url, database=database, server_selection_timeout_ms=1_200)
    with looking_often():
        store = await open_store(settings, [], listeners=listeners)
        built = Alone(server, store)
        await built.put("one", 0)
        try:
            yield built
        finally:
            await store.close()


@contextlib.contextmanager
def looking_often() -> Iterator[None]:
    """Have the driver, where it looks half a second or a second apart (whether a server is there again, whether somebody
    still waits for it, whether a cursor was left), do so ten times as often while the block runs."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("pymongo.common.MIN_HEARTBEAT_INTERVAL", LOOKING_SECONDS)
        patched.setattr("pymongo.common.KILL_CURSOR_FREQUENCY", LOOKING_SECONDS)
        patched.setattr("pymongo.network_layer._POLL_TIMEOUT", LOOKING_SECONDS)
        yield


def impatient(store: Store) -> None:
    """Have whoever asks from now on told in a moment where the server is away; one that is there is not looked for."""
    store._client._topology._settings._server_selection_timeout = MOMENT_SECONDS  # type: ignore[assignment]


@contextlib.contextmanager
def standing_still(server: EmbeddedStore) -> Iterator[Callable[[], None]]:
    """Give what stops the server; it goes on when the block ends."""
    with contextlib.ExitStack() as stopped:
        yield lambda: stopped.enter_context(frozen(server))


@contextlib.asynccontextmanager
async def out_of_time() -> AsyncIterator[Callable[[], None]]:
    """Give what lets the time of the block run out, a moment after it is called: however slow the machine, what comes before
    that has its time. Raises: TimeoutError."""
    loop = asyncio.get_running_loop()
    async with asyncio.timeout(PATIENCE_SECONDS) as deadline:
        yield lambda: deadline.reschedule(loop.time() + OUT_OF_TIME_SECONDS)


@contextlib.asynccontextmanager
async def turning() -> AsyncIterator[Callable[[], Awaitable[None]]]:
    """Watch the loop while the block runs: it never stands still for long. Gives a wait for some more turns of it."""
    loop = asyncio.get_running_loop()
    turns: list[float] = [loop.time()]
    turned = asyncio.Condition()

    async def tick() -> None:
        while True:
            await asyncio.sleep(0.01)
            turns.append(loop.time())
            async with turned:
                turned.notify_all()

    async def some_more() -> None:
        wanted = len(turns) + 10
        async with asyncio.timeout(PATIENCE_SECONDS), turned:
            await turned.wait_for(lambda: len(turns) >= wanted)

    ticker = asyncio.create_task(tick())
    try:
        yield some_more
    finally:
        ticker.cancel()
    assert longest_gap(turns) < LONGEST_GAP_SECONDS


def longest_gap(moments: Sequence[float]) -> float:
    """The longest time between two moments that follow one another."""
    return max(later - earlier for earlier, later in itertools.pairwise(moments))


async def until(holds: Callable[[], Awaitable[bool]]) -> None:
    """Wait for a condition."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not await holds():
            pass
