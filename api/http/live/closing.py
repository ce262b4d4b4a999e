"""Why a connection is closed: the codes of `graphql-transport-ws`, and those of WebSocket where it has none.

Clients of the protocol connect again by themselves after 1012 and 1013, and do not after 44xx.
"""

from typing import NamedTuple


class CloseReason(NamedTuple):
    """A code, and a few words for whoever looks at it."""

    code: int
    words: str


class Closing(Exception):
    """The connection is to be closed."""

    def __init__(self, reason: CloseReason) -> None:
        super().__init__(f"{reason.code} {reason.words}")
        self.reason = reason


GONE = CloseReason(1000, "")
"""The other side has left: there is nobody to tell."""

MALFORMED = CloseReason(4400, "Malformed message")
UNAUTHORIZED = CloseReason(4401, "Unauthorized")
FORBIDDEN = CloseReason(4403, "Forbidden")
WRONG_PROTOCOL = CloseReason(4406, "Subprotocol not acceptable")
INIT_TIMEOUT = CloseReason(4408, "Connection initialisation timeout")
TOO_MANY_INITS = CloseReason(4429, "Too many initialisation requests")
SLOW_READER = CloseReason(1013, "slow_reader")
TRY_LATER = CloseReason(1013, "try_again_later")
FAILED = CloseReason(1011, "internal_error")

EXPIRED_PING = "token_expired"
"""How a ping says that a new token is waited for."""


def existing(operation_id: str) -> CloseReason:
    """Return why a connection is closed on which two operations have one id."""
    return CloseReason(4409, f"Subscriber for {operation_id[:32]} already exists")
