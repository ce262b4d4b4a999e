"""Bytes on a socket: what a client sends that no library would, and all that comes back until the connection ends."""

import asyncio
import contextlib
import json
import select
import socket
import time
from dataclasses import dataclass
from typing import Any

CHUNK = 65_536


@dataclass(frozen=True)
class RawAnswer:
    """One answer as it came: its status, its header fields in lower case, its body."""

    status: int
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)


def connected(port: int, *, seconds: float = 10) -> socket.socket:
    """A connection to a server of this machine."""
    return socket.create_connection(("127.0.0.1", port), timeout=seconds)


def exchanged(port: int, sent: bytes, *, seconds: float = 10) -> bytes:
    """Send it, and return all that comes until the other side closes."""
    with connected(port, seconds=seconds) as one:
        one.sendall(sent)
        return received(one)


def received(one: socket.socket) -> bytes:
    """All that comes until the other side closes. Raises: TimeoutError where it does not."""
    parts = []
    with contextlib.suppress(ConnectionResetError):
        while part := one.recv(CHUNK):
            parts.append(part)
    return b"".join(parts)


def poured(one: socket.socket, part: bytes, *, most_bytes: int, seconds: float = 30) -> int:
    """Send `part` over and over until the other side closes or so much has left; how many bytes were taken."""
    one.setblocking(False)
    sent, until = 0, time.monotonic() + seconds
    while sent < most_bytes and time.monotonic() < until:
        readable, writable, _ = select.select([one], [one], [], 1)
        if readable:
            break
        if writable:
            try:
                sent += one.send(part)
            except (BrokenPipeError, ConnectionResetError):
                break
    one.settimeout(10)
    return sent


def answers_in(told: bytes) -> list[RawAnswer]:
    """The answers in what came, each with the length it says it has."""
    found = []
    while told:
        head, _, told = told.partition(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        headers = {name.lower(): value for name, value in (line.split(": ", 1) for line in lines)}
        length = int(headers.get("content-length", "0"))
        found.append(RawAnswer(int(first.split()[1]), headers, told[:length]))
        told = told[length:]
    return found


async def asked(port: int, sent: bytes) -> tuple[RawAnswer, float]:
    """The answer to one request on a connection of its own, and the seconds that it took.

    Libraries that pool connections are busy with themselves where hundreds are asked at once.
    """
    began = time.monotonic()
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(sent)
        told = await reader.read()
    finally:
        writer.close()
    (answer,) = answers_in(told)
    return answer, time.monotonic() - began


def posted(path: str, body: bytes, kind: str, **headers: str) -> bytes:
    """A POST that asks to close the connection behind its answer."""
    given = {
        "Host": "localhost",
        "Connection": "close",
        "Content-Type": kind,
        "Content-Length": str(len(body)),
        **headers,
    }
    lines = [f"POST {path} HTTP/1.1", *(f"{name}: {value}" for name, value in given.items()), "", ""]
    return "\r\n".join(lines).encode() + body
