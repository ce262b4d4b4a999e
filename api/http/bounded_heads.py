"""The server program's protocol with bounds it does not have: bytes, fields and time of a head, trailers, what is queued.

The parser gathers one field whole before it gives it away, and takes trailers for header fields. So bytes are counted as
they come in, and what comes behind the head of a request is never among its header fields (RFC 9110 §6.5.1).
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from http import HTTPStatus
from typing import Any

import httptools
import structlog
from uvicorn.protocols.http.httptools_impl import RequestResponseCycle

from api.http.answers import RETRY_AFTER_SECONDS
from api.http.bodies import BEGAN_AT, CLIENT_GONE, RECEIVE_BY
from api.http.joined_writes import JoinedWrites
from api.http.raw_answers import new_request_id, raw_answer

LINGER_SECONDS = 1.0
"""How long a refused sender is still listened to, so that the answer reaches it before the connection is torn down."""

MOST_PIPELINED = 32
"""Requests that may wait on one connection for the answers to those before them."""

UPGRADED = b"/graphql"
"""The address at which WebSockets are served."""

FIELD_BYTES = len(": \r\n")

log = structlog.get_logger("api.http")


@dataclass(frozen=True)
class HeadLimits:
    """How large a head may be, and how long it and the rest of a request may take; connections are those at once."""

    head_bytes: int
    fields: int
    seconds: float
    connections: int


class Expected(Enum):
    """What the next bytes belong to."""

    HEAD = "head"
    """From the end of one request to the end of the next one's header fields."""

    REST = "rest"
    """Its content, and what frames that: chunk sizes, trailers."""


class HeadRefused(Exception):
    """A request that is refused before anybody is asked for an answer."""

    def __init__(self, status: int, rule: str) -> None:
        super().__init__(rule)
        self.status = status
        self.rule = rule


