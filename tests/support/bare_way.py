"""The way to a store that knows no change streams: whoever opens one is told by the server that there is no such stage."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

CHUNK = 65_536
ASKED, UNKNOWN = b"$changeStream", b"$changeStreaX"
"""What is asked for, and what arrives: as long, so that the message stays whole."""


@contextlib.asynccontextmanager
async def without_change_streams(server_port: int) -> AsyncIterator[int]:
    """Carry connections to a server of this machine while the block runs; the port at which they begin."""

    async def carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        back, there = await asyncio.open_connection("127.0.0.1", server_port)
        await asyncio.gather(_pour(reader, there), _pour(back, writer), return_exceptions=True)

    listening = await asyncio.start_server(carry, "127.0.0.1", 0)
    async with listening:
        yield int(listening.sockets[0].getsockname()[1])


async def _pour(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while piece := await reader.read(CHUNK):
            writer.write(piece.replace(ASKED, UNKNOWN))
            await writer.drain()
    finally:
        writer.close()
