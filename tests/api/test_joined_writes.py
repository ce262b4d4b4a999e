"""An answer leaves in one write, whole and in order, whatever comes after it."""

import asyncio
import json
import socket
from collections.abc import Iterable

from api.http.joined_writes import JoiningTransport
from tests.support.server import LiveServer

ASKED = b'{"query": "{ __typename }"}'
HEAD = (
    b"POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
    b"Content-Length: " + str(len(ASKED)).encode() + b"\r\n"
)


class Recording(asyncio.Transport):
    """Notes what reaches the socket, and when it was closed."""

    def __init__(self) -> None:
        super().__init__()
        self.written: list[bytes] = []

    def is_closing(self) -> bool:
        return False

    def writelines(self, list_of_data: Iterable[bytes | bytearray | memoryview]) -> None:
        self.written.append(b"".join(list_of_data))

    def close(self) -> None:
        self.written.append(b"closed")


async def test_what_is_given_in_one_turn_is_written_at_its_end() -> None:
    below = Recording()
    transport = JoiningTransport(below, asyncio.get_running_loop())
    transport.write(b"head ")
    transport.write(b"body")
    assert below.written == []
    await asyncio.sleep(0)
    assert below.written == [b"head body"]
    transport.write(b"next")
    await asyncio.sleep(0)
    assert below.written == [b"head body", b"next"]


async def test_what_waits_is_written_before_the_connection_closes() -> None:
    below = Recording()
    transport = JoiningTransport(below, asyncio.get_running_loop())
    transport.write(b"last")
    transport.close()
    await asyncio.sleep(0)
    assert below.written == [b"last", b"closed"]


def test_requests_sent_at_once_on_one_connection_are_answered_in_order(server: LiveServer) -> None:
    named = [b'{"query": "{ a%d: __typename }"}' % number for number in range(3)]
    parts = [HEAD.replace(str(len(ASKED)).encode(), str(len(one)).encode()) for one in named]
    sent = b"".join(head + b"\r\n" + body for head, body in zip(parts, named, strict=True))
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as one:
        one.sendall(sent)
        received = b""
        while received.count(b"__typename") + received.count(b'"Query"') < 3:
            received += one.recv(65_536)
    places = [received.index(b'"a%d":' % number) for number in range(3)]
    assert places == sorted(places)


def test_the_connection_closes_behind_the_whole_answer(server: LiveServer) -> None:
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as one:
        one.sendall(HEAD + b"Connection: close\r\n\r\n" + ASKED)
        received = b""
        while part := one.recv(65_536):
            received += part
    head, _, body = received.partition(b"\r\n\r\n")
    assert b"connection: close" in head.lower()
    assert json.loads(body) == {"data": {"__typename": "Query"}}
