"""The stored shape of a call under an idempotency key: digests, who works on it, and what came of it; never the input."""

from datetime import datetime
from typing import Any, ClassVar

from beanie import Document
from pymongo import ASCENDING, IndexModel

from documents.kernel.record import EmbeddedDocument


class CallResult(EmbeddedDocument):
    """What a call has left behind: the id of its object (null where it has none), and figures that only its answer held."""

    object_id: str | None = None
    kept: dict[str, Any] = {}


class IdempotentCall(Document):
    """One call under a key. Its id is a keyed digest of the caller, the call's name and the key; it is removed at
    `expires_at`.

    While `result` is null it is reserved for one attempt (`holder`), until `lapses_at`.
    """

    id: str  # type: ignore[assignment]  # the digest
    input_digest: str
    holder: str
    lapses_at: datetime
    expires_at: datetime
    result: CallResult | None = None

    class Settings:
        name = "idempotent_calls"
        indexes: ClassVar[list[IndexModel]] = [
            IndexModel([("expires_at", ASCENDING)], name="expiry", expireAfterSeconds=0),
        ]


BOOKKEEPING: tuple[type[Document], ...] = (IdempotentCall,)
"""Rows that are no documents of the domain. Backups hold them: a call must not be done twice because of a restore."""
