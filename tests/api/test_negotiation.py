"""What the header fields of a request choose, as RFC 9110 weighs them, and which host they name, as RFC 9112 has it."""

import gzip

import httpx
import pytest

from tests.support.server import LiveServer
from tests.support.sockets import answers_in, exchanged

NEW = "application/graphql-response+json"
OLD = "application/json"


def message(client: httpx.Client, **headers: str) -> str:
    answer = client.post("/graphql", json={"query": "{ hello }"}, headers=headers)
    return str(answer.json()["errors"][0]["message"])


@pytest.mark.parametrize(
    ("given", "is_english"),
    [
        ("en;q=0, ru", False),
        ("ru;q=0.3, en;q=0.5", True),
        ("en;q=0.2, ru;q=0.9", False),
        ("en-US, en;q=0.9, ru;q=0.95", True),
        ("de, en;q=0.5", True),
        ("de", False),
        ("*", False),
        ("ru, *", False),
        ("en, *", True),
        ("ru;q=0", True),
        ("ru;q=0, *;q=0.1", True),
        ("en;q=0, *", False),
        ("en;q=0.1, *;q=0.8", False),
        ("EN", True),
        ("en, ru", True),
        ("ru, en", False),
        ("en;q=nan, ru;q=0.1", False),
        ("en;q=-1, ru;q=0.1", False),
        ("ru;q=0,en;q=0", False),
        ("", False),
    ],
)
def test_the_language_is_the_one_that_weighs_more(client: httpx.Client, given: str, is_english: bool) -> None:
    text = message(client, **{"Accept-Language": given})
    assert text.isascii() is is_english


def test_languages_in_several_header_fields_are_one_list(client: httpx.Client) -> None:
    headers = [("Accept-Language", "ru;q=0.1"), ("Accept-Language", "en")]
    answer = client.post("/graphql", json={"query": "{ hello }"}, headers=headers)
    assert answer.json()["errors"][0]["message"].isascii()


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        (f"{OLD};q=0, */*", NEW),
        (f"{NEW};q=0, */*", OLD),
        (f"{OLD};q=0, application/*", NEW),
        (f"{OLD};q=0.5, */*;q=0.9", NEW),
        (f"{OLD};q=0.9, */*;q=0.5", OLD),
        ("application/*;q=0, */*", None),
        ("*/*;q=0", None),
        (f"{OLD};q=0, {NEW};q=0, */*", None),
        (f"{NEW};q=0.5, */*;q=0.5", NEW),
        (f"{OLD};q=1e3, {NEW};q=0.1", NEW),
    ],
)
def test_a_media_type_weighs_what_is_said_of_it_most_precisely(
    client: httpx.Client, accept: str, expected: str | None
) -> None:
    answer = client.post("/graphql", json={"query": "{ __typename }"}, headers={"Accept": accept})
    if expected is None:
        assert answer.status_code == 406
    else:
        assert answer.headers["content-type"].startswith(expected)


@pytest.mark.parametrize("path", ["/graphql", "/auth/token", "/auth/revoke"])
@pytest.mark.parametrize("coding", ["gzip", "br", "identity, gzip"])
def test_a_coded_body_is_refused_with_the_coding_that_is_read(
    client: httpx.Client, path: str, coding: str
) -> None:
    kind = OLD if path == "/graphql" else "application/x-www-form-urlencoded"
    headers = {"Content-Type": kind, "Content-Encoding": coding}
    answer = client.post(path, content=gzip.compress(b'{"query": "{ __typename }"}'), headers=headers)
    assert answer.status_code == 415
    assert answer.headers["accept-encoding"] == "identity"


def test_a_body_that_says_it_is_not_coded_is_read(client: httpx.Client) -> None:
    answer = client.post(
        "/graphql", json={"query": "{ __typename }"}, headers={"Content-Encoding": "identity"}
    )
    assert answer.status_code == 200


@pytest.mark.parametrize(
    ("head", "status"),
    [
        (b"HTTP/1.1\r\n", 400),
        (b"HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n", 400),
        (b"HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n", 400),
        (b"HTTP/1.1\r\nHost: local host\r\n", 400),
        (b"HTTP/1.1\r\nHost: user@localhost\r\n", 400),
        (b"HTTP/1.1\r\nHost: localhost/x\r\n", 400),
        (b"HTTP/1.1\r\nHost: [::1\r\n", 400),
        (b"HTTP/1.1\r\nHost: evil.example\r\n", 421),
        (b"HTTP/1.1\r\nHost:\r\n", 421),
        (b"HTTP/1.0\r\n", 421),
        (b"HTTP/1.1\r\nHost: localhost:8000\r\n", 200),
    ],
)
def test_a_host_is_named_once_and_well(server: LiveServer, head: bytes, status: int) -> None:
    (answer,) = answers_in(
        exchanged(server.port, b"GET /.well-known/jwks.json " + head + b"Connection: close\r\n\r\n")
    )
    assert answer.status == status


def test_the_host_in_the_address_is_the_one_that_counts(server: LiveServer) -> None:
    for address, status in (("evil.example", 421), ("localhost:80", 200)):
        sent = f"GET http://{address}/.well-known/jwks.json HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
        (answer,) = answers_in(exchanged(server.port, sent.encode()))
        assert answer.status == status


@pytest.mark.parametrize(
    "path",
    ["/graphql/", "/auth/token/", "/auth/revoke/", "/health/live/", "/graphql/schema.graphql/", "//graphql"],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_path_with_a_slash_too_many_is_another_path(client: httpx.Client, method: str, path: str) -> None:
    answer = client.request(method, path, follow_redirects=False)
    assert answer.status_code == 404
    assert "location" not in answer.headers
