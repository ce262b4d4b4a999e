"""The driver seam, with `store`: how a store is opened. Nothing else knows Motor, which Beanie makes the indexes through."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from beanie import Document, init_beanie
from pymongo import AsyncMongoClient
from pymongo.asynchronous.database import AsyncDatabase
from pymongo.errors import ConnectionFailure, OperationFailure
from pymongo.monitoring import CommandListener

from documents.kernel.store.commands import Row
from documents.kernel.store.database import Client, Collection, Store
from documents.kernel.store.streams import TokenLost
from documents.kernel.store.timers import Timer
from documents.kernel.store.transactions import Session, is_away, is_passing
from documents.kernel.store.wire import WaitingPool, connections

try:
    # Beanie 1 speaks through Motor. Beanie 2, which `make next` tries, comes without it and speaks through our own client.
    from motor.motor_asyncio import AsyncIOMotorClient
except ModuleNotFoundError:
    SPEAKS_THROUGH_MOTOR = False
else:
    SPEAKS_THROUGH_MOTOR = True

__all__ = [
    "Collection",
    "Session",
    "Store",
    "StoreSettings",
    "StoreUnsuitable",
    "Timer",
    "TokenLost",
    "connections",
    "is_away",
    "is_passing",
    "open_store",
    "why_unsuitable",
]

OLDEST_VERSION = (8, 0)

KNOWN: set[type[Document]] = set()
"""What Beanie knows in this process. Nothing is read or written through it, so that it does not matter of which database."""

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
    heartbeat_ms: int = 10_000
    wait_queue_timeout_ms: int | None = None
    replace_indexes: bool = False
    makes_indexes: bool = True

    def prompt(self) -> "StoreSettings":
        """Return the same for a server, whose callers wait: that the store is away is known within some three seconds, and
        told to everybody who waits for it then, or for a connection."""
        return replace(
            self,
            server_selection_timeout_ms=1_000,
            connect_timeout_ms=1_500,
            heartbeat_ms=1_000,
            wait_queue_timeout_ms=3_500,
        )


async def open_store(
    settings: StoreSettings,
    records: Sequence[type[Document]],
    *,
    listeners: Sequence[CommandListener] = (),
    timer: Timer | None = None,
    accepts: Callable[[Store], Awaitable[None]] | None = None,
) -> Store:
    """Connect, check that the server can carry transactions, declare `records` with their indexes, return the store.

    `accepts` looks at what is stored before any index is made, and raises where it is not to be worked on.

    Raises: StoreUnsuitable, with a sentence that says what is wrong and where.
    """
    client: Client = AsyncMongoClient(
        settings.url,
        maxPoolSize=settings.pool_size,
        event_listeners=list(listeners),
        tz_aware=False,
        _pool_class=WaitingPool,
        **_patience(settings),
    )
    store = Store(client, settings.database, timer)
    try:
        build = await _check_server(client)
        if accepts is not None:
            await accepts(store)
        if records:
            await _create_indexes(settings, client, records, build)
    except BaseException:
        await store.close()
        raise
    return store


def _patience(settings: StoreSettings) -> dict[str, Any]:
    return {
        "serverSelectionTimeoutMS": settings.server_selection_timeout_ms,
        "connectTimeoutMS": settings.connect_timeout_ms,
        "socketTimeoutMS": settings.socket_timeout_ms,
        "heartbeatFrequencyMS": settings.heartbeat_ms,
        "waitQueueTimeoutMS": settings.wait_queue_timeout_ms,
        "appname": "pult",
    }


async def _create_indexes(
    settings: StoreSettings, client: Client, records: Sequence[type[Document]], build: Mapping[str, Any]
) -> None:
    """Create the declared indexes through Beanie. One of an older release that stands under the same name is dropped
    and made anew where the settings say so; else it is named, since that may take long on a large collection."""
    try:
        await _declare(settings, client, records, build)
    except OperationFailure as error:
        if error.code not in INDEX_CONFLICTS:
            raise
        if not settings.replace_indexes:
            raise StoreUnsuitable(
                f"An index of an older release is in the way. Start once with REPLACE_INDEXES=true. ({error.details})"
            ) from error
        for record in records:
            await _drop_outdated(client[settings.database][record.Settings.name], record)
        await _declare(settings, client, records, build)


async def _declare(
    settings: StoreSettings, client: Client, records: Sequence[type[Document]], build: Mapping[str, Any]
) -> None:
    """Let Beanie know the documents, which it reads none without, and make their indexes where the settings say so: of
    those that have not all of them, which is none but at the first start of a release."""
    whole = await _whole(client[settings.database], records) if settings.makes_indexes else records
    lacking = [record for record in records if record not in whole]
    whole = [record for record in whole if record not in KNOWN]
    if not whole and not lacking:
        return
    if not SPEAKS_THROUGH_MOTOR:
        await _known_to_beanie(client[settings.database], whole, lacking, build)
        return
    # It is not needed any more once the indexes are there.
    motor: AsyncIOMotorClient[dict[str, Any]] = AsyncIOMotorClient(settings.url, **_patience(settings))
    try:
        await _known_to_beanie(motor[settings.database], whole, lacking, build)
    finally:
        motor.close()


async def _whole(database: AsyncDatabase[Row], records: Sequence[type[Document]]) -> Sequence[type[Document]]:
    """Return the records whose every index stands there exactly as it is declared; who declares none is not asked about."""
    there = set(await database.list_collection_names())

    async def is_whole(record: type[Document]) -> bool:
        name = record.Settings.name
        return not record.Settings.indexes or (name in there and await _has_all(database[name], record))

    return [record for record in records if await is_whole(record)]


async def _has_all(collection: Collection, record: type[Document]) -> bool:
    there = [_plain(row) async for row in await collection.list_indexes()]
    return all(_plain(index.document) in there for index in record.Settings.indexes)


def _plain(index: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return an index with its keys in their order, and without the version in which it is stored."""
    return {**index, "key": list(index["key"].items()), "v": None}


async def _known_to_beanie(
    database: Any,
    whole: Sequence[type[Document]],
    lacking: Sequence[type[Document]],
    build: Mapping[str, Any],
) -> None:
    async def command(*_words: Any, **_more: Any) -> Mapping[str, Any]:
        return build

    # It asks nothing but which version the server is, of which it was told, and that twice for each document.
    database.command = command
    await init_beanie(database=database, document_models=list(whole), skip_indexes=True)
    await init_beanie(database=database, document_models=list(lacking))
    KNOWN.update(whole, lacking)


async def _drop_outdated(collection: Collection, record: type[Document]) -> None:
    there = await collection.index_information()
    for index in record.Settings.indexes:
        name, keys = index.document["name"], list(index.document["key"].items())
        if name in there and [tuple(key) for key in there[name]["key"]] != keys:
            await collection.drop_index(name)


async def _check_server(client: Client) -> Mapping[str, Any]:
    """Refuse a server that cannot carry Pult; what it says of its build. Raises: StoreUnsuitable."""
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
    return build


def why_unsuitable(hello: Mapping[str, Any], build: Mapping[str, Any]) -> str | None:
    """Return what is wrong with a server that answers, by its `hello` and `buildInfo`; None when it will do."""
    if not hello.get("setName"):
        return "The database is not a replica set. Pult needs transactions: start it with --replSet."
    version = tuple(int(part) for part in str(build["version"]).split(".")[:2])
    if version < OLDEST_VERSION:
        return f"The database is version {build['version']}. Pult needs 8.0 or newer."
    return None
