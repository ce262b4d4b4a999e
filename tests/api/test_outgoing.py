"""Webhooks on their way out: only to where they may go, without being led elsewhere, kept up or filled up."""

import socket
from collections.abc import Iterator, Sequence

import pytest

from api.worker.outgoing import PinnedSender, addresses_of
from documents.kernel.write.outgoing import SendOutcome
from documents.webhooks.vocabulary import WebhookProblemKind as Kind
from tests.support.receiving import NETWORKS, ReceiverHere, receiving

HEADERS = {"webhook-id": "msg_1", "webhook-timestamp": "1", "webhook-signature": "v1,x"}
BODY = b'{"event":"webhook.test"}'
SOON = 0.5
"""Seconds after which a receiver that does not answer is given up here."""


@pytest.fixture
def receiver() -> Iterator[ReceiverHere]:
    with receiving() as here:
        yield here


async def send(url: str, *, networks: Sequence[str] = NETWORKS, **more: object) -> SendOutcome:
    return await PinnedSender(networks, **more).send(url, HEADERS, BODY)  # type: ignore[arg-type]  # passed on


async def test_a_receiver_gets_the_body_and_the_headers_and_its_status_comes_back(
    receiver: ReceiverHere,
) -> None:
    found = await send(receiver.url)
    assert (found.status, found.problem) == (204, None)
    (taken,) = receiver.taken
    assert (taken.path, taken.body) == ("/hook", BODY)
    assert HEADERS.items() <= taken.headers.items()
    assert taken.headers["host"] == f"127.0.0.1:{receiver.port}"
    assert taken.headers["content-type"] == "application/json; charset=utf-8"


async def test_an_address_of_this_machine_is_not_reached_unless_the_installation_says_so(
    receiver: ReceiverHere,
) -> None:
    found = await send(receiver.url, networks=())
    assert (found.status, found.problem) == (None, Kind.ADDRESS_FORBIDDEN)
    assert receiver.taken == []


async def test_a_name_is_resolved_once_and_connected_to_as_it_was_looked_at(receiver: ReceiverHere) -> None:
    answers = [["127.0.0.1"], ["10.0.0.1"]]
    asked: list[str] = []

    async def rebinding(host: str, port: int) -> Sequence[str]:
        asked.append(host)
        return answers.pop(0)

    sender = PinnedSender(NETWORKS, resolve=rebinding)
    url = f"http://receiver.example:{receiver.port}/hook"
    assert (await sender.send(url, HEADERS, BODY)).status == 204
    # Of the name that leads elsewhere by now nothing is connected to.
    assert (await sender.send(url, HEADERS, BODY)).problem == Kind.ADDRESS_FORBIDDEN
    assert asked == ["receiver.example", "receiver.example"]
    (taken,) = receiver.taken
    assert taken.headers["host"] == f"receiver.example:{receiver.port}"


async def test_a_name_with_one_address_that_is_not_public_is_reached_at_none(receiver: ReceiverHere) -> None:
    async def mixed(host: str, port: int) -> Sequence[str]:
        return ["127.0.0.1", "169.254.169.254"]

    found = await send(f"http://receiver.example:{receiver.port}/", resolve=mixed)
    assert found.problem == Kind.ADDRESS_FORBIDDEN
    assert receiver.taken == []


async def test_where_one_address_does_not_answer_the_next_one_is_tried(receiver: ReceiverHere) -> None:
    async def several(host: str, port: int) -> Sequence[str]:
        return ["127.0.0.2", "127.0.0.1"]

    assert (await send(f"http://receiver.example:{receiver.port}/", resolve=several)).status == 204


async def test_a_redirect_is_not_followed(receiver: ReceiverHere) -> None:
    receiver.answers = lambda _taken: (302, {"location": receiver.url})
    assert (await send(receiver.url)).status == 302
    assert len(receiver.taken) == 1


@pytest.mark.parametrize(
    ("value", "seconds"),
    [("120", 120), ("Mon, 01 Jan 2001 00:00:00 GMT", 0), ("soon", None), ("٣", None), (None, None)],
)
async def test_what_a_receiver_asks_for_is_read(
    receiver: ReceiverHere, value: str | None, seconds: int | None
) -> None:
    headers = {"retry-after": value} if value is not None and value.isascii() else {}
    receiver.answers = lambda _taken: (429, headers)
    found = await send(receiver.url)
    assert (found.status, found.retry_after_seconds) == (429, seconds)


async def test_a_receiver_that_hangs_is_given_up(receiver: ReceiverHere) -> None:
    receiver.does("hang")
    found = await send(receiver.url, seconds=SOON)
    assert (found.status, found.problem) == (None, Kind.TIMED_OUT)


async def test_of_a_hundred_megabytes_little_is_read_and_the_status_counts(receiver: ReceiverHere) -> None:
    receiver.does("flood")
    found = await send(receiver.url)
    assert (found.status, found.problem) == (200, None)


async def test_a_head_without_an_end_is_not_read_to_its_end(receiver: ReceiverHere) -> None:
    receiver.does("trail")
    assert (await send(receiver.url)).problem == Kind.BROKEN_ANSWER


async def test_a_receiver_that_dies_or_babbles_has_not_taken_it(receiver: ReceiverHere) -> None:
    receiver.does("die", "babble")
    assert (await send(receiver.url)).problem in (Kind.UNREACHABLE, Kind.BROKEN_ANSWER)
    assert (await send(receiver.url)).problem == Kind.BROKEN_ANSWER


async def test_a_receiver_without_tls_is_not_taken_for_one_with_it(receiver: ReceiverHere) -> None:
    found = await send(receiver.url.replace("http:", "https:"))
    assert found.problem in (Kind.NOT_SECURE, Kind.UNREACHABLE)


async def test_where_nobody_listens_nothing_is_raised() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        found = await send(f"http://127.0.0.1:{taken.getsockname()[1]}/")
    assert (found.status, found.problem) == (None, Kind.UNREACHABLE)


async def test_what_is_no_address_is_not_asked_for() -> None:
    assert (await send("ftp://127.0.0.1/")).problem == Kind.ADDRESS_FORBIDDEN


async def test_names_are_resolved_as_this_machine_does() -> None:
    assert "127.0.0.1" in await addresses_of("127.0.0.1", 80)
