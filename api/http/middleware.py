"""What every request passes on its way in and every answer on its way out; plain ASGI, no body is looked at."""

import asyncio
import re
from collections.abc import Collection, Iterable, Sequence

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.clock import monotonic
from api.http.answers import json_answer
from api.http.bodies import CLIENT_GONE
from api.http.failing import failed
from api.http.negotiation import locale_of
from api.http.raw_answers import SECURITY_HEADERS, new_request_id
from api.http.received import Received
from api.http.shown_paths import ShownPaths
from auth.texts.errors import Text
from schema.errors import RequestRefused, top_level_problem

REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
HOST = re.compile(r"(?:\[[0-9A-Fa-f:.]+\]|(?:[A-Za-z0-9._~!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*)(?::\d*)?")
"""What RFC 9112 §3.2 takes for a host: a name or an address in brackets, and perhaps a port."""

REMEMBERED_HOSTS = 64
"""Spellings of our names that were looked at once and are ours."""

MALFORMED_HOST = Text(
    "Запрос должен содержать ровно один правильный заголовок Host.",
    "A request must have exactly one well-formed Host header field.",
)
UNKNOWN_HOST = Text(
    "Под этим именем хоста сервер не отвечает.", "This server does not answer under that host name."
)
QUIET_PATHS = frozenset({"/health/live", "/health/ready"})

GONE = 499
"""How the log calls a request whose client left; no answer has this status."""

TRANSPORT_SECURITY = "max-age=31536000"

RawHeader = tuple[bytes, bytes]

log = structlog.get_logger("api")


class BegunAnswerFailed(Exception):
    """An answer broke off; what broke it is in the log already, and the server program closes the connection."""


class Envelope:
    """Gives each request an id, each answer its security headers, and each failure of ours a masked answer."""

    def __init__(self, app: ASGIApp, *, over_tls: bool, addresses: Collection[str] = ()) -> None:
        self._app = app
        self._paths = ShownPaths(addresses)
        told = dict(SECURITY_HEADERS)
        if over_tls:
            told["Strict-Transport-Security"] = TRANSPORT_SECURITY
        self._headers = [(name.lower().encode(), value.encode()) for name, value in told.items()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and dress the answer."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id = _request_id(scope)
        scope["pult.request_id"] = request_id
        started_at = monotonic()
        status = 0

        async def dressed(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message = {**message, "headers": self._dressed(message.get("headers", ()), request_id)}
            await send(message)

        # Every request has a task of its own: what is bound here ends with it.
        structlog.contextvars.bind_contextvars(request_id=request_id)
        path = scope["path"]
        try:
            await self._app(scope, receive, dressed)
        except asyncio.CancelledError:
            # Whoever stops the process ends its tasks as well, and goes on ending them.
            if not scope.get("state", {}).get(CLIENT_GONE):
                raise
            status = GONE
        except Exception as error:  # noqa: BLE001  # the outermost: whatever it is, it is logged and answered
            answer = failed(
                error, path, self._paths.shown(path), locale=_locale(scope), request_id=request_id
            )
            # An answer that has begun cannot be taken back.
            if status:
                raise BegunAnswerFailed from None
            await answer(scope, receive, dressed)
        if path not in QUIET_PATHS:
            took_ms = round((monotonic() - started_at) * 1_000, 1)
            log.info(
                "request",
                method=scope["method"],
                path=self._paths.shown(path),
                status=status,
                ms=took_ms,
            )

    def _dressed(self, headers: Iterable[RawHeader], request_id: str) -> list[RawHeader]:
        """The headers of an answer with its id and those of ours that it does not set itself."""
        given = list(headers)
        names = {name for name, _ in given}
        given.extend(one for one in self._headers if one[0] not in names)
        given.append((b"x-request-id", request_id.encode()))
        return given


class Hosts:
    """Answers only under the names the installation has: a page elsewhere cannot rebind its name to us.

    At the addresses `anywhere` any name will do: whoever probes a container knows the address it has today.
    """

    def __init__(self, app: ASGIApp, *, allowed: Sequence[str], anywhere: Collection[str] = ()) -> None:
        self._app = app
        self._anywhere = frozenset(anywhere)
        self._allowed = frozenset(host.casefold() for host in allowed)
        self._passed: set[str] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, answer 400 where it names none or several (RFC 9112 §3.2), or 421 where it is not ours."""
        if scope["type"] not in {"http", "websocket"}:
            await self._app(scope, receive, send)
            return
        hosts = _values(scope, b"host")
        if len(hosts) == 1 and hosts[0] in self._passed:
            await self._app(scope, receive, send)
            return
        is_told = len(hosts) == 1 and HOST.fullmatch(hosts[0])
        if is_told and self._is_ours(hosts[0]):
            if len(self._passed) < REMEMBERED_HOSTS:
                self._passed.add(hosts[0])
            await self._app(scope, receive, send)
        elif is_told and scope["path"] in self._anywhere:
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            # Older clients need not say which host they mean; they are not served under a name that they did not say.
            is_malformed = not is_told and (hosts or scope.get("http_version") != "1.0")
            problem = RequestRefused("host", MALFORMED_HOST if is_malformed else UNKNOWN_HOST)
            told = top_level_problem(problem, _locale(scope))
            await json_answer({"errors": [told]}, 400 if is_malformed else 421)(scope, receive, send)

    def _is_ours(self, host: str) -> bool:
        return "*" in self._allowed or _without_port(host) in self._allowed


def _without_port(host: str) -> str:
    name = re.sub(r":\d*$", "", host) if not host.endswith("]") else host
    return name.casefold().rstrip(".")


def _request_id(scope: Scope) -> str:
    # A caller's own id is kept where it is harmless in a log; so a request can be followed from a proxy on.
    offered = _values(scope, b"x-request-id")
    if offered and REQUEST_ID.fullmatch(offered[0]):
        return offered[0]
    return new_request_id()


def _locale(scope: Scope) -> str:
    return locale_of(Received(scope, _nothing))


async def _nothing() -> Message:
    """Nothing is read of a request that is refused by its head."""
    return {"type": "http.disconnect"}


def _values(scope: Scope, wanted: bytes) -> list[str]:
    return [value.decode("latin-1") for name, value in scope["headers"] if name == wanted]
