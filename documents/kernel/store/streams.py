"""Rows and changes that come batch by batch: no thread waits for them, and a reader that leaves closes what the server
holds open for it."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Iterator, Mapping, Sequence
from typing import Any, Protocol, TypeVar

from pymongo.asynchronous.change_stream import AsyncChangeStream
from pymongo.asynchronous.collection import AsyncCollection
from pymongo.asynchronous.command_cursor import AsyncCommandCursor
from pymongo.asynchronous.cursor import AsyncCursor
from pymongo.errors import OperationFailure, PyMongoError

from documents.kernel.store.commands import Row
from documents.kernel.store.endings import Endings

T = TypeVar("T")
Cursor = AsyncCursor[Row] | AsyncCommandCursor[Row]
Token = Mapping[str, Any]
"""Where a reader of changes has got to; the server's own, to be kept and given back as it is."""

CLOSING_SECONDS = 10
"""How long the server is asked to close a cursor; it closes by itself what nobody reads."""

LOST = frozenset({260, 280, 286, 40647})
"""Codes with which a server says that it cannot go on after a token: not its own, or older than its log."""


class Timed(Protocol):
    """Waits for something, and tells a timer how long."""

    async def __call__(self, waiting: Awaitable[T], /) -> T:
        """Return what is waited for."""


class TokenLost(Exception):
    """The server cannot go on after this token: what was missed has to be read from the rows themselves."""


@contextlib.asynccontextmanager
async def rows_of(
    cursor: Cursor, endings: Endings, timed: Timed, *, batch: int
) -> AsyncIterator[AsyncIterator[Row]]:
    """Give the rows of a cursor, of which `batch` are in memory at a time, while the block runs."""
    try:
        async with contextlib.aclosing(_rows(cursor, endings, timed, batch)) as rows:
            yield rows
    finally:
        if cursor.alive:
            endings.begin(_closed(cursor))


async def _rows(cursor: Cursor, endings: Endings, timed: Timed, batch: int) -> AsyncGenerator[Row, None]:
    while found := await timed(endings.let_go(cursor.to_list(batch))):
        for row in found:
            yield row


class Feed:
    """The changes of a collection in their order, for `async for`. It ends when the collection is dropped."""

    def __init__(self, stream: AsyncChangeStream[Row], endings: Endings) -> None:
        self._stream = stream
        self._endings = endings

    @property
    def token(self) -> Token | None:
        """How far it has been read; while nothing changes it moves on all the same. None before the first answer."""
        return self._stream.resume_token

    def __aiter__(self) -> "Feed":
        return self

    async def __anext__(self) -> Row:
        """Wait for the next change. Raises: TokenLost, or PyMongoError where the way broke and one try did not mend it."""
        while self._stream.alive:
            with _telling_loss():
                change = await self._endings.let_go(self._stream.try_next())
            if change is not None:
                return dict(change)
        raise StopAsyncIteration


@contextlib.asynccontextmanager
async def changes_of(
    collection: AsyncCollection[Row],
    endings: Endings,
    *,
    stages: Sequence[Mapping[str, Any]],
    after: Token | None,
    wait_ms: int,
) -> AsyncIterator[Feed]:
    """Give the changes of a collection from now on, or after a token, while the block runs."""
    with _telling_loss():
        stream = await collection.watch(list(stages), resume_after=after, max_await_time_ms=wait_ms)
    try:
        yield Feed(stream, endings)
    finally:
        endings.begin(_closed(stream))


@contextlib.contextmanager
def _telling_loss() -> Iterator[None]:
    try:
        yield
    except OperationFailure as error:
        if error.code in LOST:
            raise TokenLost(str(error.code)) from error
        raise


async def _closed(held: Cursor | AsyncChangeStream[Row]) -> None:
    with contextlib.suppress(PyMongoError, TimeoutError):
        async with asyncio.timeout(CLOSING_SECONDS):
            await held.close()
