"""What a connection may send before anybody is asked for an answer: bytes, fields, time, trailers; by bytes on sockets."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.support.server import LiveServer, live_server
from tests.support.serving import served_program
from tests.support.sockets import answers_in, connected, exchanged, poured, received
from tests.support.store import database_url, own
from tests.support.toy import toy_context, toy_schema

ASKED = b'{"query": "{ hello }"}'
CHUNKED = (
    b"POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
    b"Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n" + b"%x\r\n%s\r\n0\r\n" % (len(ASKED), ASKED)
)
LIVE = b"GET /health/live HTTP/1.1\r\nHost: localhost\r\n"
CLOSING = LIVE + b"Connection: close\r\n"
MEGABYTE = 2**20


def refused(told: bytes) -> tuple[int, str]:
    """The status and the rule of the only answer in what came."""
    (answer,) = answers_in(told)
    (error,) = answer.json()["errors"]
    assert answer.headers["x-request-id"] == error["extensions"]["requestId"]
    assert answer.headers["connection"] == "close"
    assert answer.headers["x-content-type-options"] == "nosniff"
    return answer.status, error["extensions"]["facts"]["rule"]


def test_a_trailer_signs_nobody_in(server: LiveServer, bearer: dict[str, str]) -> None:
    trailer = f"Authorization: {bearer['Authorization']}\r\n\r\n".encode()
    (answer,) = answers_in(exchanged(server.port, CHUNKED + trailer))
    assert answer.status == 401


@pytest.mark.parametrize("field", [b"Host: evil.example", b"Accept: text/plain", b"Content-Type: text/plain"])
def test_no_trailer_becomes_a_header_field(server: LiveServer, field: bytes) -> None:
    asked = CHUNKED.replace(b"{ hello }", b"{ __typename }").replace(b"%x\r\n" % len(ASKED), b"1b\r\n")
    (answer,) = answers_in(exchanged(server.port, asked + field + b"\r\n\r\n"))
    assert answer.status == 200
    assert answer.json() == {"data": {"__typename": "Query"}}


@pytest.mark.parametrize(
    "sent",
    [
        CLOSING + b"X-Long: " + b"a" * 70_000 + b"\r\n\r\n",
        CLOSING + b"X-Half: " + b"a" * 40_000 + b"\r\nX-Rest: " + b"a" * 30_000 + b"\r\n\r\n",
        b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
    ],
)
def test_a_head_over_its_bytes_is_refused(server: LiveServer, sent: bytes) -> None:
    assert refused(exchanged(server.port, sent)) == (431, "head_too_large")


def test_whoever_asked_before_a_head_that_is_refused_keeps_the_answer(server: LiveServer) -> None:
    sent = LIVE + b"\r\n" + LIVE + b"X-Long: " + b"a" * 70_000 + b"\r\n\r\n"
    (answer,) = answers_in(exchanged(server.port, sent))
    assert answer.json() == {"status": "live"}


def test_a_head_in_many_pieces_is_counted_as_a_whole(server: LiveServer) -> None:
    with connected(server.port) as one:
        one.sendall(CLOSING)
        poured(one, b"X-Piece: " + b"a" * 1_000 + b"\r\n", most_bytes=2 * MEGABYTE)
        assert refused(received(one)) == (431, "head_too_large")


def test_a_head_with_too_many_fields_is_refused(server: LiveServer) -> None:
    fields = b"".join(b"X-%d: a\r\n" % number for number in range(120))
    assert refused(exchanged(server.port, LIVE + fields + b"\r\n")) == (431, "too_many_fields")


@pytest.mark.parametrize("trailer", [b"X-Long: " + b"a" * 400_000, b"X-Piece: a\r\n" * 40_000])
def test_trailers_are_bounded_like_a_head(server: LiveServer, trailer: bytes) -> None:
    asked = CHUNKED.replace(b"Connection: close\r\n", b"")
    answers = answers_in(exchanged(server.port, asked + trailer))
    assert answers[-1].status in {401, 431}
    assert all(one.status in {401, 431} for one in answers)


def test_a_large_head_within_its_bounds_is_read(server: LiveServer) -> None:
    (answer,) = answers_in(exchanged(server.port, CLOSING + b"X-Long: " + b"a" * 60_000 + b"\r\n\r\n"))
    assert answer.status == 200


@pytest.fixture(scope="module")
def hasty(store_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    """A server that waits for a fourth of a second."""
    folder = tmp_path_factory.mktemp("var-hasty")
    with live_server(
        store_url, own("hasty"), folder, toy_schema, toy_context, accounts={}, receive_seconds=0.25
    ) as live:
        yield live


def test_a_head_that_never_ends_is_late(hasty: LiveServer) -> None:
    began = time.monotonic()
    with connected(hasty.port) as one:
        one.sendall(LIVE)
        assert refused(received(one)) == (408, "late")
    assert time.monotonic() - began < 5


def test_a_head_that_comes_byte_by_byte_is_late_all_the_same(hasty: LiveServer) -> None:
    with connected(hasty.port) as one:
        one.sendall(LIVE)
        taken = 0
        one.settimeout(0.05)
        told = b""
        while not told and taken < 200:
            one.sendall(b"a")
            taken += 1
            try:
                told = one.recv(65_536)
            except TimeoutError:
                continue
        assert refused(told) == (408, "late")


def test_a_slow_head_leaves_its_body_no_time_of_its_own(fresh_server: Callable[..., LiveServer]) -> None:
    """A body with a time of its own would be late so long after its head; this one is after a fourth of it. A machine that
    is too slow to see that is given twice the time."""
    assert any(_is_late_with_its_head(fresh_server, seconds) for seconds in (1, 2, 4, 8, 16))


def _is_late_with_its_head(fresh_server: Callable[..., LiveServer], seconds: float) -> bool:
    waiting = fresh_server(receive_seconds=seconds)
    head = CHUNKED.partition(b"\r\n\r\n")[0]
    with connected(waiting.port) as one:
        one.sendall(head[:40])
        one.settimeout(seconds * 0.75)
        try:
            one.recv(1)
        except TimeoutError:
            began = time.monotonic()
        else:
            return False
        one.settimeout(60)
        one.sendall(head[40:] + b"\r\n\r\n1\r\n{")
        (answer,) = answers_in(received(one))
    assert answer.status == 408
    return time.monotonic() - began < seconds


@pytest.mark.parametrize("sent", [b"", b"\r\n\r\n"])
def test_a_connection_that_asks_nothing_is_closed(hasty: LiveServer, sent: bytes) -> None:
    with connected(hasty.port) as one:
        one.sendall(sent)
        told = received(one)
    assert not told or refused(told) == (408, "late")


def test_a_body_that_nobody_reads_does_not_hold_its_connection(hasty: LiveServer) -> None:
    sent = LIVE + b"Content-Length: 1000000\r\n\r\nabc"
    began = time.monotonic()
    (answer,) = answers_in(exchanged(hasty.port, sent))
    assert answer.status == 200
    assert time.monotonic() - began < 5


@pytest.mark.parametrize(
    "sent",
    [b"NONSENSE\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"\x16\x03\x01\x02\x00\x01", LIVE + b"a b: c\r\n\r\n"],
)
def test_what_is_no_http_is_told_so_in_the_shape_of_every_refusal(server: LiveServer, sent: bytes) -> None:
    assert refused(exchanged(server.port, sent)) == (400, "malformed_http")


def test_more_requests_at_once_than_may_wait_end_the_connection(server: LiveServer) -> None:
    told = exchanged(server.port, (LIVE + b"\r\n") * 5_000)
    answers = answers_in(told)
    assert 1 <= len(answers) <= 40
    assert {one.status for one in answers} == {200}


@pytest.mark.parametrize("upgrade", ["websocket", "h2c"])
def test_an_upgrade_that_is_offered_is_passed_by(server: LiveServer, upgrade: str) -> None:
    offered = f"Connection: Upgrade\r\nUpgrade: {upgrade}\r\nContent-Length: 3\r\n\r\nabc".encode()
    told = answers_in(exchanged(server.port, LIVE + offered + CLOSING + b"\r\n"))
    assert [one.status for one in told] == [200, 200]


def test_one_connection_too_many_is_told_to_come_again(fresh_server: Callable[..., LiveServer]) -> None:
    server = fresh_server(connections=2)
    held = [connected(server.port) for _ in range(2)]
    try:
        with connected(server.port) as one:
            (answer,) = answers_in(received(one))
        assert answer.status == 503
        assert answer.headers["retry-after"] == "1"
    finally:
        for one in held:
            one.close()


def _most_resident_bytes(pid: int) -> int:
    status = Path(f"/proc/{pid}/status").read_text()
    return next(int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmHWM"))


def test_what_is_poured_in_takes_no_memory(store_url: str, tmp_path: Path) -> None:
    """In a process of its own: its memory is what the system says it was at most."""
    with served_program(database_url(store_url, own("poured")), tmp_path) as (url, program):
        port = int(url.rpartition(":")[2])
        before = _most_resident_bytes(program.pid)
        for begun in (CLOSING + b"X-Long: ", CLOSING, CHUNKED, CHUNKED + b"X-Long: ", b"GET /"):
            line = b"X-Piece: a\r\n" if begun.endswith(b"\r\n") else b"a" * 1_000
            with connected(port) as one:
                one.sendall(begun)
                # What the system itself takes in for a socket is some megabytes.
                assert poured(one, line * 64, most_bytes=100 * MEGABYTE) < 40 * MEGABYTE
        assert exchanged(port, CLOSING + b"\r\n").startswith(b"HTTP/1.1 200")
        assert _most_resident_bytes(program.pid) - before < 16 * MEGABYTE
