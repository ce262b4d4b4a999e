"""Where a case is, read from what somebody wrote: the street of the directory, the house in one form, and the flat apart.

Nothing that is written is refused: what is not recognized stays as it was written, and says so (`remarks_on`).
"""

import re
from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any

from auth.errors import Invalid
from documents.cases.filing import street_key
from documents.cases.house_numbers import flat_number, house_and_flat
from documents.kernel.read.reference import Snapshot
from documents.kernel.text.matching import matching

Row = Mapping[str, Any]
PlaceFields = dict[str, Any]


class PlaceRemark(StrEnum):
    """What of a place was not recognized, and is kept as it was written."""

    STREET_NOT_IN_DIRECTORY = "STREET_NOT_IN_DIRECTORY"
    HOUSE_NOT_READ = "HOUSE_NOT_READ"


REMARKS: Mapping[PlaceRemark, str] = {
    PlaceRemark.STREET_NOT_IN_DIRECTORY: "Улица не найдена в справочнике, оставлена как написана",
    PlaceRemark.HOUSE_NOT_READ: "Номер дома не распознан, оставлен как написан",
}

IN_MEMORY = "streets by name"
"""Where a snapshot of the reference data keeps the streets by settlement and what they are compared by."""

_HOUSE_BEHIND = re.compile(r"(?<![^\W_])(?=(?:(?:дом|д)\.? ?)?[0-9])")


def located(
    reference: Snapshot, given: Row | None, settlement_id: str | None, *, path: str = "location"
) -> tuple[PlaceFields, str | None]:
    """Return a place as it is stored, and its settlement: that of the street where only the street was chosen.

    Raises: INVALID (`unknown_street`) for an id of no street, or of one of another settlement.
    """
    place = {name: value for name, value in (given or {}).items() if not name.endswith("_redacted")}
    chosen = place.get("street_id")
    if chosen is not None:
        row = reference.row("streets", chosen)
        if row is None or settlement_id not in (None, row["settlement_id"]):
            raise Invalid("unknown_street", path=(*path.split("."), "streetId"))
        settlement_id, place["street"] = row["settlement_id"], row["title"]
    else:
        place |= _street_found(_streets_of(reference, settlement_id), place)
    return place | _numbers(place), settlement_id


def recognized(reference: Snapshot, stored: Row, settlement_id: str | None) -> PlaceFields:
    """Return a stored place as it would be stored now; one whose street is known keeps it."""
    place = {name: value for name, value in stored.items() if not name.endswith("_redacted")}
    if place.get("street_id") is None:
        place |= _street_found(_streets_of(reference, settlement_id), place)
    return place | _numbers(place)


def remarks_on(place: Row) -> Iterator[PlaceRemark]:
    """Yield what of a stored place was not recognized."""
    if place.get("street") and place.get("street_id") is None:
        yield PlaceRemark.STREET_NOT_IN_DIRECTORY
    if place.get("house") and house_and_flat(place["house"]) is None:
        yield PlaceRemark.HOUSE_NOT_READ


def _streets_of(reference: Snapshot, settlement_id: str | None) -> Mapping[str, Row]:
    """The streets of a settlement by what they are compared by; none where it is not known."""
    found: dict[str, dict[str, Row]] | None = reference.memo.get(IN_MEMORY)
    if found is None:
        found = reference.memo[IN_MEMORY] = {}
        for row in reference.rows("streets"):
            found.setdefault(row["settlement_id"], {})[street_key(row["title"])] = row
    return found.get(settlement_id, {}) if settlement_id is not None else {}


def _street_found(streets: Mapping[str, Row], place: Row) -> PlaceFields:
    """The street that is written, by itself or with the house behind it."""
    written = place.get("street")
    if not written or not streets:
        return {}
    row = streets.get(street_key(written))
    if row is not None:
        return {"street_id": row["_id"], "street": row["title"]}
    if place.get("house"):
        return {}
    text = matching(written)
    for behind in _HOUSE_BEHIND.finditer(text):
        row, house = streets.get(street_key(text[: behind.start()])), text[behind.start() :]
        if row is not None and house_and_flat(house) is not None:
            return {"street_id": row["_id"], "street": row["title"], "house": house}
    return {}


def _numbers(place: Row) -> PlaceFields:
    """House and flat, each by itself; a flat of its own is not replaced by one behind the house."""
    sets: PlaceFields = {}
    flat = place.get("flat")
    if flat:
        sets["flat"] = flat_number(flat)
    found = house_and_flat(place.get("house") or "")
    if found is not None:
        sets["house"] = found[0]
        if found[1] is not None and not flat:
            sets["flat"] = found[1]
    return sets
