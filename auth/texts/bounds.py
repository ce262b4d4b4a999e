"""The bounds of a value in words: numbers as they are, days and moments as people write days."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from auth.texts.wording import Text

DAY_LETTERS = len("2026-04-07")
NOTHING = Text("", "")


def bounds_in_words(facts: Mapping[str, Any]) -> Text:
    """Return what stands behind a text that says a value is out of bounds: both of them; nothing where they are not told."""
    if "least" not in facts or "most" not in facts:
        return NOTHING
    least, most = (_bound(facts[name]) for name in ("least", "most"))
    return Text(f": от {least.ru} до {most.ru}", f": from {least.en} to {most.en}")


def _bound(value: Any) -> Text:
    if isinstance(value, str):
        day = value[:DAY_LETTERS]
        return Text(f"{date.fromisoformat(day):%d.%m.%Y}", day)
    return Text(str(value).replace(".", ","), str(value))
