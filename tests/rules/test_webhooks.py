"""Rules of webhooks: what an answer means, when a delivery is tried again, and which addresses may be reached."""

from datetime import datetime, timedelta

import pytest

from documents.webhooks.addresses import is_receiver, may_connect, receiver_of
from documents.webhooks.rules import (
    HELD_AT_MOST,
    LONGEST_ASKED,
    TRIED_AT_MOST,
    TRIED_FOR,
    asked_for,
    drawn,
    held_until,
    problem_of_status,
    state_of,
    tried_again_at,
    waits_for,
)
from documents.webhooks.signing import signed_headers
from documents.webhooks.vocabulary import WebhookProblemKind as Kind
from documents.webhooks.vocabulary import WebhookState

NOW = datetime(2026, 6, 1, 3)
NOTHING = timedelta()
PUBLIC = "93.184.216.34"


@pytest.mark.parametrize(
    ("status", "problem"),
    [
        (200, None),
        (204, None),
        (299, None),
        (301, Kind.REDIRECTED),
        (400, Kind.REFUSED),
        (404, Kind.REFUSED),
        (410, Kind.GONE),
        (429, Kind.TOO_MANY),
        (500, Kind.FAILED),
        (503, Kind.FAILED),
    ],
)
def test_a_status_says_what_went_wrong(status: int, problem: Kind | None) -> None:
    assert problem_of_status(status) is problem


def test_a_webhook_is_disabled_before_it_is_paused() -> None:
    assert state_of({"disabled_at": NOW, "is_paused": True}) is WebhookState.DISABLED
    assert state_of({"disabled_at": None, "is_paused": True}) is WebhookState.PAUSED
    assert state_of({"disabled_at": None, "is_paused": False}) is WebhookState.ACTIVE


def test_waits_double_up_to_a_bound_and_are_spread() -> None:
    waits = [waits_for(one, 0) for one in range(1, 30)]
    assert waits[:3] == [timedelta(seconds=10), timedelta(seconds=20), timedelta(seconds=40)]
    assert waits[-1] == TRIED_AT_MOST
    assert waits_for(1, 1) == timedelta(seconds=5)
    draws = {drawn(f"msg_{one}", 1) for one in range(50)}
    assert len(draws) == 50
    assert all(0 <= one < 1 for one in draws)


def test_a_delivery_is_tried_for_three_days_and_once_at_their_end() -> None:
    moment, attempts = NOW, 1
    while (again := tried_again_at(NOW, moment, failures=attempts, draw=0, asked=NOTHING)) is not None:
        assert again > moment
        moment, attempts = again, attempts + 1
    assert moment == NOW + TRIED_FOR
    assert 15 < attempts < 40


def test_what_a_receiver_asks_for_is_waited_for_up_to_a_day() -> None:
    assert asked_for(None) == NOTHING
    assert asked_for(-5) == NOTHING
    assert asked_for(120) == timedelta(minutes=2)
    assert asked_for(10**9) == LONGEST_ASKED
    hour = timedelta(hours=1)
    assert tried_again_at(NOW, NOW, failures=1, draw=0, asked=hour) == NOW + hour
    assert held_until(NOW, failures=1, draw=0, asked=hour) == NOW + hour
    assert held_until(NOW, failures=20, draw=0, asked=NOTHING) == NOW + HELD_AT_MOST


@pytest.mark.parametrize(
    "url",
    [
        "ftp://example.org/",
        "https://user:secret@example.org/",
        "https://example.org/#part",
        "https:///hook",
        "https://example.org:0/",
        "https://example.org:99999/",
        "https://example.org/кириллица",
        "https://exa mple.org/",
        "https://example.org/\nhost: other",
        "javascript:alert(1)",
        "",
    ],
)
def test_what_is_no_address_of_a_receiver_is_not_taken(url: str) -> None:
    assert not is_receiver(url)


def test_an_address_is_taken_apart() -> None:
    plain = receiver_of("http://example.org:8080/hook?a=1")
    assert plain is not None
    assert (plain.is_secure, plain.host, plain.port, plain.target, plain.authority) == (
        False,
        "example.org",
        8080,
        "/hook?a=1",
        "example.org:8080",
    )
    secure = receiver_of("https://[2001:db8::1]")
    assert secure is not None
    assert (secure.port, secure.target, secure.authority) == (443, "/", "[2001:db8::1]")


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.0.0.1",
        "172.16.5.5",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "::1",
        "fe80::1%eth0",
        "fd00::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:169.254.169.254",
        "2002:7f00:1::",
        "64:ff9b::a9fe:a9fe",
        "2001:0:4136:e378:8000:63bf:80ff:fffe",
    ],
)
def test_an_address_that_is_not_public_is_reached_only_where_the_installation_says_so(address: str) -> None:
    receiver = receiver_of("https://example.org/")
    assert receiver is not None
    assert not may_connect(receiver, address, ())
    assert not may_connect(receiver, address, ("203.0.113.0/24",))


def test_a_public_address_is_reached_over_tls_on_two_ports_and_a_named_network_in_any_way() -> None:
    urls = {
        "https://example.org/": True,
        "https://example.org:8443/": True,
        "https://example.org:22/": False,
        "http://example.org/": False,
    }
    for url, is_open in urls.items():
        receiver = receiver_of(url)
        assert receiver is not None
        assert may_connect(receiver, PUBLIC, ()) is is_open, url
        assert may_connect(receiver, "10.1.2.3", ("10.1.0.0/16",))
        assert may_connect(receiver, "::ffff:10.1.2.3", ("10.1.0.0/16",))
        assert not may_connect(receiver, "10.2.2.3", ("10.1.0.0/16",))
    over_six = receiver_of("https://example.org/")
    assert over_six is not None
    assert may_connect(over_six, "2606:2800:220:1:248:1893:25c8:1946", ())


def test_signatures_are_those_of_the_standard() -> None:
    # The example of the specification (Standard Webhooks, «Signature scheme»).
    moment = datetime(2021, 2, 25, 15, 2, 10)
    headers = signed_headers(
        ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"],
        "msg_p5jXN8AQM9LWM0D4loKWxJek",
        b'{"test": 2432232314}',
        moment,
    )
    assert headers == {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    }
