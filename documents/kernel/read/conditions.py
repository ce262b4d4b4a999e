"""Conditions for the store: those that are given are all kept, also two on one stored field."""

from collections.abc import Mapping
from typing import Any


def add(where: dict[str, Any], key: str, condition: Any) -> None:
    """Require one more thing of a stored field; flat where the field has no other condition, as indexes serve best."""
    if key in where:
        where["$and"] = [*where.get("$and", ()), {key: condition}]
    else:
        where[key] = condition


def both(one: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    """Return the condition that demands all of two."""
    found = {**one}
    for key, condition in other.items():
        if key == "$and":
            found["$and"] = [*found.get("$and", ()), *condition]
        else:
            add(found, key, condition)
    return found
