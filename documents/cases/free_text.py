"""Which fields of a case are written freely, and how each is redacted for who may not read it in plain.

Each is stored redacted beside itself, so that no list redacts while it is read; a row from before that is redacted then.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from documents.kernel.record import EmbeddedDocument
from documents.privacy.redaction import redact, redact_place

CasePart = TypeVar("CasePart", bound=EmbeddedDocument)

OWN = ""
"""The case itself, as the place of a field."""

FREE_TEXT: Mapping[str, tuple[str, ...]] = {
    OWN: ("summary", "text"),
    "location": ("street", "house", "description"),
    "routings": ("reason", "return_reason"),
    "responses": ("text", "return_reason"),
    "rejection": ("comment",),
    "decisions": ("reason",),
    "deliveries": ("note",),
    "publications": ("text",),
    "attachments": ("name", "caption"),
    "notes": ("text",),
    "earlier_wordings": ("text",),
    "satisfaction": ("comment",),
    "quality_checks": ("comment",),
    "drafts": ("text",),
}
"""Where the words of residents and officials stand: part of the case and its fields."""

LISTED = ("tags",)
"""Lists of words that officials choose freely: short and few, so they are redacted while they are read."""

_REDACTIONS: Mapping[str, Callable[[str], str]] = {
    "location.street": redact_place,
    "location.house": redact_place,
}
"""Fields that hold less than a sentence: a flat is joined to its house there without a word."""


def redact_field(place: str, name: str, text: str) -> str:
    """Return the text of one field as it is read by who may not read the case in plain."""
    return _REDACTIONS.get(f"{place}.{name}", redact)(text)


def with_redacted(place: str, part: CasePart) -> CasePart:
    """Return a part of a case with its texts redacted beside them; the same part where nothing of it is new."""
    told = {
        f"{name}_redacted": text and redact_field(place, name, text)
        for name, text in ((name, getattr(part, name)) for name in FREE_TEXT[place])
    }
    is_known = all(getattr(part, name) == text for name, text in told.items())
    return part if is_known else part.model_copy(update=told)


def redactor_of(keys: frozenset[str] | None) -> Callable[[dict[str, Any]], None]:
    """Return what puts the redacted text in the place of each text of a row that has these stored keys (None: all); parts
    are copied, not changed."""

    def read(names: Iterable[str]) -> tuple[str, ...]:
        return tuple(name for name in names if keys is None or name in keys)

    listed, own = read(LISTED), read(FREE_TEXT[OWN])
    places = tuple((place, FREE_TEXT[place]) for place in read(FREE_TEXT) if place != OWN)

    def swap(row: dict[str, Any]) -> None:
        for name in listed:
            if row.get(name):
                row[name] = [redact(one) for one in row[name]]
        _swap(OWN, row, own)
        for place, names in places:
            part = row.get(place)
            if isinstance(part, list):
                row[place] = [_swapped(place, one, names) for one in part]
            elif part:
                row[place] = _swapped(place, part, names)

    return swap


def stored_beside(name: str) -> frozenset[str]:
    """Return the stored keys that a field of the case itself needs to be shown."""
    return frozenset({name, f"{name}_redacted"})


def _swapped(place: str, part: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    copied = dict(part)
    _swap(place, copied, names)
    return copied


def _swap(place: str, part: dict[str, Any], names: tuple[str, ...]) -> None:
    for name in names:
        text = part.get(name)
        if text:
            beside = part.get(f"{name}_redacted")
            part[name] = redact_field(place, name, text) if beside is None else beside
