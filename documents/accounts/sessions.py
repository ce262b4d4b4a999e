"""Sessions: one row for each sign-in, with digests of its refresh tokens; rotation, reuse, revocation."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from auth.crypto.tokens import refresh_digest
from auth.errors import Unauthenticated
from documents.accounts.document import Session
from documents.accounts.reading import ACCOUNTS, account_by_id
from documents.accounts.rules import (
    RefreshToken,
    RefreshTokenState,
    read_refresh_token,
    refresh_token_state,
    retired_salt,
    successor,
    within_grace,
)
from documents.kernel.store.connection import Store
from documents.kernel.write import ledger

SESSIONS = ledger.bookkeeping(Session)
SESSIONS_SHOWN = 100
LOOKED_AT_ONCE = 200
ATTEMPTS = 5
"""How often a rotation looks again when other tabs change the session at the same moment."""


@dataclass(frozen=True)
class Rotated:
    """What a refresh token was exchanged for."""

    session_id: str
    account_id: str
    refresh_token: str


@dataclass(frozen=True)
class Origin:
    """From where somebody signs in: browser and system in words, and LOCAL, PRIVATE or PUBLIC; None where unknown."""

    agent: str | None = None
    address_class: str | None = None


async def open_session(
    store: Store,
    account: Mapping[str, Any],
    token: RefreshToken,
    origin: Origin,
    *,
    expires_at: datetime,
    now: datetime,
) -> None:
    """Open the session that `token` names; the caller drew its id and secrets."""
    await ledger.add(
        store,
        SESSIONS,
        {
            "_id": token.session_id,
            "account_id": account["_id"],
            "epoch": account["session_epoch"],
            "family_digest": refresh_digest(token.family),
            "current_digest": refresh_digest(str(token)),
            "retired": [],
            "opened_at": now,
            "used_at": now,
            "expires_at": expires_at,
            "revoked_at": None,
            "revoked_for": None,
            "agent": origin.agent,
            "address_class": origin.address_class,
        },
    )


async def rotate(store: Store, presented: str, *, salt: str, now: datetime) -> Rotated:
    """Replace a refresh token; for 30 s the old one gets the same successor again.

    `salt` is fresh random text. A token replaced longer ago revokes the whole session: somebody keeps a copy.
    Raises: Unauthenticated for whatever is wrong with it, without saying what.
    """
    token = read_refresh_token(presented)
    if token is None:
        raise Unauthenticated
    for _ in range(ATTEMPTS):
        session = await ledger.read(store, SESSIONS, {"_id": token.session_id})
        if session is None or not await _account_allows(store, session):
            raise Unauthenticated
        replaced = await _replace(store, session, token, salt=salt, now=now)
        if replaced is not None:
            return Rotated(session["_id"], session["account_id"], str(replaced))
    # Only a flood of rotations of one session comes here; each of the others has won.
    raise Unauthenticated


async def revoke_family(store: Store, session_id: str, *, reason: str, now: datetime) -> None:
    """End a session with all its tokens; nothing where it has ended or never was.

    Once this returns nobody writes under it any more, in whatever process; reads stop within two seconds.
    """
    await ledger.change(
        store,
        SESSIONS,
        {"_id": session_id, "revoked_at": None},
        {"$set": {"revoked_at": now, "revoked_for": reason, "retired": []}},
    )
    await ledger.note_revocation(store)


async def sessions_of(store: Store, account: Mapping[str, Any], *, now: datetime) -> list[dict[str, Any]]:
    """List the sessions of an account that hold, at most a hundred, the last used first."""
    where = {"account_id": account["_id"], "epoch": account["session_epoch"], "revoked_at": None}
    found = await ledger.read_many(store, SESSIONS, where, newest_by="used_at", at_most=SESSIONS_SHOWN)
    return [session for session in found if session["expires_at"] > now]


async def own_session(store: Store, account_id: str, session_id: str) -> dict[str, Any] | None:
    """Return a session of this account, over or not; None for others, and for what is none."""
    return await ledger.read(store, SESSIONS, {"_id": session_id, "account_id": account_id})


async def carry_over(store: Store, session_id: str, *, epoch: int) -> None:
    """Let one session live on after all sessions of its account were ended by a new epoch.

    It comes after the change: who is cut off in between signs in again, and nobody else keeps a way in.
    """
    await ledger.change(store, SESSIONS, {"_id": session_id, "revoked_at": None}, {"$set": {"epoch": epoch}})


async def session_of_refresh_token(store: Store, presented: str) -> str | None:
    """Return the session of a refresh token, whatever its age; None for other texts."""
    token = read_refresh_token(presented)
    if token is None:
        return None
    session = await ledger.read(store, SESSIONS, {"_id": token.session_id})
    if session is None or session["family_digest"] != refresh_digest(token.family):
        return None
    return token.session_id


async def session_is_open(store: Store, session_id: str, *, now: datetime) -> bool:
    """Return whether a session still holds: not revoked, not over, its account active."""
    session = await ledger.read(store, SESSIONS, {"_id": session_id})
    if session is None or session["revoked_at"] is not None or session["expires_at"] <= now:
        return False
    return await _account_allows(store, session)


async def open_sessions(store: Store, session_ids: Collection[str], *, now: datetime) -> frozenset[str]:
    """Return those of the sessions that still hold, in two commands for every two hundred."""
    found: set[str] = set()
    asked = sorted(session_ids)
    for start in range(0, len(asked), LOOKED_AT_ONCE):
        batch = asked[start : start + LOOKED_AT_ONCE]
        where = {"_id": {"$in": batch}, "revoked_at": None}
        sessions = await ledger.read_many(store, SESSIONS, where, at_most=len(batch))
        ids = sorted({one["account_id"] for one in sessions})
        rows = await ledger.read_many(store, ACCOUNTS, {"_id": {"$in": ids}}, at_most=len(ids)) if ids else []
        epochs = {one["_id"]: one["session_epoch"] for one in rows if one["is_active"]}
        found |= {
            one["_id"]
            for one in sessions
            if one["expires_at"] > now and epochs.get(one["account_id"]) == one["epoch"]
        }
    return frozenset(found)


async def _replace(
    store: Store, session: Mapping[str, Any], token: RefreshToken, *, salt: str, now: datetime
) -> RefreshToken | None:
    digest = refresh_digest(str(token))
    match refresh_token_state(session, family_digest=refresh_digest(token.family), digest=digest, now=now):
        case RefreshTokenState.CURRENT:
            return await _advance(store, session, token, salt=salt, now=now)
        case RefreshTokenState.GRACE:
            known = retired_salt(session["retired"], digest, now=now)
            return successor(token, known) if known is not None else None
        case RefreshTokenState.REUSED:
            await revoke_family(store, session["_id"], reason="refresh_token_reused", now=now)
            raise Unauthenticated
        case _:
            raise Unauthenticated


async def _advance(
    store: Store, session: Mapping[str, Any], token: RefreshToken, *, salt: str, now: datetime
) -> RefreshToken | None:
    digest = refresh_digest(str(token))
    following = successor(token, salt)
    retired = [*within_grace(session["retired"], now=now), {"digest": digest, "salt": salt, "at": now}]
    won = await ledger.change(
        store,
        SESSIONS,
        {"_id": session["_id"], "current_digest": digest, "revoked_at": None},
        {"$set": {"current_digest": refresh_digest(str(following)), "retired": retired, "used_at": now}},
    )
    return following if won else None


async def _account_allows(store: Store, session: Mapping[str, Any]) -> bool:
    account = await account_by_id(store, session["account_id"])
    return account is not None and account["is_active"] and account["session_epoch"] == session["epoch"]
