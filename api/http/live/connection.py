"""One WebSocket in `graphql-transport-ws`: who is there, what they follow, and how it ends."""

import asyncio
import contextlib
from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from typing import Any, Protocol

import orjson
import structlog
from pymongo.errors import PyMongoError
from starlette.types import Message, Receive, Scope, Send

from api.http.answers import encode
from api.http.authentication import Authentication, Caller
from api.http.live.closing import (
    EXPIRED_PING,
    FORBIDDEN,
    GONE,
    INIT_TIMEOUT,
    MALFORMED,
    SLOW_READER,
    TOO_MANY_INITS,
    TRY_LATER,
    UNAUTHORIZED,
    CloseReason,
    Closing,
    existing,
)
from api.http.live.following import Following
from api.http.live.outbox import Outbox
from api.http.live.subscribing import Subscribing
from api.http.negotiation import LANGUAGES
from auth.errors import Unauthenticated
from auth.texts.errors import Text
from schema.errors import RequestRefused

MOST_SUBSCRIPTIONS = 20
LONGEST_ID_CHARACTERS = 128
SECONDS_TO_SAY_WHY = 5.0
"""How long a closed connection may take to send what it still has, and why it is closed."""

TOO_MANY = Text(
    f"На одном соединении допускается не более {MOST_SUBSCRIPTIONS} подписок.",
    f"One connection carries at most {MOST_SUBSCRIPTIONS} subscriptions.",
)

log = structlog.get_logger("api.http.live")


class Patience(Protocol):
    """How long the door waits: the settings that say so."""

    @property
    def socket_init_seconds(self) -> float:
        """For the first message, which names the caller."""

    @property
    def token_grace_seconds(self) -> float:
        """For a new token once the old one has expired."""


