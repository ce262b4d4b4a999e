"""Many words as one pattern that reads no letter twice: where words begin alike, what they begin with stands there once."""

import re
from collections.abc import Iterable

from documents.privacy.rules.draft import Found


def any_of(words: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern of any of some words of small Russian letters, up to the end of a word."""
    return re.compile(rf"{tree_of(words)}(?![а-я])")


def tree_of(words: Iterable[str]) -> str:
    """Return the same as the text of a pattern, without the end."""
    return _tree(sorted(set(words)))


def whole_words(pattern: re.Pattern[str], text: str) -> list[Found]:
    """Return where words of a pattern of `any_of` stand that no letter is before.

    What stands before is looked at behind: a pattern that begins by looking back stops at every letter.
    """
    found = [one.span() for one in pattern.finditer(text)]
    return [(start, end) for start, end in found if start == 0 or not "а" <= text[start - 1] <= "я"]


def _tree(words: list[str]) -> str:
    beginnings: dict[str, list[str]] = {}
    for word in words:
        if word:
            beginnings.setdefault(word[0], []).append(word[1:])
    branches = [letter + _tree(rest) for letter, rest in beginnings.items()]
    if not branches:
        return ""
    told = branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"
    return f"(?:{told})?" if "" in words else told
