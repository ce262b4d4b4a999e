"""Sealed fields of documents: each value is sealed for its place, and only where its document says that it is."""

from collections.abc import Mapping

from auth.crypto.sealing import Vault
from documents.kernel.record import Record


def place_of(kind: type[Record], record_id: str, field: str) -> str:
    """Return the place that a value is sealed for: collection, row and field. Raises: ValueError for a field that its
    document does not declare sealed, since a change of keys would pass it over."""
    if field not in kind.sealed:
        raise ValueError(f"{kind.__name__} does not declare {field} as sealed")
    return f"{kind.collection_name()}:{record_id}:{field}"


def sealed_values(
    vault: Vault, kind: type[Record], record_id: str, given: Mapping[str, str | None]
) -> dict[str, str | None]:
    """Return what was given for sealed fields of a row, as it is stored; null stays null. Raises: ValueError."""
    places = {name: place_of(kind, record_id, name) for name in given}
    return {
        name: None if value is None else vault.seal(value, place=places[name])
        for name, value in given.items()
    }


def opened_values(
    vault: Vault, kind: type[Record], record_id: str, stored: Mapping[str, str | None]
) -> dict[str, str | None]:
    """Return the plain values of stored sealed fields; null stays null. Raises: SealBroken, ValueError."""
    places = {name: place_of(kind, record_id, name) for name in stored}
    return {
        name: None if value is None else vault.open(value, place=places[name])
        for name, value in stored.items()
    }