class BoundedHeads(JoinedWrites):
    """One connection."""

    def __init__(self, limits: HeadLimits, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self._limits = limits
        self._expected = Expected.HEAD
        self._has_begun = False
        self._read_bytes = 0
        self._uncounted_bytes = 0
        self._deadline: asyncio.TimerHandle | None = None
        self._is_deaf = self._is_offer = False
        self._refused: HeadRefused | None = None
        self._running: RequestResponseCycle | None = None
        self._task: asyncio.Task[None] | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin; the first head is waited for no longer than any other. One connection too many is told so."""
        super().connection_made(transport)
        if len(self.connections) > self._limits.connections:
            self._refuse(HeadRefused(503, "too_many_connections"))
        else:
            self._expect_more()

    def connection_lost(self, exc: Exception | None) -> None:
        """End; nobody goes on working for a client that has left."""
        self._stop_waiting()
        super().connection_lost(exc)
        self.pipeline.clear()
        if self._task is not None and self._running is not None and not self._task.done():
            self._running.scope["state"][CLIENT_GONE] = True
            self._task.cancel()

    def data_received(self, data: bytes) -> None:
        """Read on. Raises nothing: what is no request is answered, and the connection closed."""
        if self._is_deaf:
            return
        self._unset_keepalive_if_required()
        if self._is_idle():
            self._stop_waiting()
        self._read_bytes = len(data)
        self._uncounted_bytes += len(data)
        try:
            self._parse(data)
        except httptools.HttpParserError:
            # What a callback of ours refused comes back as an error of the parser.
            self._refuse(self._refused or HeadRefused(400, "malformed_http"))
            return
        if self._uncounted_bytes > self._limits.head_bytes:
            self._refuse(HeadRefused(431, "head_too_large"))
        elif self._expected is Expected.HEAD and not self._is_idle():
            self._expect_more()

    def on_message_begin(self) -> None:
        """Begin a request."""
        super().on_message_begin()
        self._has_begun = True
        if len(self.pipeline) >= MOST_PIPELINED:
            raise self._kept(HeadRefused(400, "malformed_http"))

    def on_headers_complete(self) -> None:
        """Hand the request on, where its head is one that may be answered."""
        self._check_head()
        is_upgrade = self.parser.should_upgrade()
        if is_upgrade and not self._should_upgrade():
            if self.parser.get_method() == b"CONNECT":
                raise self._kept(HeadRefused(400, "malformed_http"))
            # The parser ends here, with the content unread; `_parse` begins again without the offer.
            self._is_offer = True
            return
        self._expected, self._uncounted_bytes = Expected.REST, 0
        if not self.url.startswith(b"/"):
            self._name_host()
        if self._deadline is not None:
            due_at = self._deadline.when()
            self.scope["state"] |= {RECEIVE_BY: due_at, BEGAN_AT: due_at - self._limits.seconds}
            self._stop_waiting()
        super().on_headers_complete()
        if not is_upgrade:
            # The request has its list. What comes from here on are trailers, which are read and forgotten.
            self.headers = []

    def on_body(self, body: bytes) -> None:
        """Take content; it is counted by whoever reads it."""
        self._uncounted_bytes = 0
        super().on_body(body)

    def on_message_complete(self) -> None:
        """End a request; what comes next is a head."""
        if self._is_offer:
            return
        self._expected, self._has_begun, self._uncounted_bytes = Expected.HEAD, False, 0
        super().on_message_complete()
        self._stop_waiting()
        if not self.pipeline and self._running is not None and self._running.response_complete:
            self._expect_more()

    def on_response_complete(self) -> None:
        """Go on to the next request; what is left of this one has a deadline too, though nobody reads it."""
        super().on_response_complete()
        if self._expected is Expected.REST and not self.transport.is_closing():
            self._expect_more()

    def handle_websocket_upgrade(self) -> None:
        """Hand the connection over; the bounds of heads are not its own any more."""
        super().handle_websocket_upgrade()
        self._stop_waiting()

    def _should_upgrade(self) -> bool:
        # Elsewhere nobody takes the offer.
        is_ours = self.url.partition(b"?")[0] == UPGRADED
        return is_ours and self.parser.get_method() == b"GET" and super()._should_upgrade()

    def _parse(self, data: bytes) -> None:
        while data:
            try:
                self.parser.feed_data(data)
            except httptools.HttpParserUpgrade as offered:
                if self._should_upgrade():
                    self.handle_websocket_upgrade()
                    return
                data = self._head_without_offer() + data[offered.args[0] :]
            else:
                return

    def _head_without_offer(self) -> bytes:
        """The head once more, for a parser of its own: nobody has to take an upgrade that is offered (RFC 9110 §7.8)."""
        version = self.parser.get_http_version().encode()
        lines = [b"%s %s HTTP/%s" % (self.parser.get_method(), self.url, version)]
        lines += [b"%s: %s" % field for field in self.headers if field[0] != b"upgrade"]
        self.parser = httptools.HttpRequestParser(self)
        self.parser.set_dangerous_leniencies(lenient_data_after_close=True)
        self._is_offer = False
        return b"\r\n".join([*lines, b"", b""])

    def _check_head(self) -> None:
        limits = self._limits
        # Bytes before and behind the head may have come with it: only now can they be told apart.
        if self._uncounted_bytes > limits.head_bytes or self._read_bytes > limits.head_bytes:
            size = len(self.url) + sum(len(name) + len(value) + FIELD_BYTES for name, value in self.headers)
            if size > limits.head_bytes:
                raise self._kept(HeadRefused(431, "head_too_large"))
        if len(self.headers) > limits.fields:
            raise self._kept(HeadRefused(431, "too_many_fields"))

    def _name_host(self) -> None:
        """Where the address is told in full, it names the host, whatever the header field says (RFC 9112 §3.2.2)."""
        address = httptools.parse_url(self.url)
        if address.host:
            port = b":%d" % address.port if address.port else b""
            kept = [field for field in self.headers if field[0] != b"host"]
            # The list is the one that the request has already.
            self.headers[:] = [*kept, (b"host", address.host + port)]

    def _kept(self, refused: HeadRefused) -> HeadRefused:
        self._refused = refused
        return refused

    def _is_idle(self) -> bool:
        """Whether nothing of a next request has come yet."""
        return not self._has_begun and self._uncounted_bytes == 0

    def _expect_more(self) -> None:
        if self._deadline is None:
            self._deadline = self.loop.call_later(self._limits.seconds, self._out_of_time)

    def _stop_waiting(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _out_of_time(self) -> None:
        self._deadline = None
        if self._expected is Expected.HEAD and not self._is_idle():
            self._refuse(HeadRefused(408, "late"))
        elif not self.transport.is_closing():
            # Nothing was asked, or it has been answered: there is nothing to say.
            self.transport.close()

    def _refuse(self, refused: HeadRefused) -> None:
        """Answer where nobody else does, and close."""
        self._is_deaf = True
        self._stop_waiting()
        request_id = new_request_id()
        log.warning("connection_refused", request_id=request_id, status=refused.status, rule=refused.rule)
        running = self._running
        if running is None or running.response_complete:
            self._answer(refused, request_id)
        elif running is not self.cycle or self._expected is Expected.HEAD:
            # Those before it keep their answer, which is the last on this connection.
            running.keep_alive = False
            self.pipeline.clear()
        else:
            running.disconnected = True
            running.message_event.set()
            if running.response_started:
                self.transport.close()
            else:
                self._answer(refused, request_id)

    def _answer(self, refused: HeadRefused, request_id: str) -> None:
        retry_after = RETRY_AFTER_SECONDS if refused.status == HTTPStatus.SERVICE_UNAVAILABLE else None
        self.transport.write(
            raw_answer(refused.status, refused.rule, request_id=request_id, retry_after=retry_after)
        )
        if self.transport.can_write_eof():
            self.transport.write_eof()
        self.loop.call_later(LINGER_SECONDS, self.transport.close)

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: Any) -> None:
        # As the server program does it, but the task is known: it ends with its client.
        task = self._task = self.loop.create_task(cycle.run_asgi(app))
        self._running = cycle
        task.add_done_callback(self.tasks.discard)
        self.tasks.add(task)


def bounded_heads(limits: HeadLimits) -> Callable[..., BoundedHeads]:
    """Return what makes the protocol of each connection."""

    def made(*args: Any, **settings: Any) -> BoundedHeads:
        return BoundedHeads(limits, *args, **settings)

    return made
