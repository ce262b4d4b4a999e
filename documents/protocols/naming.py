"""Whether the text of a protocol names a file that belongs to it, as Russian office practice writes it (§2.6)."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

Row = Mapping[str, Any]

NAMED = re.compile(
    r"(?:согласно|по|в)\s+приложени(?:ю|и|ям|ях)(?=\s*(?:№|\d|к (?:настоящему )?(?:протоколу|решению)|[.,;)]|$))"
    r"|\((?:см\.\s*)?приложени[ея](?:\s*№?\s*\d+)?\)"
    r"|приложени\w*\s*№\s*\d|\bприлага(?:ется|ются)\b|\bсогласно приложению\b",
    re.IGNORECASE,
)
"""Words that point to what is attached; a «мобильное приложение» does not."""


def names_attachment(items: Sequence[Row]) -> bool:
    """Return whether a decision, or what one orders, points to something that is attached to the protocol."""
    return any(
        NAMED.search(text) is not None
        for item in items
        for decision in item["decisions"]
        for text in (decision["text"], *(one["text"] for one in decision["assignments"]))
    )
