"""Request bodies, read up to a limit and within a deadline: the server program has neither for bodies."""

import asyncio
from collections.abc import Mapping
from typing import Any

from starlette.types import Receive

from api.http.received import HeaderFields

RECEIVE_BY = "pult.receive_by"
"""In the state of a request whose head came in several pieces: when, by the loop's clock, the rest must be here."""

BEGAN_AT = "pult.began_at"
"""In the state of such a request: when its first byte came."""

CLIENT_GONE = "pult.client_gone"
"""In the state of a request whose client closed the connection: its task is cancelled, and nobody is to be told."""


class BodyRefused(Exception):
    """A body that is not read to its end; the connection is to be closed after the answer."""

    def __init__(self, status: int) -> None:
        super().__init__(f"status {status}")
        self.status = status


def receive_by(scope: Mapping[str, Any]) -> float | None:
    """Return when a request that comes slowly must be here; None for one whose head came at once."""
    moment: float | None = scope.get("state", {}).get(RECEIVE_BY)
    return moment


def answer_by(scope: Mapping[str, Any], seconds: float) -> float:
    """Return the moment by the loop's clock at which a request must have its answer: so long after it came. What it took
    to arrive slowly is part of that."""
    late = scope.get("state", {}).get(BEGAN_AT)
    began: float = asyncio.get_running_loop().time() if late is None else late
    return began + seconds


async def read_body(
    headers: HeaderFields,
    receive: Receive,
    *,
    limit_bytes: int,
    deadline_seconds: float,
    receive_by: float | None = None,
) -> bytes:
    """Read the whole body; empty where there is none. `receive_by` is the moment by the loop's clock at which a request
    that came slowly is late.

    Raises: BodyRefused, 413 above the limit, 408 when it does not arrive in time, 400 for an odd length or an end
    before the end.
    """
    announced = headers.get("content-length", "0")
    if not announced.isascii() or not announced.isdecimal():
        raise BodyRefused(400)
    if int(announced) > limit_bytes:
        raise BodyRefused(413)
    try:
        soonest = asyncio.get_running_loop().time() + deadline_seconds
        async with asyncio.timeout_at(soonest if receive_by is None else min(soonest, receive_by)):
            return await _whole(receive, limit_bytes)
    except TimeoutError as error:
        raise BodyRefused(408) from error


async def _whole(receive: Receive, limit_bytes: int) -> bytes:
    parts: list[bytes] = []
    length = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise BodyRefused(400)
        part = message.get("body", b"")
        length += len(part)
        if length > limit_bytes:
            raise BodyRefused(413)
        parts.append(part)
        if not message.get("more_body", False):
            return parts[0] if len(parts) == 1 else b"".join(parts)
