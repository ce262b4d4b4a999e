"""Signatures as Standard Webhooks defines them: HMAC-SHA256 over id, moment and body, one for each key that holds."""

import base64
import hmac
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from hashlib import sha256

PREFIX = "whsec_"
"""Stands before a key where it is written down; the rest is base64."""

SCHEME = "v1"


def signed_headers(secrets: Iterable[str], message_id: str, body: bytes, now: datetime) -> Mapping[str, str]:
    """Return the headers by which a receiver knows who sent a body, and when: signed with each of the keys."""
    timestamp = str(int(now.replace(tzinfo=UTC).timestamp()))
    signed = b".".join((message_id.encode(), timestamp.encode(), body))
    return {
        "webhook-id": message_id,
        "webhook-timestamp": timestamp,
        "webhook-signature": " ".join(f"{SCHEME},{_signature(one, signed)}" for one in secrets),
    }


def _signature(secret: str, signed: bytes) -> str:
    key = base64.b64decode(secret.removeprefix(PREFIX))
    return base64.b64encode(hmac.new(key, signed, sha256).digest()).decode()
