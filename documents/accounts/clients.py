"""What a partner's client may be registered for, and what it was: its own gate before the policy's; its secrets, its end."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from auth.actions import Action
from auth.policy.table import BY_ROLE
from auth.roles import Role

OFFERED: tuple[Action, ...] = tuple(action for action in Action if (action, Role.INTEGRATION) in BY_ROLE)
"""What a client can be registered for at all: the policy gives its role nothing else."""


def registered_actions(account: Mapping[str, Any]) -> frozenset[Action]:
    """Return the actions that a client was registered for; none where none were stored, or the policy has dropped them."""
    stored = set(account.get("client_actions") or ())
    return frozenset(action for action in OFFERED if action.value in stored)


LONGEST_DOCUMENT, MOST_CHARACTERS = 16_384, 262_144
"""Characters of one registered document and of all that a client has: they are kept in memory, and each must fit into the
cache of documents."""


def registered_texts(account: Mapping[str, Any]) -> Mapping[str, str]:
    """Return the texts that a client may ask for by their hashes; none for people."""
    documents, texts = account.get("client_documents") or (), account.get("client_texts") or ()
    return {one["hash"]: text for one, text in zip(documents, texts, strict=True)}


LONGEST_OVERLAP_HOURS, OVERLAP_HOURS = 168, 24
"""For how long a secret may hold on beside the one that was drawn after it, and for how long it does."""

MARKED_CHARACTERS = 8
"""So much of a digest tells two secrets apart, and nobody what they are: each has some 380 bits."""


def has_expired(account: Mapping[str, Any], now: datetime) -> bool:
    """Return whether an account has come to its end; those of people have none."""
    ends_at = account.get("client_expires_at")
    return ends_at is not None and ends_at <= now


def secret_mark(secret: str) -> str:
    """Return what tells a secret from the one before."""
    return sha256(secret.encode()).hexdigest()[:MARKED_CHARACTERS]


def secret_field(account: Mapping[str, Any], secret: str, now: datetime) -> str:
    """Name the field with the hash that a presented secret is held against: one check, whichever of two it is."""
    until = account.get("client_previous_until")
    is_previous = until is not None and now < until and account["client_secret_mark"] != secret_mark(secret)
    return "client_previous_hash" if is_previous else "client_secret_hash"


def key_holds(account: Mapping[str, Any], digest: str, now: datetime) -> bool:
    """Return whether a key opens Open311 for its client: the present one, or the one before it for as long as that holds."""
    present, *previous = account.get("client_key_digests") or [None]
    until = account.get("client_previous_key_until")
    return digest == present or (digest in previous and until is not None and now < until)


def end_of_overlap(now: datetime, hours: int) -> datetime:
    """Return until when the present secret holds on once another one is drawn."""
    return now + timedelta(hours=hours)
