"""How refresh tokens follow each other and how failures slow down."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.accounts.rules import (
    FREE_ATTEMPTS,
    GRACE_SECONDS,
    LONGEST_DELAY_SECONDS,
    RefreshToken,
    RefreshTokenState,
    attempt_key,
    delay_seconds,
    read_refresh_token,
    refresh_token_state,
    retired_salt,
    successor,
)

NOW = datetime(2026, 6, 1, 9)
TOKEN = RefreshToken("session", "family", "turn")


def session(**changes: Any) -> dict[str, Any]:
    row = {
        "family_digest": "family",
        "current_digest": "current",
        "retired": [{"digest": "old", "salt": "grain", "at": NOW - timedelta(seconds=GRACE_SECONDS)}],
        "revoked_at": None,
        "expires_at": NOW + timedelta(days=1),
    }
    return row | changes


@pytest.mark.parametrize(
    ("changes", "family", "digest", "expected"),
    [
        ({}, "family", "current", RefreshTokenState.CURRENT),
        ({}, "family", "old", RefreshTokenState.GRACE),
        ({}, "family", "older", RefreshTokenState.REUSED),
        ({}, "another", "current", RefreshTokenState.UNKNOWN),
        ({"revoked_at": NOW}, "family", "current", RefreshTokenState.OVER),
        ({"expires_at": NOW}, "family", "current", RefreshTokenState.OVER),
        ({"retired": []}, "family", "old", RefreshTokenState.REUSED),
    ],
)
def test_a_refresh_token_stands_where_its_session_puts_it(
    changes: dict[str, Any], family: str, digest: str, expected: RefreshTokenState
) -> None:
    assert refresh_token_state(session(**changes), family_digest=family, digest=digest, now=NOW) is expected


def test_the_grace_ends_after_thirty_seconds() -> None:
    retired = session()["retired"]
    assert retired_salt(retired, "old", now=NOW) == "grain"
    assert retired_salt(retired, "old", now=NOW + timedelta(milliseconds=1)) is None


def test_the_successor_depends_on_token_and_salt_alone() -> None:
    assert successor(TOKEN, "grain") == successor(TOKEN, "grain")
    assert (
        len({successor(TOKEN, "a"), successor(TOKEN, "b"), successor(successor(TOKEN, "a"), "a"), TOKEN}) == 4
    )
    assert successor(TOKEN, "a").family == TOKEN.family


@pytest.mark.parametrize("text", ["", "a", "a.b", "a.b.c.d", "..", "a..c", "ы.b.c", "a.b." + "c" * 600])
def test_other_texts_are_no_refresh_tokens(text: str) -> None:
    assert read_refresh_token(text) is None


def test_a_refresh_token_reads_back_as_it_was_written() -> None:
    assert read_refresh_token(str(TOKEN)) == TOKEN


def test_the_delay_doubles_after_the_free_attempts() -> None:
    delays = [delay_seconds(failures) for failures in range(FREE_ATTEMPTS + 13)]
    assert delays == [0] * (FREE_ATTEMPTS + 1) + [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]


@given(st.integers(0, 10**9))
def test_the_delay_never_shrinks_nor_passes_its_bound(failures: int) -> None:
    assert delay_seconds(failures) <= delay_seconds(failures + 1) <= LONGEST_DELAY_SECONDS


def test_failures_are_counted_by_login_and_address() -> None:
    keys = {
        attempt_key("anna", "10.0.0.1"),
        attempt_key("anna", "10.0.0.2"),
        attempt_key("boris", "10.0.0.1"),
    }
    assert len(keys) == 3
    assert attempt_key(" ANNA ", "10.0.0.1") in keys
    assert "anna" not in attempt_key("anna", "10.0.0.1")