class LiveConnection:
    """One connection. Messages are read by `serve`, and written by a task beside it."""

    def __init__(
        self,
        scope: Scope,
        receive: Receive,
        send: Send,
        *,
        subscribing: Subscribing,
        authentication: Authentication,
        patience: Patience,
        request_id: str,
        on_known: Callable[["LiveConnection"], None],
    ) -> None:
        """`on_known` is told whenever somebody says who is there."""
        self._on_known = on_known
        self.caller: Caller | None = None
        self.outbox = Outbox()
        self._scope = scope
        self._receive = receive
        self._send = send
        self._subscribing = subscribing
        self._authentication = authentication
        self._patience = patience
        self._request_id = request_id
        self._following: dict[str, Following] = {}
        self._closing: CloseReason | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._has_expired = False
        self._answers: set[asyncio.Task[None]] = set()

    @property
    def session_id(self) -> str | None:
        """The session that the connection stands on; None before anybody is known."""
        return self.caller.session_id if self.caller is not None else None

    @property
    def code(self) -> int:
        """With what it was closed, once it is."""
        return self._closing.code if self._closing is not None else GONE.code

    async def serve(self) -> None:
        """Serve an accepted connection until it ends."""
        writer = asyncio.create_task(self._write())
        try:
            await self._talk()
        except Closing as closing:
            self.close(closing.reason)
        finally:
            if self._timer is not None:
                self._timer.cancel()
            for one in [*self._following.values()]:
                await one.stop()
            for task in self._answers:
                task.cancel()
            self.close(GONE)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(SECONDS_TO_SAY_WHY):
                    await writer

    def close(self, reason: CloseReason) -> None:
        """Close it, once: for the first reason."""
        if self._closing is not None:
            return
        self._closing = reason
        self.outbox.close(drops=reason is SLOW_READER)
        cut = self._scope.get("state", {}).get("pult.cut")
        if reason is SLOW_READER and cut is not None:
            # The writer waits for room that the reader does not make.
            cut(reason.code, reason.words)

    def tell(self, message: Mapping[str, Any]) -> None:
        """Send a message; whoever does not read what is sent is cut off."""
        self.tell_written(encode(message).decode())

    def tell_written(self, text: str) -> None:
        """Send what is written already."""
        self.outbox.put(text)
        if self.outbox.is_full:
            log.warning("slow_reader", request_id=self._request_id)
            self.close(SLOW_READER)

    def end_session(self) -> None:
        """Close it because its session has ended."""
        self.close(UNAUTHORIZED)

    def forget(self, operation_id: str) -> None:
        """Forget an operation that has ended: its id may be used again."""
        self._following.pop(operation_id, None)

    async def _write(self) -> None:
        # The server program says so where nobody is there to send to any more.
        with contextlib.suppress(OSError):
            while (text := await self.outbox.get()) is not None:
                await self._send({"type": "websocket.send", "text": text})
            reason = self._closing
            if reason is not None and reason is not GONE:
                await self._send({"type": "websocket.close", "code": reason.code, "reason": reason.words})

    async def _talk(self) -> None:
        try:
            async with asyncio.timeout(self._patience.socket_init_seconds):
                while self.caller is None:
                    await self._begin(await self._message())
        except TimeoutError:
            raise Closing(INIT_TIMEOUT) from None
        self._on_known(self)
        takes = {
            "ping": self._ping,
            "pong": self._pong,
            "subscribe": self._subscribe,
            "complete": self._complete,
            "connection_init": self._begin_again,
        }
        while True:
            message = await self._message()
            take = takes.get(message["type"])
            if take is None:
                raise Closing(MALFORMED)
            await take(message)

    async def _message(self) -> dict[str, Any]:
        received: Message = await self._receive()
        if received["type"] != "websocket.receive":
            raise Closing(GONE)
        try:
            found = orjson.loads(received.get("text") or "")
        except orjson.JSONDecodeError as error:
            raise Closing(MALFORMED) from error
        if not isinstance(found, dict) or not isinstance(found.get("type"), str):
            raise Closing(MALFORMED)
        if not isinstance(found.get("payload", {}), dict | None):
            raise Closing(MALFORMED)
        return found

    async def _begin(self, message: Mapping[str, Any]) -> None:
        """Take who is there; pings may come before."""
        if message["type"] in {"ping", "pong"}:
            self._answer_ping(message)
            return
        if message["type"] != "connection_init":
            raise Closing(UNAUTHORIZED)
        payload = message.get("payload") or {}
        locale = payload.get("locale")
        self.caller = await self._known(payload.get("token"), locale if locale in LANGUAGES else LANGUAGES[0])
        self.tell({"type": "connection_ack"})

    async def _begin_again(self, _message: Mapping[str, Any]) -> None:
        raise Closing(TOO_MANY_INITS)

    async def _known(self, token: Any, locale: str) -> Caller:
        if not isinstance(token, str) or not token:
            raise Closing(UNAUTHORIZED)
        host = (self._scope.get("client") or ("",))[0]
        try:
            caller = await self._authentication.known(
                [f"Bearer {token}"], locale=locale, request_id=self._request_id, host=host
            )
        except Unauthenticated:
            raise Closing(UNAUTHORIZED) from None
        except (PyMongoError, TimeoutError) as error:
            raise Closing(TRY_LATER) from error
        self._wait_for_end(self._authentication.tokens.read(token, caller.now).expires_at - caller.now)
        return caller

    def _wait_for_end(self, left: timedelta) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._has_expired = False
        loop = asyncio.get_running_loop()
        self._timer = loop.call_later(max(0.0, left.total_seconds()), self._token_ended)

    def _token_ended(self) -> None:
        grace = self._patience.token_grace_seconds
        self._has_expired = True
        self.tell({"type": "ping", "payload": {"reason": EXPIRED_PING, "graceSeconds": int(grace)}})
        self._timer = asyncio.get_running_loop().call_later(grace, self.close, UNAUTHORIZED)

    async def _ping(self, message: Mapping[str, Any]) -> None:
        payload = message.get("payload") or {}
        if "token" not in payload:
            self._answer_ping(message)
            return
        before = self.caller
        assert before is not None, "pings are taken once somebody is known"
        caller = await self._known(payload["token"], before.locale)
        if (caller.account_id, caller.scope) != (before.account_id, before.scope):
            # Whoever somebody else is opens a connection of their own.
            raise Closing(FORBIDDEN)
        self.caller = caller
        self._on_known(self)
        self.tell({"type": "pong", "payload": {"renewed": True}})

    def _answer_ping(self, message: Mapping[str, Any]) -> None:
        """Answer once all that was asked for before is under way: so a client knows from when on it misses nothing."""
        if message["type"] != "ping":
            return
        waiting = [one.placed for one in self._following.values() if not one.placed.is_set()]
        if waiting:
            task = asyncio.create_task(self._answer_later(waiting))
            self._answers.add(task)
            task.add_done_callback(self._answers.discard)
        else:
            self.tell({"type": "pong"})

    async def _answer_later(self, waiting: Iterable[asyncio.Event]) -> None:
        for one in waiting:
            await one.wait()
        self.tell({"type": "pong"})

    async def _pong(self, _message: Mapping[str, Any]) -> None:
        return

    async def _subscribe(self, message: Mapping[str, Any]) -> None:
        name, payload = message.get("id"), message.get("payload")
        if not isinstance(name, str) or not 0 < len(name) <= LONGEST_ID_CHARACTERS or payload is None:
            raise Closing(MALFORMED)
        if name in self._following:
            raise Closing(existing(name))
        assert self.caller is not None, "operations are taken once somebody is known"
        following = Following(name, self, self._subscribing, self.caller)
        if self._has_expired:
            following.refuse(Unauthenticated())
        elif len(self._following) >= MOST_SUBSCRIPTIONS:
            limit = MOST_SUBSCRIPTIONS
            following.refuse(RequestRefused("too_many_subscriptions", TOO_MANY, limit=limit))
        else:
            self._following[name] = following
            following.begin(payload)

    async def _complete(self, message: Mapping[str, Any]) -> None:
        following = self._following.pop(str(message.get("id")), None)
        if following is not None:
            await following.stop()
