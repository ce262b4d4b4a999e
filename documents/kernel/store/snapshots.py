"""Everything that is stored, as of one moment, in the store's own bytes: what a backup is made of, and restored from."""

import contextlib
from collections.abc import AsyncIterator, Sequence
from typing import Any

from bson.codec_options import CodecOptions
from bson.raw_bson import RawBSONDocument
from pymongo import AsyncMongoClient
from pymongo.asynchronous.database import AsyncDatabase
from pymongo.errors import OperationFailure
from pymongo.write_concern import WriteConcern

from documents.kernel.store.commands import Row
from documents.kernel.store.maintenance import MAINTENANCE, Maintenance
from documents.kernel.store.transactions import Session, begin

RAW: CodecOptions[RawBSONDocument] = CodecOptions(document_class=RawBSONDocument)
BATCH = 1_000
AT_ONCE = 100
"""Rows that are stored by one command: the embedded server stalls over many that go into many indexes at once."""

PROBE, TIMES = "probe", "times"
"""The row by which it is seen whether the server keeps a session to one moment."""

SYSTEM = "system."
"""Collections of the server itself begin so."""


class Snapshot:
    """The whole database as of one moment, whatever is written meanwhile."""

    def __init__(self, database: AsyncDatabase[Row], names: Sequence[str], session: Session) -> None:
        self._database = database
        self._session = session
        self.names = names
        """The collections, without that of the upkeep."""

    async def rows(self, collection: str) -> AsyncIterator[RawBSONDocument]:
        """Yield all rows of a collection, in no order."""
        raw: Any = self._database.get_collection(collection, codec_options=RAW)
        async for row in raw.find({}, session=self._session, batch_size=BATCH):
            yield row

    async def is_empty(self) -> bool:
        """Return whether no collection has a row."""
        for name in self.names:
            if await self._database[name].find_one({}, session=self._session) is not None:
                return False
        return True


@contextlib.asynccontextmanager
async def snapshot_of(client: AsyncMongoClient[Row], database: AsyncDatabase[Row]) -> AsyncIterator[Snapshot]:
    """Give the database as of now while the block runs.

    Where the server keeps a session to one moment it is read in such a session, for as long as the server remembers (five
    minutes, unless it is told more: `minSnapshotHistoryWindowInSeconds`). The embedded server does not: there everything is
    read in one transaction.
    """
    there = await database.list_collection_names()
    names = sorted(one for one in there if one != MAINTENANCE and not one.startswith(SYSTEM))
    await Maintenance(database[MAINTENANCE]).raised(PROBE, TIMES)
    async with client.start_session(snapshot=True) as session:
        if await _keeps_to_its_moment(database, session):
            yield Snapshot(database, names, session)
            return
    async with client.start_session() as session:
        await begin(session)
        # The server takes its moment with the first command.
        await database[MAINTENANCE].find_one({"_id": PROBE}, session=session)
        yield Snapshot(database, names, session)


async def _keeps_to_its_moment(database: AsyncDatabase[Row], session: Session) -> bool:
    """Whether what is written after the first read of a session stays out of the second."""
    rows = database[MAINTENANCE]
    try:
        seen = await rows.find_one({"_id": PROBE}, session=session)
        await Maintenance(rows).raised(PROBE, TIMES)
        return bool(seen is not None and seen == await rows.find_one({"_id": PROBE}, session=session))
    except OperationFailure:
        return False


async def put_rows(database: AsyncDatabase[Row], collection: str, rows: Sequence[RawBSONDocument]) -> None:
    """Store rows as they are. Raises: PyMongoError."""
    raw: Any = database.get_collection(
        collection, codec_options=RAW, write_concern=WriteConcern("majority", j=True)
    )
    for begin_at in range(0, len(rows), AT_ONCE):
        await raw.insert_many(rows[begin_at : begin_at + AT_ONCE], ordered=False)
