"""The live doors of a process: WebSocket at `/graphql`, and event streams that the GraphQL endpoint hands over."""

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import structlog
from starlette.types import Receive, Scope, Send

from api.clock import monotonic
from api.http.authentication import Authentication, Caller
from api.http.live.closing import FAILED, WRONG_PROTOCOL
from api.http.live.connection import LiveConnection
from api.http.live.stream import EventStream
from api.http.live.subscribing import Subscribing
from api.http.live.watching import RightsWatch
from api.http.raw_answers import new_request_id
from api.http.received import Received
from api.settings import Settings
from schema.engine.prepared import PreparedOperation

PROTOCOL = "graphql-transport-ws"
LOCAL_ORIGIN = re.compile(r"http://(localhost|127\.0\.0\.1)(:\d+)?")
"""A frontend in development runs on a port of its own."""

log = structlog.get_logger("api.http.live")


class LiveEndpoint:
    """Answers whoever follows something. Streams that run are known here, so that they end with the process."""

    def __init__(
        self,
        subscribing: Subscribing,
        authentication: Authentication,
        watch: RightsWatch,
        settings: Settings,
    ) -> None:
        self._subscribing = subscribing
        self._authentication = authentication
        self._watch = watch
        self._settings = settings
        self._streams: set[EventStream] = set()

    def figures(self) -> Mapping[str, int]:
        """Tell how many connections and subscriptions there are."""
        return {
            "connections": self._watch.connections,
            "subscriptions": self._subscribing.broadcaster.subscribers,
        }

    def stop(self) -> None:
        """End what would go on for ever; WebSockets are closed by the server program."""
        for one in self._streams:
            one.stop()

    async def socket(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one WebSocket."""
        await receive()
        received = Received({**scope, "method": "GET"}, receive)
        if scope["path"] != "/graphql" or not self._is_welcome(received):
            await send({"type": "websocket.close", "code": 1008})
            return
        if PROTOCOL not in scope.get("subprotocols", ()):
            await send({"type": "websocket.accept"})
            await send(
                {"type": "websocket.close", "code": WRONG_PROTOCOL.code, "reason": WRONG_PROTOCOL.words}
            )
            return
        request_id = new_request_id()
        await send({"type": "websocket.accept", "subprotocol": PROTOCOL})
        connection = LiveConnection(
            scope,
            receive,
            send,
            subscribing=self._subscribing,
            authentication=self._authentication,
            patience=self._settings,
            request_id=request_id,
            on_known=self._watch.add,
        )
        began_at = monotonic()
        try:
            await connection.serve()
        except Exception:  # the outermost: whatever it is, it is logged
            log.exception("connection_failed", request_id=request_id)
            connection.close(FAILED)
        finally:
            self._watch.remove(connection)
            seconds = round(monotonic() - began_at, 1)
            log.info("socket", request_id=request_id, code=connection.code, seconds=seconds)

    async def stream(
        self,
        received: Received,
        send: Send,
        *,
        caller: Caller,
        operation: PreparedOperation,
        variables: Mapping[str, Any],
    ) -> None:
        """Send an event stream; its token's time, and the grace after it, bound it."""
        token = received.headers.get("authorization", "").partition(" ")[2].strip()
        left = self._authentication.tokens.read(token, caller.now).expires_at - caller.now
        left += timedelta(seconds=self._settings.token_grace_seconds)
        stream = EventStream(caller, self._subscribing)
        self._streams.add(stream)
        self._watch.add(stream)
        try:
            await stream.serve(received.receive, send, operation, variables, left=left)
        finally:
            self._watch.remove(stream)
            self._streams.discard(stream)

    def _is_welcome(self, received: Received) -> bool:
        """Whether a page may connect: one of ours, or of an origin that the installation names. Programs name none."""
        origins = received.headers.getlist("origin")
        if not origins:
            return True
        if len(origins) > 1:
            return False
        (origin,) = origins
        allowed = self._settings.cors_origins
        if origin in allowed or "*" in allowed:
            return True
        if not self._settings.is_production and LOCAL_ORIGIN.fullmatch(origin):
            return True
        return urlsplit(origin).netloc == received.headers.get("host", "")
