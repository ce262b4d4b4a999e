"""A small HTTP client that sends prepared requests over a number of connections and notes how long each took."""

import asyncio
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import orjson

from tests.bench.servers import Running

PATIENCE_SECONDS = 30


class Failed(RuntimeError):
    """A server answered something else than 200 with data."""


@dataclass(frozen=True)
class Taken:
    """One batch of requests: CPU of the server process and wall per request in ms, and requests a second."""

    cpu_ms: float
    wall_ms: tuple[float, ...]
    per_second: float


def joined(parts: Sequence[Taken]) -> Taken:
    """Several batches as one."""
    walls = tuple(wall for one in parts for wall in one.wall_ms)
    cpu_ms = sum(one.cpu_ms * len(one.wall_ms) for one in parts)
    seconds = sum(len(one.wall_ms) / one.per_second for one in parts)
    return Taken(cpu_ms / len(walls), walls, len(walls) / seconds)


def request(path: str, token: str, body: Mapping[str, object]) -> bytes:
    """One request, ready to be sent."""
    content = orjson.dumps(body)
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {token}\r\nAccept: application/json\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(content)}\r\n\r\n"
    )
    return head.encode() + content


class Connection:
    """One connection that is kept alive."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer

    async def ask(self, wanted: bytes) -> bytes:
        """Send a request and return the body. Raises: Failed."""
        self._writer.write(wanted)
        head = (await self._reader.readuntil(b"\r\n\r\n")).lower()
        length = int(head.partition(b"content-length:")[2].split(b"\r\n", 1)[0])
        body = await self._reader.readexactly(length)
        if not head.startswith(b"http/1.1 200 ") or body.startswith(b'{"errors"'):
            raise Failed(f"{head.splitlines()[0].decode()}: {body[:600].decode()}")
        return body

    def close(self) -> None:
        """Hang up."""
        self._writer.close()


async def connect(port: int) -> Connection:
    """Open a connection."""
    return Connection(*await asyncio.open_connection("127.0.0.1", port, limit=1 << 22))


async def ask_once(server: Running, wanted: bytes) -> bytes:
    """One request over a connection of its own."""
    connection = await connect(server.port)
    try:
        return await connection.ask(wanted)
    finally:
        connection.close()


async def take(server: Running, requests: Sequence[bytes], *, connections: int) -> Taken:
    """Send the requests, each connection taking the next as soon as it has its answer."""
    opened = [await connect(server.port) for _ in range(connections)]
    waiting, walls = iter(requests), []

    async def work(connection: Connection) -> None:
        for wanted in waiting:
            asked_at = time.perf_counter()
            async with asyncio.timeout(PATIENCE_SECONDS):
                await connection.ask(wanted)
            walls.append((time.perf_counter() - asked_at) * 1_000)

    before, began = server.cpu_seconds(), time.perf_counter()
    await asyncio.gather(*(work(one) for one in opened))
    elapsed, spent = time.perf_counter() - began, server.cpu_seconds() - before
    for one in opened:
        one.close()
    return Taken(spent * 1_000 / len(requests), tuple(walls), len(requests) / elapsed)
