"""The stream of changes as a partner reads it page by page: what happened behind a place, under the rights of now.

What the reader may see is told with the names of the fields that it may read; what left its view is told by id alone, and
of what was never in it nothing is. Whoever takes a place, then lists what it may see, and then follows the stream from
that place, has what it could list at any moment.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from auth.policy.decide import Plan, withholding
from auth.principal import Principal
from documents.kernel.read.access import BATCH, Access
from documents.kernel.read.following import Verdict, told_id, verdict
from documents.kernel.read.history import changed_fields
from documents.kernel.read.narrowing import in_both
from documents.kernel.read.readable import Readable, readable
from documents.kernel.read.resource import Resource
from documents.kernel.store.connection import Store
from documents.kernel.write.stamping import events_after

Row = Mapping[str, Any]

LOOKED_AT_ONCE = 500
MOST_LOOKED_AT = 2_000
"""Events that one page looks through, whoever may see them: most of a busy center are none of one partner's."""


@dataclass(frozen=True)
class ToldEvent:
    """One event as it is told: the global id of its object, and what happened to it; no name, moment and fields where the
    object has left the reader's view."""

    position: int
    object_id: str
    at: datetime | None = None
    name: str | None = None
    changed_fields: Sequence[str] = ()


@dataclass(frozen=True)
class Stretch:
    """A page of the stream: up to where the log was looked through, and whether there was more of it."""

    events: Sequence[ToldEvent]
    position: int
    has_more: bool


def sight(who: Principal, resource: Resource, opened: Plan) -> str:
    """Return a word for what a reader may see of the stream: another one where its rights are others. Without an event
    nobody could say what they have taken away or given."""
    seen = followed(who, resource, opened)
    rights = (seen.plan.everything, *map(sorted, (seen.plan.keys, seen.only or (), seen.closed)))
    return sha256(repr(rights).encode()).hexdigest()[:16]


async def catch_up(
    store: Store,
    access: Access,
    who: Principal,
    resource: Resource,
    opened: Plan,
    position: int,
    *,
    last: int,
    first: int,
) -> Stretch:
    """Return at most `first` events behind a position and up to `last`, of the objects of a resource that `who` may read and
    that `opened` covers."""
    told, looked_at = list[ToldEvent](), 0
    while position < last and len(told) < first and looked_at < MOST_LOOKED_AT:
        rows = await events_after(store, position, at_most=min(LOOKED_AT_ONCE, last - position))
        objects = await _objects(access, who, resource, rows)
        for row in rows:
            if len(told) == first:
                break
            position = row["position"]
            one = _told(who, resource, opened, row, objects.get(row["object_id"]))
            told += [one] if one is not None else []
        looked_at += LOOKED_AT_ONCE
        if not rows:
            position = min(last, position + LOOKED_AT_ONCE)
    return Stretch(told, position, has_more=position < last)


async def _objects(
    access: Access, who: Principal, resource: Resource, rows: Sequence[Row]
) -> Mapping[str, Row]:
    """What decides of the objects of events, by id: whether they are seen, and which of their fields are withheld."""
    collection, inputs = resource.record.collection_name(), withholding(who, resource.name)
    ids = list(dict.fromkeys(one["object_id"] for one in rows if one["object_collection"] == collection))
    keys = {*(resource.stored(frozenset()) or ()), *(inputs.fields if inputs is not None else ())}
    found: dict[str, Row] = {}
    for start in range(0, len(ids), BATCH):
        batch = ids[start : start + BATCH]
        where = {"_id": {"$in": batch}}
        found |= {
            row["_id"]: row
            for row in await access.sample(resource, where=where, keys=keys, at_most=len(batch))
        }
    return found


def _told(who: Principal, resource: Resource, opened: Plan, event: Row, row: Row | None) -> ToldEvent | None:
    if event["object_collection"] != resource.record.collection_name() or row is None:
        return None
    found = verdict(followed(who, resource, opened), event, row, matches=True, was_told=False)
    if found is Verdict.UNTOLD:
        return None
    object_id = told_id(resource, row)
    if found is Verdict.LOST:
        return ToldEvent(event["position"], object_id)
    names = changed_fields(who, resource, row, event)
    return ToldEvent(event["position"], object_id, event["at"], event["name"], names)


def followed(who: Principal, resource: Resource, opened: Plan) -> Readable:
    """Return what may be read, of that which is told in the stream at all."""
    seen = readable(who, resource)
    return Readable(in_both(seen.plan, opened), seen.only, seen.closed)
