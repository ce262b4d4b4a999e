"""A client of the application in the same process: requests go through every layer of the doors, not over a socket."""

from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass, field
from typing import Any

import orjson
from starlette.types import ASGIApp

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


@dataclass(frozen=True)
class AsgiClient:
    """Sends requests to one application under one host name."""

    app: ASGIApp
    host: str

    async def send(
        self, method: str, path: str, *, headers: Mapping[str, str] | None = None, body: bytes = b""
    ) -> Reply:
        """Send one request and read the whole answer."""
        path, _, query = path.partition("?")
        given = {"host": self.host, "content-length": str(len(body)), **(headers or {})}
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
        exchange = _Exchange(body)
        await self.app(scope, exchange.receive, exchange.send)
        return _reply(exchange)

    async def ask(
        self, token: str | None, document: str, variables: Mapping[str, Any] | None = None
    ) -> Reply:
        """Ask GraphQL by POST, as the bearer of a token or as nobody."""
        headers = {"content-type": "application/json", "accept": "application/json"}
        if token is not None:
            headers["authorization"] = f"Bearer {token}"
        return await self.send(
            "POST",
            "/graphql",
            headers=headers,
            body=orjson.dumps({"query": document, "variables": variables or {}}),
        )


def _reply(exchange: _Exchange) -> Reply:
    raw = b"".join(exchange.chunks)
    text = raw.decode("utf-8", "replace")
    is_json = "json" in exchange.headers.get("content-type", "")
    return Reply(exchange.status, exchange.headers, text, orjson.loads(raw) if is_json and raw else None)
