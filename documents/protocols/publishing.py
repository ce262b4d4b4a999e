"""The copy of a signed protocol for the site: the decisions, without people, redacted (III.2)."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from documents.privacy.redaction import redact

Row = Mapping[str, Any]


def published_items(items: Sequence[Row], left_out: Collection[int]) -> list[dict[str, Any]]:
    """Return what a copy for the site says: each question that is not left out, with its decisions, redacted. Who spoke, who
    voted how and who is to do what stays inside."""
    return [
        {
            "order": item["order"],
            "title": redact(item["title"]),
            "decisions": [redact(one["text"]) for one in item["decisions"]],
        }
        for item in items
        if item["order"] not in left_out
    ]


def characters_of(items: Sequence[Row]) -> int:
    """Return how many characters are looked at."""
    return sum(len(one["text"]) for item in items for one in item["decisions"])
