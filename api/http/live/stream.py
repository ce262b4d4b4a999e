"""One subscription as server-sent events, in the «distinct connections» mode of graphql-sse."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

import structlog
from starlette.types import Receive, Send

from api.http.answers import encode
from api.http.authentication import Caller
from api.http.live.following import shown_refusal
from api.http.live.outbox import Outbox
from api.http.live.subscribing import Subscribing
from auth.errors import Unauthenticated
from schema.engine.prepared import PreparedOperation

KEEP_ALIVE_SECONDS = 12.0
"""How often a line is sent while nothing happens: proxies close what is silent."""

SECONDS_TO_READ = 30.0
"""How long a reader may leave what is on its way unread."""

HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    # Proxies that gather answers would keep it all back.
    (b"x-accel-buffering", b"no"),
]
ALIVE = ":\n\n"
CAUGHT_UP = ": live\n\n"
"""Says that all that was missed has been told."""

COMPLETE = "event: complete\ndata: \n\n"

log = structlog.get_logger("api.http.live")


class EventStream:
    """One answer that goes on. As a subscriber it hears its line, and as a connection it is watched."""

    def __init__(self, caller: Caller, subscribing: Subscribing) -> None:
        self.session_id = caller.session_id
        self._caller = caller
        self._subscribing = subscribing
        self._outbox = Outbox()

    async def serve(
        self,
        receive: Receive,
        send: Send,
        operation: PreparedOperation,
        variables: Mapping[str, Any],
        *,
        left: timedelta,
    ) -> None:
        """Send until it ends, or nobody reads any more; it ends after so long at the latest."""
        timer = asyncio.get_running_loop().call_later(left.total_seconds(), self.end_session)
        beside = [
            asyncio.create_task(self._leaves(receive)),
            asyncio.create_task(self._begin(operation, variables)),
        ]
        try:
            await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
            while (text := await self._next()) is not None:
                async with asyncio.timeout(SECONDS_TO_READ):
                    await send({"type": "http.response.body", "body": text.encode(), "more_body": True})
            await send({"type": "http.response.body", "body": b""})
        except TimeoutError:
            # Nobody reads: the server program closes an answer that is not ended.
            log.warning("slow_reader", request_id=self._caller.request_id)
        finally:
            timer.cancel()
            for task in beside:
                task.cancel()
            await asyncio.gather(*beside, return_exceptions=True)
            self._subscribing.broadcaster.leave(self)
            self._outbox.close(drops=True)

    def push(self, body: bytes) -> None:
        """Send what is told of a change; whoever does not read what is sent is cut off."""
        self._outbox.put(f"event: next\ndata: {body.decode()}\n\n")
        if self._outbox.is_full:
            log.warning("slow_reader", request_id=self._caller.request_id)
            self._outbox.close(drops=True)

    def end(self, error: Exception) -> None:
        """End because the line has ended."""
        if isinstance(error, Unauthenticated):
            self.end_session()
        else:
            self._last(shown_refusal(error, self._caller))

    async def ready(self) -> None:
        """Wait until there is room."""
        await self._outbox.room()

    def end_session(self) -> None:
        """End because whoever asked may not be told any more."""
        self._last(shown_refusal(Unauthenticated(), self._caller))

    def stop(self) -> None:
        """End where the process ends: whoever reads comes again."""
        self._outbox.close()

    async def _begin(self, operation: PreparedOperation, variables: Mapping[str, Any]) -> None:
        try:
            if await self._subscribing.follow(self._caller, operation, variables, self):
                self._outbox.put(CAUGHT_UP)
            else:
                self._complete()
        except Exception as error:  # noqa: BLE001  # whatever it is, it is told, and logged where nobody meant it
            self._last(shown_refusal(error, self._caller))

    def _last(self, errors: Sequence[Mapping[str, Any]]) -> None:
        self._outbox.put(f"event: next\ndata: {encode({'errors': list(errors)}).decode()}\n\n")
        self._complete()

    def _complete(self) -> None:
        self._outbox.put(COMPLETE)
        self._outbox.close()

    async def _next(self) -> str | None:
        try:
            async with asyncio.timeout(KEEP_ALIVE_SECONDS):
                return await self._outbox.get()
        except TimeoutError:
            return ALIVE

    async def _leaves(self, receive: Receive) -> None:
        while (await receive())["type"] != "http.disconnect":
            pass
        self._outbox.close(drops=True)
