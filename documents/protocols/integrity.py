"""Whether a signed protocol is still what was signed (invariant 8)."""

from collections.abc import Mapping
from typing import Any

from documents.kernel.record import EmbeddedDocument
from documents.protocols.document import (
    CancelledAssignment,
    Decision,
    DissentingOpinion,
    Item,
    Ordered,
    Votes,
)
from documents.protocols.rules import content_hash

NESTED: Mapping[type[EmbeddedDocument], Mapping[str, type[EmbeddedDocument]]] = {
    Item: {"decisions": Decision},
    Decision: {"assignments": Ordered, "votes": Votes, "cancels": CancelledAssignment},
}


def is_unchanged(row: Mapping[str, Any]) -> bool:
    """Return whether a signed row hashes to what was stored at signing; a row that was shown may carry more beside it."""
    return bool(row["content_hash"] == content_hash(stored_contents(row)))


def stored_contents(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row with what its signature covers as it is stored, without what is shown beside it."""
    dissents = [_stored(DissentingOpinion, one) for one in row.get("dissents") or ()]
    return {**row, "items": [_stored(Item, item) for item in row["items"]], "dissents": dissents}


def _stored(part: type[EmbeddedDocument], row: Mapping[str, Any]) -> dict[str, Any]:
    nested = NESTED.get(part, {})
    # What was signed before there was such a field has none of it.
    kept = (name for name in part.model_fields if name in row)
    return {name: _value(nested.get(name), row[name]) for name in kept}


def _value(part: type[EmbeddedDocument] | None, value: Any) -> Any:
    if part is None or value is None:
        return value
    return [_stored(part, one) for one in value] if isinstance(value, list) else _stored(part, value)
