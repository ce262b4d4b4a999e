"""Large files in the layout of GridFS, written and read a few chunks at a time, so that none is in memory as a whole."""

import asyncio
import contextlib
from collections.abc import AsyncIterable, AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bson import Int64
from gridfs.asynchronous import AsyncGridFSBucket
from gridfs.errors import NoFile
from pymongo.asynchronous.collection import AsyncCollection
from pymongo.asynchronous.database import AsyncDatabase
from pymongo.errors import BulkWriteError, DuplicateKeyError, PyMongoError

from documents.kernel.store.commands import DUPLICATES, Row
from documents.kernel.store.endings import Endings
from documents.kernel.store.streams import CLOSING_SECONDS, Timed, rows_of

CHUNK_BYTES = 255 * 1024

CHUNKS_AT_ONCE = 4
"""What one command carries. The driver's own bucket gathers up to 48 MB of a file before it sends the first chunk."""


class NoSuchFile(Exception):
    """There is no file under this id."""


class FileIsThere(Exception):
    """There is a file under this id already; what is stored is never changed."""


class FileDamaged(Exception):
    """Chunks of the file are missing, or are not what its size says."""


@dataclass(frozen=True, slots=True)
class OpenFile:
    """A file that is being read: what was said of it, and its content in pieces of at most 255 KiB."""

    name: str
    size_bytes: int
    stored_at: datetime
    more: Mapping[str, Any]
    pieces: AsyncIterator[bytes]


class Bucket:
    """Files of one kind, in two collections under one name. Size and digest are the business of whoever stores them."""

    def __init__(self, database: AsyncDatabase[Row], name: str, endings: Endings, timed: Timed) -> None:
        self._files = database[f"{name}.files"]
        self._chunks = database[f"{name}.chunks"]
        self._driver = AsyncGridFSBucket(database, name)
        self._endings = endings
        self._timed = timed

    async def store(
        self,
        file_id: str,
        name: str,
        content: AsyncIterable[bytes],
        *,
        more: Mapping[str, Any] | None = None,
        now: datetime,
    ) -> int:
        """Store a file piece by piece as `content` gives it and return its size in bytes.

        It is there once this returns. Where `content` or the store fails, nothing is left of it.

        Raises: FileIsThere.
        """
        # The server makes it once; asked for again, it answers that it is there.
        await self._chunks.create_index([("files_id", 1), ("n", 1)], unique=True)
        writing = Writing(self._chunks, file_id, self._timed)
        try:
            await writing.take(content)
            row = {
                "_id": file_id,
                "length": Int64(writing.size_bytes),
                "chunkSize": CHUNK_BYTES,
                "uploadDate": now,
                "filename": name,
                "metadata": dict(more or {}),
            }
            await self._timed(self._files.insert_one(row))
        except BaseException as error:
            await self._endings.after(error, writing.forget())
            if _is_taken(error):
                raise FileIsThere(file_id) from error
            raise
        return writing.size_bytes

    @contextlib.asynccontextmanager
    async def open(self, file_id: str, *, start: int = 0, stop: int | None = None) -> AsyncIterator[OpenFile]:
        """Give a file to read while the block runs, or its bytes from `start` up to but not including `stop`.

        Raises: NoSuchFile; while it is read, FileDamaged.
        """
        row = await self._timed(self._files.find_one({"_id": file_id}))
        if row is None:
            raise NoSuchFile(file_id)
        end = row["length"] if stop is None else min(stop, row["length"])
        numbers = {"$gte": start // row["chunkSize"], "$lt": -(-end // row["chunkSize"])}
        where = {"files_id": file_id, **({"n": numbers} if start or stop is not None else {})}
        cursor = self._chunks.find(where, sort=[("n", 1)], batch_size=CHUNKS_AT_ONCE)
        async with rows_of(cursor, self._endings, self._timed, batch=CHUNKS_AT_ONCE) as chunks:
            pieces = _pieces(row, chunks, start, end)
            yield OpenFile(
                row["filename"], row["length"], row["uploadDate"], row.get("metadata") or {}, pieces
            )

    async def delete(self, file_id: str) -> None:
        """Remove a file. Raises: NoSuchFile."""
        try:
            await self._timed(self._driver.delete(file_id))
        except NoFile as error:
            raise NoSuchFile(file_id) from error


class Writing:
    """The chunks of one file on their way to the store."""

    def __init__(self, chunks: AsyncCollection[Row], file_id: str, timed: Timed) -> None:
        self._chunks = chunks
        self._file_id = file_id
        self._timed = timed
        self._held = bytearray()
        self._chunk_ids: list[Any] = []
        self.size_bytes = 0

    async def take(self, content: AsyncIterable[bytes]) -> None:
        """Write all that is given."""
        full = CHUNK_BYTES * CHUNKS_AT_ONCE
        async for piece in content:
            self._held += piece
            while len(self._held) >= full:
                await self._send(full)
        if self._held:
            await self._send(len(self._held))

    async def forget(self) -> None:
        """Remove what was written: by the ids of the chunks, since another file may stand under this one's."""
        with contextlib.suppress(PyMongoError, TimeoutError):
            async with asyncio.timeout(CLOSING_SECONDS):
                await self._chunks.delete_many({"_id": {"$in": self._chunk_ids}})

    async def _send(self, size_bytes: int) -> None:
        sent, already = self._held[:size_bytes], len(self._chunk_ids)
        rows: list[Row] = [
            {"files_id": self._file_id, "n": already + number, "data": bytes(sent[at : at + CHUNK_BYTES])}
            for number, at in enumerate(range(0, size_bytes, CHUNK_BYTES))
        ]
        try:
            await self._timed(self._chunks.insert_many(rows))
        finally:
            # The driver has given each an id, also where it was torn off in the middle.
            self._chunk_ids += [row["_id"] for row in rows if "_id" in row]
        del self._held[:size_bytes]
        self.size_bytes += size_bytes


async def _pieces(file: Row, chunks: AsyncIterator[Row], start: int, end: int) -> AsyncIterator[bytes]:
    """The bytes from `start` up to `end`, of which the chunks that hold them are given."""
    wanted, size_bytes = start // file["chunkSize"], int(file["length"])
    at = wanted * file["chunkSize"]
    async for chunk in chunks:
        piece = bytes(chunk["data"])
        if chunk["n"] != wanted or len(piece) != min(size_bytes - at, file["chunkSize"]):
            raise FileDamaged(f"{file['_id']}: chunk {wanted}")
        yield piece[max(0, start - at) : end - at]
        wanted, at = wanted + 1, at + len(piece)
    if at < end:
        raise FileDamaged(f"{file['_id']}: chunk {wanted}")


def _is_taken(error: BaseException) -> bool:
    if isinstance(error, BulkWriteError):
        return any(one["code"] in DUPLICATES for one in error.details["writeErrors"])
    return isinstance(error, DuplicateKeyError)
