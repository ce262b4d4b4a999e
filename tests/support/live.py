"""Whoever follows something over `graphql-transport-ws` or as an event stream, and the positions that events are given."""

import json
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import httpx
import pymongo
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

from documents.kernel.write.stamping import HEAD
from tests.support import web

PATIENCE_SECONDS = 20.0
QUIET_SECONDS = 0.4
"""How long nothing may be heard for it to be silence: several times what a change takes."""

MOST_BEFORE_THE_END = 10_000
BROKEN = 1006
"""As which a connection counts that breaks without a word."""

CASE_CHANGED = """subscription($filter: CaseFilter, $after: String) { caseChanged(filter: $filter, after: $after) {
    __typename ... on CaseChanged { eventId position at action case { id number status } }
    ... on AccessRevoked { id } } }"""


def stamp(database: pymongo.database.Database[dict[str, Any]]) -> None:
    """Give every event that has none its position, as a dispatcher does after the commit: the towns have no worker."""
    counters, events = database["counters"], database["events"]
    head = counters.find_one({"_id": HEAD})
    position = int(head["value"]) if head else 0
    for row in events.find({"position": None}).sort([("at", 1), ("sort_sequence", 1)]):
        position += 1
        events.update_one({"_id": row["_id"]}, {"$set": {"position": position}})
    counters.update_one({"_id": HEAD}, {"$set": {"value": position}}, upsert=True)


class Follower:
    """One connection; what it is told is read message by message."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket
        self._early: deque[dict[str, Any]] = deque()

    def send(self, **message: Any) -> None:
        """Send a message of the protocol."""
        self.socket.send(json.dumps(message))

    def receive(self, seconds: float = PATIENCE_SECONDS) -> dict[str, Any]:
        """Wait for the next message. Raises: TimeoutError, ConnectionClosed."""
        if self._early:
            return self._early.popleft()
        found: dict[str, Any] = json.loads(self.socket.recv(timeout=seconds))
        return found

    def sign_in(self, token: str, **more: Any) -> "Follower":
        """Say who is there, and be welcome."""
        self.send(type="connection_init", payload={"token": token, **more})
        assert self.receive() == {"type": "connection_ack"}
        return self

    def follow(self, query: str = CASE_CHANGED, name: str = "1", **variables: Any) -> "Follower":
        """Follow a subscription from now on: it is under way once this returns."""
        self.send(type="subscribe", id=name, payload={"query": query, "variables": variables})
        # It is answered once all that was asked for before is under way. What happened meanwhile, or after an earlier place,
        # may be told before that, and is kept.
        self.send(type="ping")
        early = []
        while (message := self.receive()) != {"type": "pong"}:
            assert message["type"] == "next", message
            early.append(message)
        self._early.extend(early)
        return self

    def told(self, name: str = "1", seconds: float = PATIENCE_SECONDS) -> Any:
        """The value of the only field of the next change."""
        message = self.receive(seconds)
        assert (message["type"], message["id"]) == ("next", name), message
        assert "errors" not in message["payload"], message
        (value,) = message["payload"]["data"].values()
        return value

    def refused(self, name: str = "1") -> list[str]:
        """The codes with which an operation is refused."""
        message = self.receive()
        assert (message["type"], message["id"]) == ("error", name), message
        return [one["extensions"]["code"] for one in message["payload"]]

    def hears_nothing(self, seconds: float = QUIET_SECONDS) -> bool:
        """Whether nothing comes for a while."""
        try:
            self.receive(seconds)
        except TimeoutError:
            return True
        return False

    def closed(self, seconds: float = PATIENCE_SECONDS) -> int:
        """The code with which the connection is closed, whatever is told before."""
        for _ in range(MOST_BEFORE_THE_END):
            try:
                self.socket.recv(timeout=seconds)
            except ConnectionClosed as closed:
                return closed.rcvd.code if closed.rcvd is not None else BROKEN
        raise AssertionError("it goes on and on")


@contextmanager
def connected(
    url: str, *, protocols: Sequence[str] = ("graphql-transport-ws",), **options: Any
) -> Iterator[Follower]:
    """Connect to the server at a URL of HTTP."""
    address = url.replace("http://", "ws://", 1) + "/graphql"
    spoken = [Subprotocol(one) for one in protocols]
    with connect(address, subprotocols=spoken, proxy=None, **options) as socket:
        yield Follower(socket)


@contextmanager
def following(url: str, token: str, query: str = CASE_CHANGED, **variables: Any) -> Iterator[Follower]:
    """Follow a subscription as the bearer of a token, on a connection of its own."""
    with connected(url) as follower:
        yield follower.sign_in(token).follow(query, **variables)


@contextmanager
def streaming(
    url: str, token: str, query: str = CASE_CHANGED, **variables: Any
) -> Iterator[Iterator[tuple[str, Any]]]:
    """Follow it as server-sent events: the kinds and what they carry, comments as `:`."""
    with streamed(url, token, query=query, variables=variables) as events:
        yield events


@contextmanager
def streamed(url: str, token: str, **body: Any) -> Iterator[Iterator[tuple[str, Any]]]:
    """Send a body as it stands and be answered by server-sent events."""
    headers = {"Authorization": f"Bearer {token}", "Accept": "text/event-stream"}
    with (
        httpx.Client(verify=web.NO_AUTHORITIES, timeout=PATIENCE_SECONDS) as client,
        client.stream("POST", f"{url}/graphql", json=body, headers=headers) as answer,
    ):
        assert answer.status_code == 200, answer.read()
        assert answer.headers["content-type"] == "text/event-stream; charset=utf-8"
        yield _events(answer.iter_lines())


def _events(lines: Iterator[str]) -> Iterator[tuple[str, Any]]:
    kind = ""
    for line in lines:
        name, _, value = line.partition(": ")
        if name == "event":
            kind = value
        elif name == "data":
            yield kind, json.loads(value) if value else None
        elif line.startswith(":"):
            yield ":", value or None
