"""Reads what notifications are made from, without the rights of anybody: whom it is told to is decided afterwards."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from documents.disclosures.document import PersonalDataAccess
from documents.kernel.store.connection import Store
from documents.kernel.write.events import EventRecord

CONCERNING = (
    "_id", "kind", "status", "access_keys", "channel_id", "sector_id", "recipient_id", "organization_id",
    "assignee_id", "co_assignee_ids", "responsible_id", "co_executor_ids", "controller_id", "secretary_id",
)  # fmt: skip
"""The stored keys by which an object concerns somebody."""

EVENTS = EventRecord.collection_name()

Row = Mapping[str, Any]


async def object_row(store: Store, collection: str, object_id: str) -> Row | None:
    """Return a stored object; None where there is none."""
    rows = await store.find(collection, {"_id": object_id}, at_most=1)
    return rows[0] if rows else None


async def reaches(store: Store, person_id: str, day: str, most: int) -> bool:
    """Return whether a person's accesses to personal data on a local day have come to `most`."""
    where = {"day": day, "person_id": person_id}
    found = await store.find(PersonalDataAccess.collection_name(), where, keys=("_id",), at_most=most)
    return len(found) >= most


async def becoming(
    store: Store, collection: str, key: str, statuses: Collection[str], since: datetime, until: datetime
) -> Sequence[Row]:
    """Return the objects in these states whose moment under `key` lies in (since, until]: what tells whom they concern."""
    where = {key: {"$gt": since, "$lte": until}, "status": {"$in": sorted(statuses)}}
    return await store.find(collection, where, keys=(*CONCERNING, key))


async def late(store: Store, collection: str, statuses: Collection[str], until: datetime) -> Sequence[Row]:
    """Return the objects in these states that became overdue until then: what tells how far each was reported."""
    where = {"overdue_at": {"$lte": until}, "status": {"$in": sorted(statuses)}}
    keys = ("_id", "kind", "revision", "overdue_at", "escalation_level", "escalated_from")
    return await store.find(collection, where, keys=keys)


async def numbered(store: Store, collection: str, object_id: str) -> Row | None:
    """Return what a stored object is, its number, and the keys of its rights; None where there is none."""
    keys = ("_id", "kind", "status", "number", "access_keys")
    rows = await store.find(collection, {"_id": object_id}, keys=keys, at_most=1)
    return rows[0] if rows else None


async def events_since(store: Store, names: Collection[str], since: datetime) -> Sequence[Row]:
    """Return the events of these names from a moment on, the earliest first."""
    rows = await store.find(EVENTS, {"at": {"$gte": since}}, sort={"at": 1})
    return [row for row in rows if row["name"] in names]
