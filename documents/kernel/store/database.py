"""One open database as the kernel uses it: commands in the server's own words, and transactions of several of them.

Nothing here waits in a thread: commands travel on the driver's asynchronous client.
"""

from collections import abc
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from typing import Any, TypeVar

import pymongo
from bson.raw_bson import RawBSONDocument
from pymongo import AsyncMongoClient
from pymongo.asynchronous.collection import AsyncCollection
from pymongo.asynchronous.cursor import AsyncCursor
from pymongo.errors import (
    ConnectionFailure,
    NetworkTimeout,
    PyMongoError,
    ServerSelectionTimeoutError,
    WaitQueueTimeoutError,
)

from documents.kernel.store import commands
from documents.kernel.store.bucket import Bucket
from documents.kernel.store.commands import Row, Words, Write
from documents.kernel.store.endings import Endings
from documents.kernel.store.lines import WaitingLines
from documents.kernel.store.maintenance import MAINTENANCE, Maintenance
from documents.kernel.store.server import server_of
from documents.kernel.store.snapshots import Snapshot, put_rows, snapshot_of
from documents.kernel.store.streams import Cursor, Feed, Token, changes_of, rows_of
from documents.kernel.store.timers import Timer, Untimed
from documents.kernel.store.transactions import (
    Session,
    TookEffect,
    WritesHeld,
    abort,
    begin,
    commit,
    give_way,
    is_away,
    is_passing,
    seen,
)

T = TypeVar("T")
Before = Callable[[Session], Awaitable[None]]
Client = AsyncMongoClient[Row]
Collection = AsyncCollection[Row]

CLOSING_SECONDS = 5
"""How long a store that closes waits for the endings under way, and then for the server to hear that it goes."""


