"""Which of what is offered is tried: one object of each state, and in a plain run each thing that is said once."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from documents.kernel.write.operation import Effect, Operation, operations
from tests.support.deciding import ABOUT_MORE

Row = Mapping[str, Any]

OF_TYPE: Mapping[str, str] = {"UserAccount": "PERSON", "Client": "CLIENT"}


@cache
def moving(type_name: str) -> list[Operation]:
    """The operations that move objects of a type, by name."""
    kind = OF_TYPE.get(type_name, type_name.upper())
    record = {"Message": "Case", "Appeal": "Case", "Incident": "Case"}.get(type_name, type_name)
    record = {"UserAccount": "Account", "Client": "Account"}.get(type_name, record)
    return [
        one
        for _, one in sorted(operations().items())
        if one.effect is Effect.MOVES
        and not one.by_system
        and one.shown_name not in ABOUT_MORE
        and one.record.__name__ == record
        and (not one.kinds or kind in one.kinds)
    ]


def stands(row: Row) -> tuple[Any, ...]:
    """How an object stands, to whoever sees it: one of each is tried."""
    drafts = row.get("responses") or ()
    last = drafts[-1]["status"] if drafts else None
    offered = tuple((one["action"], one["allowed"]) for one in row["allowedActions"])
    is_formalized = row.get("topic") is not None or row.get("outsideSectors")
    return (row["__typename"], row.get("status"), row.get("isActive"), last, is_formalized, offered)


def sampled(rows: Sequence[Row], roles: Any, known: set[Any]) -> Iterator[tuple[Row, list[str]]]:
    """One object of each state that nobody of the same roles has tried, and of each type in any case, with the actions to
    try: what is offered on none of the rows is tried once."""
    offered = {one["action"] for row in rows for one in row["allowedActions"]}
    met: set[str] = set()
    for row in rows:
        kind, state = row["__typename"], (roles, stands(row))
        if state in known and kind in met:
            continue
        every = [one.shown_name for one in moving(kind)]
        yield row, [one for one in every if one in offered or kind not in met]
        known.add(state)
        met.add(kind)


def said_anew(row: Row, roles: Any, names: Sequence[str], said: set[Any]) -> list[str]:
    """Those of the actions of which something is said for the first time: that these roles may do it on an object of the
    type, that somebody may on one that stands so, or that nobody may who is told the same reason, or is offered nothing, on
    an object of whichever type that stands so."""
    offered = {one["action"]: one for one in row["allowedActions"]}
    found = []
    for name in names:
        one = offered.get(name)
        kind, standing = row["__typename"], (row.get("status"), row.get("isActive"), name)
        if one is not None and one["allowed"]:
            sayings = {(kind, roles, name), (kind, *standing)}
        else:
            reason = next(iter(one["reasons"]), None) if one is not None else None
            told = reason and (reason["code"], reason["rule"], *sorted(reason["facts"] or ()))
            sayings = {(*standing, one is not None, told)}
        if not sayings <= said:
            said |= sayings
            found.append(name)
    return found
