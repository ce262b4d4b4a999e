"""Speaks to a virus scanner in the protocol of clamd: content goes there as it comes, nothing of it is kept here.

aioclamd sends pieces of one kilobyte, each read in a thread, from a file alone; files come from the store, too.
"""

import asyncio
import struct
from collections.abc import AsyncIterator
from urllib.parse import urlsplit

import structlog

from documents.files.scanning import Scanner
from documents.files.vocabulary import ScanStatus

PORT = 3310
PIECE_BYTES = 256 * 1024
LONGEST_ANSWER = 4_096
CONNECT_SECONDS, SCAN_SECONDS = 3.0, 60.0

log = structlog.get_logger("api.scanning")


def scanner_at(url: str | None) -> Scanner | None:
    """Return the scanner at an address (`tcp://host:port`); None for no address."""
    if url is None:
        return None
    place = urlsplit(url)

    async def scan(content: AsyncIterator[bytes]) -> ScanStatus:
        return await _scan(content, host=str(place.hostname), port=place.port or PORT)

    return scan


async def _scan(content: AsyncIterator[bytes], *, host: str, port: int) -> ScanStatus:
    try:
        async with asyncio.timeout(CONNECT_SECONDS):
            reader, writer = await asyncio.open_connection(host, port)
    except (OSError, TimeoutError) as error:
        log.warning("scanner_away", error=type(error).__name__)
        return ScanStatus.FAILED
    try:
        async with asyncio.timeout(SCAN_SECONDS):
            return _read(await _said(reader, writer, content))
    except (OSError, TimeoutError, asyncio.IncompleteReadError, asyncio.LimitOverrunError) as error:
        log.warning("scan_failed", error=type(error).__name__)
        return ScanStatus.FAILED
    finally:
        writer.close()


async def _said(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, content: AsyncIterator[bytes]
) -> bytes:
    writer.write(b"zINSTREAM\0")
    async for piece in content:
        for start in range(0, len(piece), PIECE_BYTES):
            part = piece[start : start + PIECE_BYTES]
            writer.write(struct.pack("!L", len(part)) + part)
            await writer.drain()
    writer.write(struct.pack("!L", 0))
    await writer.drain()
    return await reader.read(LONGEST_ANSWER)


def _read(answer: bytes) -> ScanStatus:
    """What `stream: OK` and `stream: <name> FOUND` mean; everything else is no word on the file."""
    said = answer.rstrip(b"\0\r\n ")
    if said.endswith(b": OK"):
        return ScanStatus.CLEAN
    return ScanStatus.INFECTED if said.endswith(b" FOUND") else ScanStatus.FAILED
