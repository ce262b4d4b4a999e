"""A client of the application in the same process: requests go through every layer of the doors, not over a socket."""

import asyncio
from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass, field
from typing import Any

import orjson
from starlette.types import ASGIApp

from api.http.live.stream import CAUGHT_UP

LOCAL = ("127.0.0.1", 0)


@dataclass(frozen=True)
class Reply:
    """What a door answered: the status, its headers, and the body as text."""

    status: int
    headers: Mapping[str, str]
    text: str
    json: Any = None

    @property
    def data(self) -> Mapping[str, Any]:
        """The data of a GraphQL answer; empty where there is none."""
        return (self.json.get("data") or {}) if isinstance(self.json, dict) else {}

    @property
    def errors(self) -> list[dict[str, Any]]:
        """The top-level errors of a GraphQL answer."""
        return list(self.json.get("errors") or ()) if isinstance(self.json, dict) else []

    @property
    def codes(self) -> list[str]:
        """The codes of those errors."""
        return [str(one.get("extensions", {}).get("code")) for one in self.errors]


@dataclass
class _Exchange:
    body: bytes
    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    chunks: list[bytes] = field(default_factory=list)

    async def receive(self) -> dict[str, Any]:
        return {"type": "http.request", "body": self.body, "more_body": False}

    async def send(self, message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.headers = {name.decode().lower(): value.decode() for name, value in message["headers"]}
        elif message["type"] == "http.response.body":
            self.chunks.append(message.get("body", b""))


@dataclass
class _Listening(_Exchange):
    """An exchange whose answer goes on: the client leaves once it is told that all that was missed has been told."""

    leaves: asyncio.Event = field(default_factory=asyncio.Event)
    has_asked: bool = False

    async def receive(self) -> dict[str, Any]:
        if not self.has_asked:
            self.has_asked = True
            return await super().receive()
        await self.leaves.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: MutableMapping[str, Any]) -> None:
        await super().send(message)
        if self.chunks and self.chunks[-1] == CAUGHT_UP.encode():
            self.leaves.set()


@dataclass(frozen=True)
class AsgiClient:
    """Sends requests to one application under one host name."""

    app: ASGIApp
    host: str

    async def send(
        self, method: str, path: str, *, headers: Mapping[str, str] | None = None, body: bytes = b""
    ) -> Reply:
        """Send one request and read the whole answer."""
        exchange = _Exchange(body)
        await self._sent(exchange, method, path, headers or {})
        return _reply(exchange)

    async def _sent(self, exchange: _Exchange, method: str, path: str, headers: Mapping[str, str]) -> None:
        path, _, query = path.partition("?")
        given = {"host": self.host, "content-length": str(len(exchange.body)), **headers}
        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": path,
            "raw_path": path.encode(),
            "query_string": query.encode(),
            "root_path": "",
            "headers": [(name.lower().encode(), value.encode()) for name, value in given.items()],
            "client": LOCAL,
            "server": (self.host, 80),
            "state": {},
        }
        await self.app(scope, exchange.receive, exchange.send)

    async def ask(
        self, token: str | None, document: str, variables: Mapping[str, Any] | None = None
    ) -> Reply:
        """Ask GraphQL by POST, as the bearer of a token or as nobody."""
        body = orjson.dumps({"query": document, "variables": variables or {}})
        return await self.send("POST", "/graphql", headers=_headers(token, "application/json"), body=body)

    async def listen(self, token: str | None, document: str, variables: Mapping[str, Any]) -> list[Reply]:
        """Ask for an event stream, as `ask` asks, and read it until it has caught up: each event as a reply of its own, and
        a refusal as the only one."""
        exchange = _Listening(orjson.dumps({"query": document, "variables": variables}))
        await self._sent(exchange, "POST", "/graphql", _headers(token, "text/event-stream"))
        whole = _reply(exchange)
        if whole.headers.get("content-type", "").partition(";")[0] != "text/event-stream":
            return [whole]
        told = [
            one.partition("data: ")[2] for one in whole.text.split("\n\n") if one.startswith("event: next")
        ]
        return [Reply(whole.status, whole.headers, one, orjson.loads(one)) for one in told]


def _headers(token: str | None, accept: str) -> dict[str, str]:
    headers = {"content-type": "application/json", "accept": accept}
    return headers if token is None else {**headers, "authorization": f"Bearer {token}"}


def _reply(exchange: _Exchange) -> Reply:
    raw = b"".join(exchange.chunks)
    text = raw.decode("utf-8", "replace")
    is_json = "json" in exchange.headers.get("content-type", "")
    return Reply(exchange.status, exchange.headers, text, orjson.loads(raw) if is_json and raw else None)
