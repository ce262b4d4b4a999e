"""One open database as the kernel uses it: commands in the server's own words, and transactions of several of them."""

import asyncio
from collections import abc
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from typing import Any, Protocol, TypeVar

from motor.motor_asyncio import AsyncIOMotorClient, AsyncIOMotorCollection
from pymongo.client_session import ClientSession
from pymongo.errors import ConnectionFailure, PyMongoError, ServerSelectionTimeoutError
from pymongo.read_concern import ReadConcern
from pymongo.write_concern import WriteConcern

from documents.kernel.store import commands
from documents.kernel.store.commands import Row, Words
from documents.kernel.store.workers import WORKERS

T = TypeVar("T")
Session = ClientSession
Client = AsyncIOMotorClient[dict[str, Any]]
Collection = AsyncIOMotorCollection[dict[str, Any]]


class Timer(Protocol):
    """Is told how long commands were waited for, whatever for; by the task that waits."""

    def began(self) -> float:
        """A command is about to be sent: the moment, for `ended`."""

    def ended(self, began: float) -> None:
        """It was answered, or failed."""


class Untimed:
    """Nobody wants to know."""

    def began(self) -> float:
        """Nothing."""
        return 0.0

    def ended(self, began: float) -> None:
        """Nothing."""


class Store:
    """One open database: commands, collections by name, transactions, and a clean close."""

    def __init__(self, client: Client, database: str, timer: Timer | None = None) -> None:
        self._client = client
        self._database = client[database]
        # What the asynchronous driver itself calls in its threads; ours cost less (see workers).
        self._blocking = client.delegate[database]
        self._timer = timer or Untimed()

    @property
    def database_name(self) -> str:
        """Name of the database inside the server."""
        return str(self._database.name)

    def collection(self, name: str) -> Collection:
        """The raw collection; only the kernel may call its methods, and only for what has no method here."""
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
        """The rows that match, with these keys (None: all), in this order; `at_most` 0 is all of them."""
        words = commands.find(collection, where, keys=keys, sort=sort, at_most=at_most)
        reply = await self._read(words, session)
        if not reply["id"]:
            return list(reply["firstBatch"])
        # Not all of them fit into one answer: the driver's cursor knows how to go on.
        await self._send(commands.kill_cursor(collection, reply["id"]), session)
        cursor = self._database[collection].find(
            where, dict.fromkeys(keys, 1) if keys is not None else None, session=session
        )
        if sort is not None:
            cursor = cursor.sort(list(sort.items()))
        return list(await self.timed(cursor.limit(at_most).to_list(length=None)))

    async def count(self, collection: str, where: Mapping[str, Any], *, at_most: int) -> int:
        """How many rows match, counted up to a bound."""
        found = (await self._read(commands.count(collection, where, at_most=at_most), None))["firstBatch"]
        return int(found[0]["count"]) if found else 0

    async def aggregate(self, collection: str, stages: Sequence[Mapping[str, Any]]) -> list[Row]:
        """What an aggregation gives."""
        reply = await self._read(commands.aggregate(collection, stages), None)
        if not reply["id"]:
            return list(reply["firstBatch"])
        await self._send(commands.kill_cursor(collection, reply["id"]), None)
        return list(await self.timed(self._database[collection].aggregate(stages).to_list(length=None)))

    async def insert(self, collection: str, rows: Sequence[Row], *, session: Session) -> None:
        """Store new rows, inside a transaction. Raises: DuplicateKeyError where a unique key is taken."""
        commands.matched(await self._send(commands.insert(collection, rows), session))

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
        """What is waited for, its time told."""
        began = self._timer.began()
        try:
            return await waiting
        finally:
            self._timer.ended(began)

    async def raised(self, collection: str, row_id: str, key: str, *, session: Session | None) -> int | None:
        """What a key of a row holds after it was raised by one; the row is made where there is none. None where the
        store does not tell. Outside a transaction it may be raised twice."""
        reply = await self._again(commands.raising(collection, row_id, key), session)
        return int(reply["value"][key]) if reply["value"] else None

    async def _read(self, words: Words, session: Session | None) -> Any:
        return (await self._again(words, session))["cursor"]

    async def _again(self, words: Words, session: Session | None) -> Any:
        """The reply; where the way to the server broke it is asked once more, as the driver's own reads are. In a
        transaction the whole transaction is what runs again."""
        try:
            return await self._send(words, session)
        except ServerSelectionTimeoutError:
            raise
        except ConnectionFailure:
            if session is not None:
                raise
        return await self._send(words, session)

    async def _send(self, words: Words, session: Session | None) -> Any:
        began = self._timer.began()
        try:
            # The driver writes into what it sends.
            return await WORKERS.run(self._command, dict(words), session)
        finally:
            self._timer.ended(began)

    def _command(self, words: Words, session: Session | None) -> Any:
        return self._blocking.command(words, session=session)

    async def collection_names(self) -> list[str]:
        """Names of all collections that exist."""
        return list(await self._database.list_collection_names())

    async def ping(self) -> None:
        """Ask the server for a sign of life. Raises: PyMongoError when there is none."""
        await self._client.admin.command("ping")

    async def drop(self) -> None:
        """Remove the whole database; the seed and the tests start over with it."""
        await self._client.drop_database(self._database.name)

    async def transaction(self, body: Callable[[Session], Coroutine[Any, Any, T]], *, attempts: int) -> T:
        """Run `body` inside a transaction; again, at most `attempts` times, when the store reports a passing conflict.

        `body` must be safe to run twice. Raises what `body` raises, after the transaction was aborted.
        """
        # Beginning and ending a session sends nothing: its transactions are over by then.
        with self._client.delegate.start_session() as session:
            for attempt in range(1, attempts + 1):
                session.start_transaction(
                    read_concern=ReadConcern("snapshot"),
                    write_concern=WriteConcern("majority", wtimeout=10_000),
                )
                try:
                    result = await body(session)
                except BaseException as error:
                    await _abort(session)
                    if attempt < attempts and is_passing(error):
                        await _give_way(attempt)
                        continue
                    raise
                try:
                    await self.timed(_commit(session))
                except PyMongoError as error:
                    if attempt < attempts and is_passing(error):
                        await _give_way(attempt)
                        continue
                    raise
                return result
        raise AssertionError("unreachable: the loop returns or raises")

    async def close(self) -> None:
        """Give every connection back."""
        self._client.close()


def is_passing(error: BaseException) -> bool:
    """Whether the store asks to run the same transaction again (a write conflict, a change of primary)."""
    return isinstance(error, PyMongoError) and error.has_error_label("TransientTransactionError")


def is_away(error: BaseException) -> bool:
    """Whether the store was not there to ask: it restarts, or the way to it is cut. It may be there in a moment."""
    return isinstance(error, ConnectionFailure)


async def _give_way(attempt: int) -> None:
    # The winner of a conflict needs a few milliseconds to commit; trying again at once only loses again.
    await asyncio.sleep(0.002 * attempt)


async def _abort(session: Session) -> None:
    # The server may already have aborted it; the original error is the one worth telling.
    try:
        await WORKERS.run(session.abort_transaction)
    except PyMongoError:
        return


async def _commit(session: Session) -> None:
    # An unknown result is asked for again: committing the same transaction twice is harmless.
    for attempt in range(3):
        try:
            await WORKERS.run(session.commit_transaction)
        except PyMongoError as error:
            if attempt < 2 and error.has_error_label("UnknownTransactionCommitResult"):
                continue
            raise
        return
