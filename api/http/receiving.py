"""Receiving a file: piece by piece into a file without a name, looked at, scanned, and on into the store.

What is in memory at a time is a few pieces, however large the file; a picture as a whole, one at a time.
"""

import asyncio
import hashlib
import tempfile
from collections.abc import AsyncIterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from starlette.requests import Request

from api.http.bodies import BodyRefused
from auth.errors import Invalid
from documents.files.inspecting import Inspected, inspect
from documents.files.scanning import Scanner
from documents.files.storing import store_content
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
        with ExitStack() as stack:
            sent, made = (stack.enter_context(self._file()) for _ in range(2))
            size_bytes = await _spooled(request, sent, most_megabytes)
            async with self._looking:
                inspected = await asyncio.to_thread(
                    inspect,
                    sent,
                    made,
                    size_bytes=size_bytes,
                    name=name,
                    declared=request.headers.get("content-type"),
                )
            content = made if inspected.is_made_anew else sent
            scan = await self._scanned(content)
            digest = hashlib.sha256()
            stored_bytes = await store_content(self._store, file_id, _pieces(content, digest), now=now)
        return StoredUpload(inspected, stored_bytes, digest.hexdigest(), scan)

    def _file(self) -> BinaryIO:
        # It has no name, so that nothing is left of it however the process ends.
        return tempfile.TemporaryFile(dir=self._spool)

    async def _scanned(self, content: BinaryIO) -> ScanStatus:
        if self._scanner is None:
            return ScanStatus.NOT_SCANNED
        status = await self._scanner(_pieces(content, hashlib.sha256()))
        if status is ScanStatus.INFECTED:
            raise Invalid("infected", path=CONTENT)
        return status


async def _spooled(request: Request, file: BinaryIO, most_megabytes: int) -> int:
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
