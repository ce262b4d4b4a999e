"""One request as a plain ASGI endpoint sees it: its headers gathered once, its body not yet read."""

from collections.abc import Mapping
from typing import Any, Protocol

from starlette.types import Receive, Scope


class HeaderFields(Protocol):
    """Header fields by lower-case name: ours, or those of a Starlette request."""

    def get(self, key: str, default: str, /) -> str:
        """Return the first value of a name."""

    def getlist(self, key: str, /) -> list[str]:
        """Return all values of a name, in their order; none where it is absent."""


class HasHeaders(Protocol):
    """Whatever has header fields."""

    @property
    def headers(self) -> HeaderFields:
        """The header fields."""


class ReceivedFields:
    """The header fields of a request; values are decoded when they are looked at."""

    __slots__ = ("_values",)

    def __init__(self, raw: list[tuple[bytes, bytes]]) -> None:
        values: dict[bytes, list[bytes]] = {}
        for name, value in raw:
            values.setdefault(name, []).append(value)
        self._values = values

    def get(self, key: str, default: str, /) -> str:
        """Return the first value of a name."""
        found = self._values.get(key.encode())
        return found[0].decode("latin-1") if found else default

    def getlist(self, key: str, /) -> list[str]:
        """Return all values of a name."""
        return [value.decode("latin-1") for value in self._values.get(key.encode(), ())]


class Received:
    """A request. `scope` and `receive` are those of ASGI."""

    __slots__ = ("headers", "host", "method", "receive", "request_id", "scope")

    def __init__(self, scope: Scope, receive: Receive) -> None:
        self.scope: Mapping[str, Any] = scope
        self.receive = receive
        self.headers: HeaderFields = ReceivedFields(scope["headers"])
        self.method: str = scope["method"]
        self.host: str = (scope.get("client") or ("",))[0]
        self.request_id = str(scope.get("pult.request_id", ""))
