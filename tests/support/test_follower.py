"""Whoever follows loses nothing that is told before it is said that they do."""

import json
from typing import Any

import pytest

from tests.support.live import Follower

FIRST, SECOND = (
    {"type": "next", "id": "1", "payload": {"data": {"caseChanged": {"at": at}}}} for at in (1, 2)
)


class Spoken:
    """A connection over which these messages come, whatever is sent."""

    def __init__(self, *messages: dict[str, Any]) -> None:
        self._messages = iter(messages)

    def send(self, message: str) -> None:
        """Hear a message."""

    def recv(self, timeout: float) -> str:
        """Give the next message."""
        return json.dumps(next(self._messages))


def follower(*messages: dict[str, Any]) -> Follower:
    spoken: Any = Spoken(*messages)
    return Follower(spoken)


def test_what_comes_before_the_answer_is_told_first() -> None:
    someone = follower(FIRST, {"type": "pong"}, SECOND).follow()
    assert [someone.told(), someone.told()] == [{"at": 1}, {"at": 2}]


def test_what_is_refused_is_no_following() -> None:
    with pytest.raises(AssertionError):
        follower({"type": "error", "id": "1", "payload": []}, {"type": "pong"}).follow()
