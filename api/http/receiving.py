"""Receiving a file: piece by piece into a file without a name, looked at, scanned, and on into the store.

What is in memory at a time is a few pieces, however large the file; a picture as a whole, one at a time.
"""

import asyncio
import hashlib
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from starlette.requests import Request

from api.http.bodies import BodyRefused
from api.process import new_id
from auth.errors import Invalid, NotFound
from documents.files.inspecting import Inspected, inspect
from documents.files.naming import NAME_LIMIT
from documents.files.scanning import Scanner
from documents.files.storing import begin_upload, end_upload, give_up, store_content
from documents.files.vocabulary import ScanStatus
from documents.kernel.store.connection import Store

CONTENT = ("content",)
PIECE_BYTES = 1024 * 1024
MEGABYTE = 1024 * 1024
LOOKED_AT_ONCE = 1
"""Files of a process that are looked at at a time: unpacking and pictures take CPU, and pictures memory."""


@dataclass(frozen=True)
class StoredUpload:
    """What was received and is stored now."""

    inspected: Inspected
    size_bytes: int
    sha256: str
    scan: ScanStatus


class Receiver:
    """Receives the files of one process. `spool` is where they lie meanwhile, under no name."""

    def __init__(self, store: Store, spool: Path | None, scanner: Scanner | None) -> None:
        self._store = store
        self._spool = spool
        self._scanner = scanner
        self._looking = asyncio.Semaphore(LOOKED_AT_ONCE)

    async def receive(
        self, request: Request, file_id: str, *, name: str, most_megabytes: int, now: datetime
    ) -> StoredUpload:
        """Take a whole upload and store its content under an id.

        Raises: INVALID for what is not taken (`file_too_large`, `infected`, and what `inspect` says); BodyRefused where the
        sender leaves before the end.
        """
        with self.file() as sent:
            size_bytes = await spooled(request, sent, most_megabytes)
            declared = request.headers.get("content-type")
            return await self.keep(
                sent, file_id, size_bytes=size_bytes, name=name, declared=declared, now=now
            )

    async def keep(
        self,
        sent: BinaryIO,
        file_id: str,
        *,
        size_bytes: int,
        name: str,
        declared: str | None,
        now: datetime,
    ) -> StoredUpload:
        """Look at a whole file that was sent, and store its content under an id. Raises: as `receive`, for what it is."""
        with self.file() as made:
            async with self._looking:
                inspected = await asyncio.to_thread(
                    inspect, sent, made, size_bytes=size_bytes, name=name, declared=declared
                )
            content = made if inspected.is_made_anew else sent
            scan = await self._scanned(content)
            digest = hashlib.sha256()
            stored_bytes = await store_content(self._store, file_id, _pieces(content, digest), now=now)
        return StoredUpload(inspected, stored_bytes, digest.hexdigest(), scan)

    async def uploaded(
        self,
        receive: Callable[[str], Awaitable[StoredUpload]],
        *,
        account_id: str,
        most_waiting: int,
        name: str,
        now: datetime,
    ) -> Mapping[str, Any]:
        """Note that a file comes, have `receive` store it under a new id, and return its row: it waits to be attached.

        Raises: LIMIT_REACHED; what `receive` raises, and nothing is left of the file then; NOT_FOUND where it took so long
        that it was given up.
        """
        file_id = new_id()
        await begin_upload(
            self._store,
            file_id,
            account_id=account_id,
            most_waiting=most_waiting,
            name=name[:NAME_LIMIT],
            now=now,
        )
        try:
            received = await receive(file_id)
        except BaseException:
            await give_up(self._store, file_id)
            raise
        row = await end_upload(
            self._store,
            file_id,
            name=received.inspected.name,
            size_bytes=received.size_bytes,
            mime=received.inspected.kind.mime,
            sha256=received.sha256,
            scan=received.scan,
            now=now,
        )
        if row is None:
            raise NotFound
        return row

    def file(self) -> BinaryIO:
        """Return a file for what is being received, which is gone with it."""
        # It has no name, so that nothing is left of it however the process ends.
        return tempfile.TemporaryFile(dir=self._spool)

    async def _scanned(self, content: BinaryIO) -> ScanStatus:
        if self._scanner is None:
            return ScanStatus.NOT_SCANNED
        status = await self._scanner(_pieces(content, hashlib.sha256()))
        if status is ScanStatus.INFECTED:
            raise Invalid("infected", path=CONTENT)
        return status


async def spooled(request: Request, file: BinaryIO, most_megabytes: int) -> int:
    """Write the body into a file and return its size in bytes. Raises: INVALID (`file_too_large`), BodyRefused."""
    size_bytes, held = 0, bytearray()
    async for piece in _body(request):
        size_bytes += len(piece)
        if size_bytes > most_megabytes * MEGABYTE:
            raise Invalid("file_too_large", path=CONTENT, limit=most_megabytes)
        held += piece
        if len(held) >= PIECE_BYTES:
            await asyncio.to_thread(file.write, bytes(held))
            held.clear()
    await asyncio.to_thread(file.write, bytes(held))
    return size_bytes


async def _body(request: Request) -> AsyncIterator[bytes]:
    """The body as it comes. Raises: BodyRefused where the sender leaves before its end."""
    goes_on = True
    while goes_on:
        message = await request.receive()
        if message["type"] == "http.disconnect":
            raise BodyRefused(400)
        goes_on = message.get("more_body", False)
        yield message.get("body", b"")


async def _pieces(file: BinaryIO, digest: "hashlib._Hash") -> AsyncIterator[bytes]:
    file.seek(0)
    while piece := await asyncio.to_thread(_read, file, digest):
        yield piece


def _read(file: BinaryIO, digest: "hashlib._Hash") -> bytes:
    piece = file.read(PIECE_BYTES)
    digest.update(piece)
    return piece
