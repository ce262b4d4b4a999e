"""Rules of signing in: how refresh tokens follow each other, and how failed attempts slow down; pure."""

import base64
import hashlib
import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

GRACE_SECONDS = 30
"""For so long a replaced refresh token yields the same successor: two tabs of one browser (contract §1)."""

FREE_ATTEMPTS = 4
"""Wrong passwords in a row that cost nothing but themselves."""

LONGEST_DELAY_SECONDS = 900
FORGOTTEN_AFTER_SECONDS = 86_400
"""After a quiet day the failures at one address are forgotten."""


@dataclass(frozen=True)
class RefreshToken:
    """A refresh token: the session it names, what proves its family, what changes at each rotation."""

    session_id: str
    family: str
    turn: str

    def __str__(self) -> str:
        return f"{self.session_id}.{self.family}.{self.turn}"


def read_refresh_token(text: str) -> RefreshToken | None:
    """Take a refresh token apart; None for a text that is none of ours."""
    parts = text.split(".")
    if len(parts) != 3 or not all(parts) or len(text) > 512 or not text.isascii():
        return None
    return RefreshToken(*parts)


def successor(token: RefreshToken, salt: str) -> RefreshToken:
    """Return the token that follows, the same for the same salt.

    The salt is drawn at the rotation and stored; the token is not. So neither a stolen token alone nor a
    stolen database alone leads to the next one, and yet a second tab can be given what the first one got.
    """
    drawn = hmac.new(salt.encode("ascii"), str(token).encode("ascii"), hashlib.sha256).digest()
    turn = base64.urlsafe_b64encode(drawn).rstrip(b"=").decode("ascii")
    return RefreshToken(token.session_id, token.family, turn)


class RefreshTokenState(StrEnum):
    """What a refresh token is to its session."""

    CURRENT = "CURRENT"
    GRACE = "GRACE"
    REUSED = "REUSED"
    UNKNOWN = "UNKNOWN"
    OVER = "OVER"


def refresh_token_state(
    session: Mapping[str, Any], *, family_digest: str, digest: str, now: datetime
) -> RefreshTokenState:
    """Tell what a token is to a session, both as digests.

    A token of the right family that is neither the current one nor within its grace was replaced long ago:
    somebody kept a copy. One of another family proves nothing, so it ends nothing: an id alone is no weapon.
    """
    if not hmac.compare_digest(session["family_digest"], family_digest):
        return RefreshTokenState.UNKNOWN
    if session["revoked_at"] is not None or session["expires_at"] <= now:
        return RefreshTokenState.OVER
    if hmac.compare_digest(session["current_digest"], digest):
        return RefreshTokenState.CURRENT
    return (
        RefreshTokenState.GRACE
        if retired_salt(session["retired"], digest, now=now) is not None
        else RefreshTokenState.REUSED
    )


def retired_salt(retired: Sequence[Mapping[str, Any]], digest: str, *, now: datetime) -> str | None:
    """Find the salt with which a token was replaced; None after the grace."""
    for entry in within_grace(retired, now=now):
        if hmac.compare_digest(entry["digest"], digest):
            return str(entry["salt"])
    return None


def within_grace(retired: Sequence[Mapping[str, Any]], *, now: datetime) -> list[Mapping[str, Any]]:
    """Keep the replaced tokens that still count as a second tab's."""
    return [entry for entry in retired if now - entry["at"] <= timedelta(seconds=GRACE_SECONDS)]


def delay_seconds(failures: int) -> int:
    """Tell how long to wait after so many failures: 0 at first, then 1, 2, 4 … up to 900 s."""
    if failures <= FREE_ATTEMPTS:
        return 0
    # The exponent is bounded before the power is taken: a patient attacker must not make us multiply.
    return int(min(2 ** min(failures - FREE_ATTEMPTS - 1, 20), LONGEST_DELAY_SECONDS))


def attempt_key(login: str, address: str) -> str:
    """Name the counter of one login at one address; names and addresses are not stored."""
    return hashlib.sha256(
        f"{login.strip().casefold()}\n{address}".encode("utf-8", "surrogatepass")
    ).hexdigest()
