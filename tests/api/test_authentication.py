"""A verified token is remembered by its digest; nothing else than its own text ever passes for it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from api.http.authentication import Tokens
from auth.crypto.tokens import KeyRing, new_key_pem
from auth.errors import Unauthenticated
from tests.support.server import LiveServer

NOW = datetime(2026, 11, 20, 3)
TTL_SECONDS = 600


@pytest.fixture(scope="module")
def keys() -> KeyRing:
    """Keys of one installation."""
    return KeyRing([new_key_pem()], issuer="pult", audience="pult")


@pytest.fixture
def tokens(keys: KeyRing) -> Tokens:
    """Nothing is remembered yet; there is room for two."""
    return Tokens(keys, remembered=2)


def issued(keys: KeyRing, account: str = "account-anna") -> str:
    return keys.issue_access(account, "session", now=NOW, ttl_seconds=TTL_SECONDS)


def test_a_token_is_verified_once(keys: KeyRing, tokens: Tokens) -> None:
    token = issued(keys)
    read = [tokens.read(token, NOW) for _ in range(3)]
    assert read == [keys.read_access(token, NOW)] * 3
    assert tokens.figures() == {"hits": 2, "misses": 1, "entries": 1}


def test_a_remembered_token_ends_at_the_moment_it_expires(keys: KeyRing, tokens: Tokens) -> None:
    token = issued(keys)
    end = NOW + timedelta(seconds=TTL_SECONDS)
    tokens.read(token, end - timedelta(microseconds=1))
    for moment in (end, end + timedelta(seconds=1)):
        with pytest.raises(Unauthenticated):
            tokens.read(token, moment)
    assert tokens.figures()["entries"] == 0


def test_a_token_with_another_signature_is_never_taken_for_a_remembered_one(
    keys: KeyRing, tokens: Tokens
) -> None:
    token, other = issued(keys), issued(keys, "account-boris")
    tokens.read(token, NOW)
    signed, _, signature = token.rpartition(".")
    stranger = KeyRing([new_key_pem()], issuer="pult", audience="pult")
    forgeries = (
        f"{signed}.{other.rpartition('.')[2]}",
        f"{signed}.{signature[::-1]}",
        f"{signed}.",
        f"{other.rpartition('.')[0]}.{signature}",
        issued(stranger),
        token[:-1],
    )
    for forged in forgeries:
        with pytest.raises(Unauthenticated):
            tokens.read(forged, NOW)
    assert tokens.figures() == {"hits": 0, "misses": 1 + len(forgeries), "entries": 1}


def test_the_token_used_longest_ago_is_forgotten_first(keys: KeyRing, tokens: Tokens) -> None:
    first, second, third = (issued(keys, f"account-{number}") for number in range(3))
    for token in (first, second, first, third, first):
        tokens.read(token, NOW)
    assert tokens.figures() == {"hits": 2, "misses": 3, "entries": 2}
    tokens.read(second, NOW)
    assert tokens.figures()["misses"] == 4


def test_texts_of_tokens_are_not_kept(keys: KeyRing, tokens: Tokens) -> None:
    token = issued(keys)
    tokens.read(token, NOW)
    kept = repr(vars(tokens))
    assert all(part not in kept for part in token.split("."))


def test_a_session_revoked_here_ends_its_remembered_token_at_once(
    fresh_server: Callable[..., LiveServer],
) -> None:
    server = fresh_server()
    told = server.sign_in()
    asked: dict[str, Any] = {
        "json": {"query": "{ me }"},
        "headers": {"Authorization": f"Bearer {told['access_token']}"},
    }
    with server.client() as client:
        assert [client.post("/graphql", **asked).status_code for _ in range(3)] == [200] * 3
        client.post("/auth/revoke", data={"token": told["access_token"]}).raise_for_status()
        assert client.post("/graphql", **asked).status_code == 401
