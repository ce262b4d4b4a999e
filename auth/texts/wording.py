"""A sentence for people in the two languages that are spoken here."""

from typing import NamedTuple


class Text(NamedTuple):
    """One sentence in both languages; names in braces are facts."""

    ru: str
    en: str
