"""Request bodies, read up to a limit and within a deadline: the server program has neither for bodies."""

import asyncio

from starlette.requests import ClientDisconnect, Request


class BodyRefused(Exception):
    """A body that is not read to its end; the connection is to be closed after the answer."""

    def __init__(self, status: int) -> None:
        super().__init__(f"status {status}")
        self.status = status


async def read_body(request: Request, *, limit_bytes: int, deadline_seconds: float) -> bytes:
    """This function will read the whole body; empty where there is none.

    Raises: BodyRefused, 413 above the limit, 408 when it does not arrive in time, 400 for an odd length or an end
    before the end.
    """
    announced = request.headers.get("content-length", "0")
    if not announced.isascii() or not announced.isdecimal():
        raise BodyRefused(400)
    if int(announced) > limit_bytes:
        raise BodyRefused(413)
    received = bytearray()
    try:
        async with asyncio.timeout(deadline_seconds):
            async for chunk in request.stream():
                received += chunk
                if len(received) > limit_bytes:
                    raise BodyRefused(413)
    except TimeoutError as error:
        raise BodyRefused(408) from error
    except ClientDisconnect as error:
        raise BodyRefused(400) from error
    return bytes(received)
