"""What may be kept in a saved filter: no personal data, since it outlives the search and is shown to others."""

from collections.abc import Iterator, Mapping
from typing import Any

from auth.errors import Invalid, Problem
from documents.cases.free_text import redact_field

NEVER_KEPT = ("applicantPhone", "applicantEmail")
"""Fields that look for one person."""

WRITTEN: Mapping[str, tuple[str, str]] = {
    "search": ("", "search"),
    "street": ("location", "street"),
    "house": ("location", "house"),
    "tags": ("", "tags"),
    "externalId": ("", "external_id"),
}
"""Fields of words → as which field of a case they are read: what is redacted there is not kept here."""


def personal_data(given: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield a problem for each field of a filter (as callers write it) that holds somebody's personal data."""
    for name in NEVER_KEPT:
        if name in given:
            yield Invalid("personal_data", path=("filter", name))
    for name, (place, field) in WRITTEN.items():
        for path, text in _texts(name, given.get(name)):
            if redact_field(place, field, text) != text:
                yield Invalid("personal_data", path=("filter", *path))


def _texts(name: str, value: Any) -> Iterator[tuple[tuple[str, ...], str]]:
    if isinstance(value, str):
        yield (name,), value
    for index, one in enumerate(value if isinstance(value, list) else ()):
        yield (name, str(index)), one
