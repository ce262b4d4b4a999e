"""How a job speaks to receivers of webhooks, and asks in the name of a client what they are told. Who can is given to it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from auth.principal import Principal


@dataclass(frozen=True)
class SendOutcome:
    """What a receiver answered: a status, or what went wrong before there was one, by a word of ours."""

    status: int | None
    milliseconds: int
    problem: str | None = None
    retry_after_seconds: int | None = None


class Outgoing(Protocol):
    """Takes webhooks to their receivers."""

    def written(self, payload: Mapping[str, Any]) -> bytes:
        """Return a payload as it goes over the wire."""

    async def send(self, url: str, headers: Mapping[str, str], body: bytes) -> SendOutcome:
        """Send one body, once; whatever goes wrong on the way is answered, and nothing raised."""


@dataclass(frozen=True)
class SelectionAnswer:
    """What a selection gave of an object; `is_whole` is false where a part of it failed."""

    values: Mapping[str, Any] | None
    is_whole: bool


class Selections(Protocol):
    """Runs the selection of a client."""

    async def select(self, who: Principal, text: str, object_id: str, now: datetime) -> SelectionAnswer:
        """Return what a client's own query gives of an object, as that client. Raises: Timeout; PyMongoError."""
