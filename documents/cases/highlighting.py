"""Where a search was found in what a reader sees of a case: pieces of its texts, with what was found marked."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from documents.kernel.search import SearchWords, found_at

OPENING, CLOSING = "⟦", "⟧"
"""Stand around what was found: signs that nobody types, and that mean nothing to a browser."""

MOST_FRAGMENTS = 3
"""Pieces of one field."""

AROUND = 60
"""Characters shown before and behind what was found."""

CUT = "…"

HIGHLIGHTED = frozenset({"summary", "text", "publications", "responses", "number"})
"""The fields that a search looks into."""

Row = Mapping[str, Any]
Span = tuple[int, int]

_SPACE = re.compile(r"\s+")

_TEXTS: Mapping[str, Callable[[Row], Sequence[str | None]]] = {
    "summary": lambda row: [row.get("summary")],
    "text": lambda row: [row.get("text")],
    "publications.text": lambda row: [one.get("text") for one in row.get("publications") or ()],
    "responses.text": lambda row: [one.get("text") for one in row.get("responses") or ()],
}
"""Field, as callers know it → its texts in a row as the reader sees it: redacted, or none where it is withheld."""


def highlights(row: Row, sought: SearchWords | str) -> list[dict[str, Any]]:
    """Return the fields of a shown row in which a search is found, each with its fragments; a text is the beginning of a
    number. Empty where what was found is not for this reader."""
    if isinstance(sought, str):
        number = str(row["number"])
        end = len(sought) if number.startswith(sought) else 0
        return [{"field": "number", "fragments": [_marked(number, [(0, end)])]}] if end else []
    told = ((field, _fragments(texts(row), sought)) for field, texts in _TEXTS.items())
    return [{"field": field, "fragments": fragments} for field, fragments in told if fragments]


def _fragments(texts: Sequence[str | None], sought: SearchWords) -> list[str]:
    found = (piece for text in texts if text for piece in _pieces(text, found_at(text, sought)))
    return [piece for piece, _ in zip(found, range(MOST_FRAGMENTS), strict=False)]


def _pieces(text: str, spans: Sequence[Span]) -> Iterator[str]:
    """The text around what was found, piece by piece; what stands near each other is in one."""
    place = 0
    while place < len(spans):
        start, end = max(0, spans[place][0] - AROUND), spans[place][1] + AROUND
        inside = [one for one in spans[place:] if one[1] <= end]
        start, end = _whole_words(text, start, min(end, len(text)), (inside[0][0], inside[-1][1]))
        piece = _marked(text[start:end], [(first - start, last - start) for first, last in inside])
        yield f"{CUT if start else ''}{_SPACE.sub(' ', piece).strip()}{CUT if end < len(text) else ''}"
        place += len(inside)


def _whole_words(text: str, start: int, end: int, kept: Span) -> Span:
    """The same part without the halves of words at its ends; what was found is kept whole."""
    before, behind = text[start : kept[0]], text[kept[1] : end]
    if start and " " in before:
        start = kept[0] - len(before.partition(" ")[2])
    if end < len(text) and " " in behind:
        end = kept[1] + len(behind.rpartition(" ")[0])
    return start, end


def _marked(text: str, spans: Sequence[Span]) -> str:
    pieces, place = [], 0
    for start, end in spans:
        pieces += [text[place:start], OPENING, text[start:end], CLOSING]
        place = end
    return "".join([*pieces, text[place:]])
