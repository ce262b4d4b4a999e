"""The protocol of live connections: who is let in, for how long, what is refused, and the codes that say so."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus

from api.clock import utc_now
from api.keyring import load_key_ring
from api.settings import Settings
from tests.support.live import CASE_CHANGED, Follower, connected, following
from tests.support.live_town import registered
from tests.support.served_town import ServedTown, serving_town
from tests.support.store import own

LIVES_SECONDS = (1, 2, 4, 8, 16)

Serving = Callable[..., AbstractContextManager[ServedTown]]


def short_token(town: ServedTown, login: str, seconds: int) -> str:
    """A token of the open session that expires in a few seconds."""
    settings = Settings(var_dir=town.var_dir)
    session = town.database["sessions"].find_one({"account_id": f"account-{login}"})
    assert session is not None
    return load_key_ring(settings).issue_access(
        f"account-{login}", session["_id"], now=utc_now(), ttl_seconds=seconds
    )


@pytest.fixture
def serves(store_url: str, tmp_path: Path) -> Serving:
    """Serves a town of a test's own with settings of its own."""

    @contextmanager
    def served(**environment: str) -> Iterator[ServedTown]:
        with serving_town(store_url, own("served"), tmp_path, **environment) as town:
            town.token("pos")
            yield town

    return served


@contextmanager
def following_until_the_token_ends(town: ServedTown, grace_seconds: int) -> Iterator[Follower]:
    """Follow as the officer until he is told that his token has ended. It lasts for twice as long wherever it ended before
    all was under way: how long that takes is a matter of the machine."""
    for seconds in LIVES_SECONDS:
        with connected(town.url) as pos:
            try:
                pos.sign_in(short_token(town, "pos", seconds)).follow()
            except (AssertionError, ConnectionClosed):
                continue
            told = {"reason": "token_expired", "graceSeconds": grace_seconds}
            assert pos.receive() == {"type": "ping", "payload": told}
            yield pos
            return
    raise AssertionError("no token lasted long enough")


def test_an_expired_token_closes_the_connection_after_the_grace(serves: Serving) -> None:
    with (
        serves(TOKEN_GRACE_SECONDS="1") as town,
        following_until_the_token_ends(town, grace_seconds=1) as pos,
    ):
        assert pos.closed() == 4401


def test_a_new_token_in_a_ping_lets_the_connection_go_on(serves: Serving) -> None:
    with (
        serves(TOKEN_GRACE_SECONDS="60") as town,
        following_until_the_token_ends(town, grace_seconds=60) as pos,
    ):
        pos.send(type="ping", payload={"token": town.token("pos")})
        assert pos.receive() == {"type": "pong", "payload": {"renewed": True}}
        case = registered(town)
        assert pos.told()["case"]["id"] == case


def test_the_token_of_somebody_else_ends_the_connection(shared_town: ServedTown) -> None:
    town = shared_town
    with following(town.url, town.token("pos")) as pos:
        pos.send(type="ping", payload={"token": town.token("head")})
        assert pos.closed() == 4403


def test_who_says_nothing_in_time_is_sent_away(serves: Serving) -> None:
    with (
        serves(SOCKET_INIT_SECONDS="0.2") as town,
        connected(town.url) as nobody,
    ):
        assert nobody.closed() == 4408


MISTAKES: dict[str, tuple[list[Any], int]] = {
    "what is no JSON": (["{"], 4400),
    "a list": (["[1]"], 4400),
    "a message of no type": (["{}"], 4400),
    "bytes": ([b"\x00"], 4400),
    "a strange type": (['{"type":"connection_init","payload":{"token":"%s"}}', '{"type":"strange"}'], 4400),
    "no token": (['{"type":"connection_init"}'], 4401),
    "a wrong token": (['{"type":"connection_init","payload":{"token":"x"}}'], 4401),
    "an operation before a name": (['{"type":"subscribe","id":"1","payload":{"query":"x"}}'], 4401),
    "a second name": (['{"type":"connection_init","payload":{"token":"%s"}}'] * 2, 4429),
    "one id twice": (
        [
            '{"type":"connection_init","payload":{"token":"%s"}}',
            *[
                '{"type":"subscribe","id":"1","payload":{"query":"subscription { meetingChanged { __typename } }"}}'
            ]
            * 2,
        ],
        4409,
    ),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_whoever_breaks_the_protocol_is_told_by_its_code(shared_town: ServedTown, mistake: str) -> None:
    town, (messages, code) = shared_town, MISTAKES[mistake]
    with connected(town.url) as follower:
        for one in messages:
            text = one.replace("%s", town.token("pos")) if isinstance(one, str) else one
            follower.socket.send(text)
        assert follower.closed() == code


def test_another_protocol_is_not_spoken(shared_town: ServedTown) -> None:
    with connected(shared_town.url, protocols=("graphql-ws",)) as follower:
        assert follower.closed() == 4406


@pytest.mark.parametrize(
    ("origin", "is_welcome"),
    [("http://localhost:5173", True), ("https://elsewhere.example", False)],
)
def test_a_page_connects_from_the_origins_that_may_ask(
    shared_town: ServedTown, origin: str, is_welcome: bool
) -> None:
    town = shared_town
    if is_welcome:
        with connected(town.url, origin=origin) as follower:
            follower.sign_in(town.token("pos"))
        return
    with pytest.raises(InvalidStatus, match="403"), connected(town.url, origin=origin):
        pass


def test_operations_that_are_no_subscriptions_are_refused(shared_town: ServedTown) -> None:
    town = shared_town
    refused = {
        "{ viewer { login } }": "BAD_REQUEST",
        "subscription { caseChanged { __typename }": "BAD_REQUEST",
        "subscription { strange }": "VALIDATION_FAILED",
        "subscription { caseChanged { __typename } meetingChanged { __typename } }": "VALIDATION_FAILED",
        "subscription { " + "caseChanged { __typename } " * 60 + "}": "QUERY_TOO_COSTLY",
    }
    with connected(town.url) as follower:
        follower.sign_in(town.token("pos"))
        for query, code in refused.items():
            follower.send(type="subscribe", id="1", payload={"query": query})
            assert follower.refused()[0] == code


def test_one_connection_carries_twenty_subscriptions(shared_town: ServedTown) -> None:
    town = shared_town
    query = "subscription { meetingChanged { __typename } }"
    with connected(town.url) as follower:
        follower.sign_in(town.token("pos"))
        for number in range(20):
            follower.follow(query, name=str(number))
        follower.send(type="subscribe", id="one too many", payload={"query": query})
        assert follower.refused("one too many") == ["BAD_REQUEST"]
        follower.send(type="complete", id="7")
        follower.follow(query, name="in its place")


def test_who_has_none_of_the_permissions_hears_that_there_is_nothing(shared_town: ServedTown) -> None:
    town = shared_town
    with connected(town.url) as follower:
        follower.sign_in(town.token("admin"))
        follower.send(type="subscribe", id="1", payload={"query": CASE_CHANGED})
        assert follower.receive() == {"type": "complete", "id": "1"}


def test_errors_are_told_in_the_language_of_the_connection(shared_town: ServedTown) -> None:
    town = shared_town
    with connected(town.url) as follower:
        follower.sign_in(town.token("pos"), locale="en")
        follower.send(type="subscribe", id="1", payload={"query": "{ viewer { login } }"})
        (error,) = follower.receive()["payload"]
    assert (
        error["message"] == "Only subscriptions are run over this connection. Send the operation with POST."
    )
