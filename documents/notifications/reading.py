"""One's own notifications: pages, how many are unread, marking them read; and what is shown of the objects they name."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from auth.principal import Principal
from documents.kernel.read.access import Access
from documents.kernel.read.paging import (
    COUNT_CAP,
    Count,
    Direction,
    Order,
    Page,
    Window,
    cut,
    sort_range,
    step,
)
from documents.kernel.store.connection import Store
from documents.kernel.write import ledger
from documents.members.resource import ABSENCES, MEMBERS
from documents.notifications.relations import READ_BY
from documents.notifications.telling import NOTIFICATIONS
from documents.notifications.vocabulary import KINDS, NOUNS, NotificationKind
from documents.organizations.resource import PERSONS
from documents.routing_rules.resource import ROUTING_RULES

ORDER = Order("sort_at", Direction.DESC)
NUMBER_FIELDS = frozenset({"number"})

KEPT = {one.record.collection_name(): one for one in (MEMBERS, ABSENCES, PERSONS, ROUTING_RULES)}
"""Collection → how its rows, which are in memory, are read."""

Row = Mapping[str, Any]


def own(person_id: str, *, is_read: bool | None = None, kinds: Iterable[str] | None = None) -> dict[str, Any]:
    """Return the condition for a person's notifications, narrowed where these are given."""
    where: dict[str, Any] = {"person_id": person_id, "in_inbox": True}
    if is_read is not None:
        where["read_at"] = {"$ne": None} if is_read else None
    if kinds is not None:
        where["kind"] = {"$in": sorted(kinds)}
    return where


async def inbox(store: Store, where: Row, *, window: Window) -> Page:
    """Return a page of the notifications that match, the latest first."""
    bounds = sort_range(window, ORDER)
    within = {**where, ORDER.key: dict(bounds)} if bounds else where
    # A page from the end is read backwards and turned around.
    found = await ledger.read_many(
        store, NOTIFICATIONS, within, at_most=window.size + 1, sort={ORDER.key: step(window, ORDER)}
    )
    return cut(found, window, ORDER)


async def received(store: Store, ids: Collection[str]) -> Mapping[str, Sequence[Row]]:
    """Return the notifications of these ids that stand in an inbox, by the person whose they are."""
    found = await ledger.read_many(store, NOTIFICATIONS, {"_id": {"$in": sorted(ids)}}, at_most=len(ids))
    by_person: dict[str, list[Row]] = {}
    for row in found:
        if row["in_inbox"]:
            by_person.setdefault(row["person_id"], []).append(row)
    return by_person


async def count(store: Store, where: Row) -> Count:
    """Return how many notifications match, counted up to a cap."""
    found = await ledger.count(store, NOTIFICATIONS, where, at_most=COUNT_CAP + 1)
    return Count(min(found, COUNT_CAP), exact=found <= COUNT_CAP)


async def mark_read(store: Store, person_id: str, ids: Iterable[str] | None, now: datetime) -> int:
    """Note a person's notifications with these ids (None: all) as read, and return how many were not; those of others
    stay as they are."""
    where = own(person_id, is_read=False)
    if ids is not None:
        where["_id"] = {"$in": sorted(ids)}
    return await ledger.change_many(store, NOTIFICATIONS, where, {"$set": {"read_at": now}})


async def seen_objects(
    access: Access, who: Principal, now: datetime, rows: Sequence[Row]
) -> Mapping[tuple[str, str], Row]:
    """Return (collection, id) → type, global id and number of the objects that these notifications name, those that the
    viewer may see now; in one command for each collection."""
    wanted: dict[str, set[str]] = {}
    for row in rows:
        wanted.setdefault(row["object_collection"], set()).add(row["object_id"])
    found: dict[tuple[str, str], Row] = {}
    for name, ids in wanted.items():
        if name in READ_BY:
            shown = await access.many(READ_BY[name], who, now, ids=ids, fields=NUMBER_FIELDS)
            found |= {(name, one): row for one, row in shown.items()}
        elif name in KEPT:
            kept = ((one, access.kept(KEPT[name], who, one)) for one in ids)
            found |= {(name, one): row for one, row in kept if row is not None}
    return found


def title_of(kind: str, seen: Row | None) -> str:
    """Return the title of a notification: its kind in words, and of an object that is seen what it is and its number."""
    words = KINDS[NotificationKind(kind)]
    noun = NOUNS.get(seen["__type"]) if seen is not None else None
    if seen is None or noun is None or seen.get("number") is None:
        return words
    # «Вам направлено поручение» says what it is already.
    is_said = noun[:-1] in words.lower()
    return f"{words}: {'№' if is_said else noun} {seen['number']}"