class Store:
    """One open database: commands, collections by name, transactions, and a clean close."""

    def __init__(self, client: Client, database: str, timer: Timer | None = None) -> None:
        self._client = client
        self._database, self._administration = client[database], client["admin"]
        self._endings, self._lines = Endings(), WaitingLines()
        self._timer = timer or Untimed()
        self._transactions = self._run_again = 0
        self._holds_writes = False

    @property
    def database_name(self) -> str:
        """Name of the database inside the server."""
        return str(self._database.name)

    def figures(self) -> Mapping[str, int]:
        """Return what was counted since it was opened: transactions, and how often one was run again after a conflict."""
        return {"transactions": self._transactions, "run_again": self._run_again}

    def collection(self, name: str) -> Collection:
        """Return the raw collection; only the kernel may call its methods, and only for what has no method here."""
        return self._database[name]

    async def find(
        self,
        collection: str,
        where: Mapping[str, Any],
        *,
        keys: abc.Collection[str] | None = None,
        sort: Mapping[str, int] | None = None,
        at_most: int = 0,
        session: Session | None = None,
    ) -> list[Row]:
        """Return the rows that match, with these keys (None: all), in this order; `at_most` 0 is all of them."""
        words = commands.find(collection, where, keys=keys, sort=sort, at_most=at_most)
        reply = await self._read(words, session)
        if not reply["id"]:
            return list(reply["firstBatch"])
        # Not all of them fit into one answer: the driver's cursor knows how to go on.
        await self._send(commands.kill_cursor(collection, reply["id"]), session)
        cursor = self._cursor(collection, where, keys, sort, at_most, session)
        return await self._all_of(cursor)

    async def count(self, collection: str, where: Mapping[str, Any], *, at_most: int) -> int:
        """Return how many rows match, counted up to a bound."""
        found = (await self._read(commands.count(collection, where, at_most=at_most), None))["firstBatch"]
        return int(found[0]["count"]) if found else 0

    async def aggregate(
        self, collection: str, stages: Sequence[Mapping[str, Any]], *, session: Session | None = None
    ) -> list[Row]:
        """Return what an aggregation gives."""
        reply = await self._read(commands.aggregate(collection, stages), session)
        if not reply["id"]:
            return list(reply["firstBatch"])
        await self._send(commands.kill_cursor(collection, reply["id"]), session)
        raw = self._database[collection]
        return await self._all_of(await self.timed(raw.aggregate(stages, session=session)))

    def stream(
        self,
        collection: str,
        where: Mapping[str, Any],
        *,
        keys: abc.Collection[str] | None = None,
        sort: Mapping[str, int] | None = None,
        batch: int = 500,
    ) -> AbstractAsyncContextManager[AsyncIterator[Row]]:
        """Give the rows that match one by one, of which `batch` are in memory at a time, while an `async with` runs.

        What changes meanwhile may be seen or not. Left early, or cancelled, the server is told to let go of the rest.
        """
        cursor = self._cursor(collection, where, keys, sort, 0, None).batch_size(batch)
        return rows_of(cursor, self._endings, self.timed, batch=batch)

    def watch(
        self,
        collection: str,
        *,
        stages: Sequence[Mapping[str, Any]] = (),
        after: Token | None = None,
        wait_ms: int = 1_000,
    ) -> AbstractAsyncContextManager[Feed]:
        """Give the changes of a collection as they come, while an `async with` runs: from now on, or after a token.

        `stages` narrow them. It holds one connection and no thread; the server answers every `wait_ms` that nothing
        changed. Raises: TokenLost where the server cannot go on after the token, at the start or later.
        """
        raw = self._database[collection]
        return changes_of(raw, self._endings, stages=stages, after=after, wait_ms=wait_ms)

    @property
    def maintenance(self) -> Maintenance:
        """What the installation notes about its own upkeep."""
        return Maintenance(self._database[MAINTENANCE])

    def snapshot(self) -> AbstractAsyncContextManager[Snapshot]:
        """Give everything that is stored, as of now, while an `async with` runs."""
        return snapshot_of(self._client, self._database)

    async def put_rows(self, collection: str, rows: Sequence[RawBSONDocument]) -> None:
        """Store rows as they are, outside of any transaction: of a backup, into a database that nobody uses yet."""
        await put_rows(self._database, collection, rows)

    def bucket(self, name: str) -> Bucket:
        """Return the large files of one kind."""
        return Bucket(self._database, name, self._endings, self.timed)

    async def insert(self, collection: str, rows: Sequence[Row], *, session: Session) -> None:
        """Store new rows, inside a transaction. Raises: DuplicateKeyError where a unique key is taken."""
        commands.matched(await self._send(commands.insert(collection, rows), session))

    async def write_together(self, writes: Sequence[Write], *, session: Session) -> int:
        """Do writes of several collections in their order, inside a transaction that has read before, and say how many rows
        those that change one met or made. Raises: DuplicateKeyError where a unique key is taken."""
        met = 0
        for words in commands.together(self.database_name, writes, self._database.codec_options):
            met += commands.met(await self._send(words, session))
        return met

    async def update(
        self,
        collection: str,
        where: Mapping[str, Any],
        change: Mapping[str, Any],
        *,
        session: Session,
        upsert: bool = False,
        many: bool = False,
    ) -> int:
        """Change or replace one row, or change `many`, inside a transaction, and say how many matched."""
        words = commands.update(collection, where, change, upsert=upsert, many=many)
        return commands.matched(await self._send(words, session))

    async def timed(self, waiting: Awaitable[T]) -> T:
        """Return what is waited for, its time told."""
        began = self._timer.began()
        try:
            return await waiting
        finally:
            self._timer.ended(began)

    async def raised(
        self, collection: str, row_id: str, key: str, *, by: int = 1, session: Session | None
    ) -> int | None:
        """Return what a key of a row holds after it was raised; the row is made where there is none. None where the store
        does not tell. Outside a transaction it may be raised twice."""
        reply = await self._again(commands.raising(collection, row_id, key, by), session)
        return int(reply["value"][key]) if reply["value"] else None

    def _cursor(
        self,
        collection: str,
        where: Mapping[str, Any],
        keys: abc.Collection[str] | None,
        sort: Mapping[str, int] | None,
        at_most: int,
        session: Session | None,
    ) -> AsyncCursor[Row]:
        return self.collection(collection).find(
            where,
            dict.fromkeys(keys, 1) if keys is not None else None,
            sort=list(sort.items()) if sort is not None else None,
            limit=at_most,
            session=session,
        )

    async def _all_of(self, cursor: Cursor) -> list[Row]:
        async with rows_of(cursor, self._endings, self.timed, batch=commands.LARGEST_BATCH) as rows:
            return [row async for row in rows]

    async def _read(self, words: Words, session: Session | None) -> Any:
        return (await self._again(words, session))["cursor"]

    async def _again(self, words: Words, session: Session | None) -> Any:
        """The reply; where the way to the server broke it is asked once more, as the driver's own reads are. In a
        transaction the whole transaction is what runs again."""
        try:
            return await self._send(words, session)
        except (ServerSelectionTimeoutError, WaitQueueTimeoutError, NetworkTimeout):
            raise
        except ConnectionFailure:
            if session is not None:
                raise
        return await self._send(words, session)

    async def _send(self, words: Words, session: Session | None) -> Any:
        database = self._administration if commands.SEVERAL in words else self._database
        began = self._timer.began()
        try:
            # The driver writes into what it sends.
            return await database.command(dict(words), session=session)
        finally:
            self._timer.ended(began)

    async def end_sessions(self, session_ids: Sequence[Any]) -> None:
        """Have the server end sessions, those of another process too, with the transactions that are open in them."""
        if session_ids:
            await self._client.admin.command({"killSessions": [{"id": one} for one in session_ids]})

    async def collection_names(self) -> list[str]:
        """Return names of all collections that exist."""
        return list(await self._database.list_collection_names())

    async def ping(self) -> None:
        """Ask the server for a sign of life. Raises: PyMongoError when there is none."""
        await self._client.admin.command("ping")

    async def about(self) -> Mapping[str, Any]:
        """Return what the server says of itself; see `server_of`."""
        return await server_of(self._database)

    async def index_names(self, collection: str) -> Mapping[str, Any]:
        """Return the indexes of a collection by name, with their keys and options."""
        return await self._database[collection].index_information()

    async def drop(self) -> None:
        """Remove the whole database; the seed and the tests start over with it."""
        await self._client.drop_database(self._database.name)

    def hold_writes(self, *, held: bool) -> None:
        """Begin no transaction from now on, or begin them again: for who knows that what is written could be lost."""
        self._holds_writes = held

    @property
    def holds_writes(self) -> bool:
        """Whether no transaction is begun."""
        return self._holds_writes

    async def transaction(
        self,
        body: Callable[[Session], Coroutine[Any, Any, T]],
        *,
        attempts: int,
        took_effect: TookEffect | None = None,
        before: Before | None = None,
        line: str | None = None,
    ) -> T:
        """Run `body` inside a transaction; again, at most `attempts` times, when the store reports a passing conflict.

        `body` must be safe to run twice. Whoever lost a conflict waits in `line` before running again. `took_effect` looks,
        outside of the transaction, whether what `body` wrote last is stored: it is asked where a commit ended in an error,
        which may mean that it was done. `before` is given the session before anything is begun in it. Raises what `body`
        raises, after the transaction was aborted; CommitUnknown where a commit failed and nobody could look; WritesHeld.
        """
        if self._holds_writes:
            raise WritesHeld("no transaction is begun while the disk is nearly full")
        self._transactions += 1
        async with AsyncExitStack() as place:
            for attempt in range(1, attempts + 1):
                try:
                    return await self._attempted(body, took_effect, before)
                except BaseException as error:
                    # Away, it is asked once more: after a change of primary that is enough, and nobody waits longer.
                    last = attempts if not is_away(error) else min(attempts, 2)
                    if attempt >= last or not is_passing(error):
                        raise
                if attempt == 1:
                    await place.enter_async_context(self._lines.turn(line))
                self._run_again += 1
                await give_way(attempt)
        raise AssertionError("unreachable: the loop returns or raises")

    async def _attempted(
        self,
        body: Callable[[Session], Coroutine[Any, Any, T]],
        took_effect: TookEffect | None,
        before: Before | None,
    ) -> T:
        session = self._client.start_session()
        try:
            if before is not None:
                await before(session)
            await begin(session)
            result = await body(session)
        except BaseException as error:
            # What was refused is told once its locks are free.
            await self._endings.after(error, abort(session))
            raise
        # Out of time from here on, nobody learns how it ended; it ends all the same, and holds no locks.
        try:
            await self.timed(self._endings.seen_through(commit(session)))
        except PyMongoError as error:
            if took_effect is None or not await seen(took_effect, error):
                raise
        return result

    async def close(self) -> None:
        """Give every connection back."""
        await self._endings.settle(within_seconds=CLOSING_SECONDS)
        with pymongo.timeout(CLOSING_SECONDS):
            await self._client.close()
