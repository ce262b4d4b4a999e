"""The history of one object, told from the event log: who did what when, and which fields changed from what to what."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from auth.actions import Action
from auth.policy.decide import hidden, lists_with_hidden, tells_history
from auth.principal import Principal
from documents.kernel.names import camel
from documents.kernel.read.access import Access
from documents.kernel.read.paging import Direction, Order, Page, Window, empty_page
from documents.kernel.read.resource import Relation, Resource
from documents.kernel.write.events import EventRecord, event_kind, sequence_key

Row = Mapping[str, Any]

ORDER = Order("sort_sequence", Direction.ASC)

EVENTS = Resource(
    name="event",
    record=EventRecord,
    read=Action.AUDIT_READ,
    orders={"SEQUENCE": ORDER.key},
    default_order=("SEQUENCE", ORDER.direction),
)
"""The log itself. A history is read through the object it tells of, with the rights one has on that object now."""


async def history(access: Access, who: Principal, resource: Resource, row: Row, window: Window) -> Page:
    """Return a page of what happened to an object that `access` has shown to `who`, first event first; empty for who may not
    read its history.

    Entries: sort_sequence (for cursors), at, actor and acting_for (rows of those who act, or None), actor_role, action (the
    permission used), name and words of the event, changes [{field, name, from, to, has_values}]: the path in GraphQL, the
    stored name, and texts, numbers, global ids or None; `has_values` is false where the log only names the field, and the
    object does not keep the words either. What is withheld on the row is not even named.
    """
    if not _is_told(who, resource, row):
        return empty_page(ORDER)
    where = {"object_collection": resource.record.collection_name(), "object_id": row["_id"]}
    found = await access.related(EVENTS, where=where, order=ORDER, window=window)
    withheld = _withheld(who, resource, row)
    entries = [_entry(access, who, resource, row, event, withheld) for event in found.rows]
    return Page(entries, ORDER, has_next=found.has_next, has_previous=found.has_previous)


async def histories(
    access: Access, who: Principal, resource: Resource, rows: Sequence[Row], *, first: int
) -> list[Page]:
    """Return the first page of each row's history, in the order of `rows`, in one command for all of them; those that `who`
    may not read are empty, and asked for nowhere.

    Sequence numbers begin at 1 and have no gaps, so the first entries of every object are one range.
    """
    asked = [row["_id"] for row in rows if _is_told(who, resource, row)]
    where = {
        "object_collection": resource.record.collection_name(),
        "object_id": {"$in": asked},
        ORDER.key: {"$lte": sequence_key(first + 1)},
    }
    most = len(asked) * (first + 1)
    found = await access.related_many(EVENTS, where=where, order=ORDER, at_most=most) if asked else []
    told: dict[str, list[Row]] = {}
    for event in found:
        told.setdefault(event["object_id"], []).append(event)
    return [_first_page(access, who, resource, row, told.get(row["_id"], []), first) for row in rows]


def _is_told(who: Principal, resource: Resource, row: Row) -> bool:
    return tells_history(who, resource.name, row, read=resource.read_of(row.get("kind")))


def _withheld(who: Principal, resource: Resource, row: Row) -> frozenset[str]:
    return hidden(who, resource.name, row) | lists_with_hidden(who, resource.name, row)


def _first_page(
    access: Access, who: Principal, resource: Resource, row: Row, events: list[Row], first: int
) -> Page:
    withheld = _withheld(who, resource, row)
    entries = [_entry(access, who, resource, row, event, withheld) for event in events[:first]]
    return Page(entries, ORDER, has_next=len(events) > first, has_previous=False)


def _entry(
    access: Access, who: Principal, resource: Resource, row: Row, event: Row, withheld: frozenset[str]
) -> dict[str, Any]:
    return {
        "__type": "HistoryEntry",
        "sort_sequence": event["sort_sequence"],
        "at": event["at"],
        "actor": access.actor(who, event["actor"]["person_id"]),
        "actor_role": event["actor"]["role"],
        "acting_for": access.actor(who, event["acting_for_id"]),
        "action": event["action"],
        "name": event["name"],
        "words": event_kind(event["name"]).words,
        "changes": list(_changes(access, resource, row, event, withheld)),
    }


def changed_fields(who: Principal, resource: Resource, row: Row, event: Row) -> list[str]:
    """Name what an event changed of an object that `who` may see, as paths in GraphQL; what is withheld on the row is not
    named."""
    told = _told_fields(resource, event, _withheld(who, resource, row))
    return list(dict.fromkeys(camel(path) for _, _, _, path in told))


def _told_fields(
    resource: Resource, event: Row, withheld: frozenset[str]
) -> Iterator[tuple[str, str, Relation | None, str]]:
    by_key = {relation.key: (name, relation) for name, relation in resource.relations.items()}
    for key in event["changed"]:
        name, relation = by_key.get(key, (key, None))
        path = resource.paths.get(key, name)
        follows = key in resource.record.untold or key.endswith("_redacted")
        if path is not None and not (follows or key in withheld or name in withheld):
            yield key, name, relation, path


def _changes(
    access: Access, resource: Resource, row: Row, event: Row, withheld: frozenset[str]
) -> Iterator[dict[str, Any]]:
    told = {one["field"]: one for one in event["changes"]}
    for key, name, relation, path in _told_fields(resource, event, withheld):
        # Of a field that holds something withheld only the name is told.
        holds_withheld = any(one.startswith(f"{key}.") for one in withheld)
        values = None if holds_withheld else told.get(key) or _worded(resource, row, key, event["at"])
        yield {
            "field": camel(path),
            "name": name,
            "from": _shown(access, relation, values["before"]) if values else None,
            "to": _shown(access, relation, values["after"]) if values else None,
            "has_values": values is not None,
        }


def _worded(resource: Resource, row: Row, key: str, at: datetime) -> Row | None:
    """The words of a text before and after, where the object keeps them, as the viewer reads them there."""
    known = resource.wordings
    if known is None or key not in known.fields or not known.fields <= row.keys():
        return None
    words = known.told(dict(row), key, at)
    return None if words is None else {"before": words[0], "after": words[1]}


def _shown(access: Access, relation: Relation | None, value: Any) -> Any:
    """A value as callers know it: ids as global ids, moments in UTC with `Z`."""
    if isinstance(value, list):
        return [_shown(access, relation, one) for one in value]
    if relation is not None and isinstance(value, str):
        target = access.reference.row(relation.collection, value)
        return target["id"] if target is not None else None
    if isinstance(value, datetime):
        return value.isoformat() + "Z"
    return value
