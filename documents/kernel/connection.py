"""The driver seam: the only module that knows Motor; moving to PyMongo's own async client is a change to this file."""

import asyncio
import os
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

# Motor reads this once, at import: every operation holds one thread of its pool while it runs.
os.environ.setdefault("MOTOR_MAX_WORKERS", "64")

from beanie import Document, init_beanie
from motor.motor_asyncio import AsyncIOMotorClient, AsyncIOMotorClientSession, AsyncIOMotorCollection
from pymongo.errors import ConnectionFailure, OperationFailure, PyMongoError
from pymongo.monitoring import CommandListener
from pymongo.read_concern import ReadConcern
from pymongo.write_concern import WriteConcern

T = TypeVar("T")
Session = AsyncIOMotorClientSession
Collection = AsyncIOMotorCollection[dict[str, Any]]

OLDEST_VERSION = (6, 0)

INDEX_CONFLICTS = (85, 86)
"""Codes with which a server says that an index stands there under this name with other keys or options."""


class StoreUnsuitable(RuntimeError):
    """The database answers but cannot carry Pult: not a replica set, too old, or not reachable in time."""


@dataclass(frozen=True)
class StoreSettings:
    """Where the database is and how patient to be with it; times in milliseconds, pool in connections."""

    url: str
    database: str = "pult"
    pool_size: int = 64
    server_selection_timeout_ms: int = 5_000
    connect_timeout_ms: int = 5_000
    socket_timeout_ms: int = 30_000
    replace_indexes: bool = False


class Store:
    """One open database: collections by name, transactions, and a clean close."""

    def __init__(self, client: AsyncIOMotorClient[dict[str, Any]], database: str) -> None:
        self._client = client
        self._database = client[database]

    @property
    def database_name(self) -> str:
        """Name of the database inside the server."""
        return self._database.name

    def collection(self, name: str) -> Collection:
        """The raw collection; only the kernel's access, changes, ledger and reference may call its methods."""
        return self._database[name]

    async def collection_names(self) -> list[str]:
        """Names of all collections that exist."""
        return list(await self._database.list_collection_names())

    async def ping(self) -> None:
        """Ask the server for a sign of life. Raises: PyMongoError when there is none."""
        await self._client.admin.command("ping")

    async def drop(self) -> None:
        """Remove the whole database; the seed and the tests start over with it."""
        await self._client.drop_database(self._database.name)

    @asynccontextmanager
    async def session(self) -> AsyncIterator[Session]:
        """A session of the driver, for one transaction."""
        async with await self._client.start_session() as session:
            yield session

    async def transaction(self, body: Callable[[Session], Coroutine[Any, Any, T]], *, attempts: int) -> T:
        """Run `body` inside a transaction; again, at most `attempts` times, when the store reports a passing conflict.

        `body` must be safe to run twice. Raises what `body` raises, after the transaction was aborted.
        """
        async with self.session() as session:
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
                    await _commit(session)
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
        await session.abort_transaction()
    except PyMongoError:
        return


async def _commit(session: Session) -> None:
    # An unknown result is asked for again: committing the same transaction twice is harmless.
    for attempt in range(3):
        try:
            await session.commit_transaction()
        except PyMongoError as error:
            if attempt < 2 and error.has_error_label("UnknownTransactionCommitResult"):
                continue
            raise
        return


async def open_store(
    settings: StoreSettings, records: Sequence[type[Document]], *, listeners: Sequence[CommandListener] = ()
) -> Store:
    """Connect, check that the server can carry transactions, create the indexes of `records`, return the store.

    Raises: StoreUnsuitable, with a sentence that says what is wrong and where.
    """
    client: AsyncIOMotorClient[dict[str, Any]] = AsyncIOMotorClient(
        settings.url,
        maxPoolSize=settings.pool_size,
        serverSelectionTimeoutMS=settings.server_selection_timeout_ms,
        connectTimeoutMS=settings.connect_timeout_ms,
        socketTimeoutMS=settings.socket_timeout_ms,
        event_listeners=list(listeners),
        tz_aware=False,
        appname="pult",
    )
    store = Store(client, settings.database)
    try:
        await _check_server(client)
        await _create_indexes(client[settings.database], records, replace=settings.replace_indexes)
    except BaseException:
        await store.close()
        raise
    return store


async def _create_indexes(database: Any, records: Sequence[type[Document]], *, replace: bool) -> None:
    """Create the declared indexes through Beanie. One of an older release that stands under the same name is dropped
    and made anew where the settings say so; else it is named, since that may take long on a large collection."""
    try:
        await init_beanie(database=database, document_models=list(records))
    except OperationFailure as error:
        if error.code not in INDEX_CONFLICTS:
            raise
        if not replace:
            raise StoreUnsuitable(
                f"An index of an older release is in the way. Start once with REPLACE_INDEXES=true. ({error.details})"
            ) from error
        for record in records:
            await _drop_outdated(database[record.Settings.name], record)
        await init_beanie(database=database, document_models=list(records))


async def _drop_outdated(collection: Any, record: type[Document]) -> None:
    there = await collection.index_information()
    for index in record.Settings.indexes:
        name, keys = index.document["name"], list(index.document["key"].items())
        if name in there and [tuple(key) for key in there[name]["key"]] != keys:
            await collection.drop_index(name)


async def _check_server(client: AsyncIOMotorClient[dict[str, Any]]) -> None:
    try:
        hello: Mapping[str, Any] = await client.admin.command("hello")
        build: Mapping[str, Any] = await client.admin.command("buildInfo")
    except ConnectionFailure as error:
        raise StoreUnsuitable(
            "The database does not answer. Check MONGODB_URL and that the server is running."
        ) from error
    except OperationFailure as error:
        raise StoreUnsuitable(
            "The database refuses the login. Check user, password and authSource in MONGODB_URL."
        ) from error
    words = why_unsuitable(hello, build)
    if words is not None:
        raise StoreUnsuitable(words)


def why_unsuitable(hello: Mapping[str, Any], build: Mapping[str, Any]) -> str | None:
    """What is wrong with a server that answers, by its `hello` and `buildInfo`; None when it will do."""
    if not hello.get("setName"):
        return "The database is not a replica set. Pult needs transactions: start it with --replSet."
    version = tuple(int(part) for part in str(build["version"]).split(".")[:2])
    if version < OLDEST_VERSION:
        return f"The database is version {build['version']}. Pult needs 6.0 or newer."
    return None
