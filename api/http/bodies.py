"""Request bodies, read up to a limit and within a deadline: the server program has neither for bodies."""

import asyncio

from starlette.types import Receive

from api.http.received import HeaderFields


class BodyRefused(Exception):
    """A body that is not read to its end; the connection is to be closed after the answer."""

    def __init__(self, status: int) -> None:
        super().__init__(f"status {status}")
        self.status = status


async def read_body(
    headers: HeaderFields, receive: Receive, *, limit_bytes: int, deadline_seconds: float
) -> bytes:
    """Read the whole body; empty where there is none.

    Raises: BodyRefused, 413 above the limit, 408 when it does not arrive in time, 400 for an odd length or an end
    before the end.
    """
    announced = headers.get("content-length", "0")
    if not announced.isascii() or not announced.isdecimal():
        raise BodyRefused(400)
    if int(announced) > limit_bytes:
        raise BodyRefused(413)
    try:
        async with asyncio.timeout(deadline_seconds):
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
