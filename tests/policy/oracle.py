"""The second opinion on the rights (api/leaks/rights.py), over a small municipality made up for the tests."""

from collections.abc import Mapping
from dataclasses import dataclass

from api.leaks import rights
from api.leaks.rights import (
    CELLS,
    COLUMNS,
    KEPT,
    MATRIX_FILE,
    OPEN_TO_ALL,
    REMARKS,
    WORDS,
    Document,
    Seat,
    Town,
    cells,
    hidden_fields,
    may,
    reaches,
    text_mode,
)

__all__ = [
    "CELLS",
    "COLUMNS",
    "DESK_OF",
    "KEPT",
    "MATRIX_FILE",
    "OPEN_TO_ALL",
    "PARENT",
    "REMARKS",
    "WORDS",
    "Document",
    "Person",
    "Seat",
    "Town",
    "cells",
    "hidden_fields",
    "is_inside",
    "may",
    "reaches",
    "text_mode",
]

PARENT: Mapping[str, str | None] = {
    "administration": None,
    "roads-department": "administration",
    "road-repair": "roads-department",
    "road-signs": "road-repair",
    "schools": "administration",
    "heating-company": None,
}
"""Six organizations: who is below whom."""

DESK_OF: Mapping[str, str] = {
    "epgu": "POS",
    "phone": "OFFICE",
    "post": "OFFICE",
    "vk": "SOCIAL",
    "telegram": "SOCIAL",
    "page-comments": "PAGES",
}
"""Six channels and the desk of each."""


SMALL_TOWN = Town(PARENT, DESK_OF)


@dataclass(frozen=True)
class Person(rights.RightsHolder):
    """Somebody of the small municipality, unless another is named."""

    town: Town = SMALL_TOWN


def is_inside(organization: str | None, own: str | None) -> bool:
    """Whether an organization is one's own or lies below it."""
    return rights.is_inside(organization, own, PARENT)
