"""Tells people of what happened: finds whom it concerns, asks how they want to be told, and makes their rows."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from documents.center.calendars import calendar_of
from documents.center.settings import PERSONAL_DATA_ALERT, PERSONAL_DATA_ALERT_COUNT, setting
from documents.kernel.read.reference import Snapshot
from documents.kernel.store.connection import Session, Store
from documents.kernel.write import ledger
from documents.kernel.write.announcing import announce
from documents.meetings.events import CALLED_IDS
from documents.notifications.composing import Occasion, composed
from documents.notifications.document import Notification
from documents.notifications.kinds import BY_EVENT, KINDS
from documents.notifications.ladder import LADDER
from documents.notifications.pipelines import object_row, reaches
from documents.notifications.preferences import preferences_of
from documents.notifications.relations import WATCHERS, Standpoint, concerned
from documents.notifications.vocabulary import NotificationKind, NotificationRelation
from documents.watching.keeping import watchers_of

NOTIFICATIONS = ledger.bookkeeping(Notification)

ANNOUNCED = "notification.told"
"""What the log calls it that notifications were stored; it is no event of any object."""

Row = Mapping[str, Any]


async def told_of_event(store: Store, snapshot: Snapshot, event: Row, now: datetime) -> list[dict[str, Any]]:
    """Return the rows that an event brings, without those that are there already; none for most events."""
    kinds = BY_EVENT.get(event["name"], ())
    collection, object_id = event["object_collection"], event["object_id"]
    row = await object_row(store, collection, object_id) if kinds else None
    if row is None:
        return []
    # Whom it concerned then: what the event changed stands as it left it, whatever came later.
    row = {**row, **{one["field"]: one["after"] for one in event["changes"] if one["field"] in row}}
    if any(NotificationRelation.WATCHER in KINDS[kind].relations for kind in kinds):
        row = {**row, WATCHERS: await watchers_of(store, object_id)}
    if kinds == (NotificationKind.PERSONAL_DATA_READ,):
        return await _told_of_reading(store, snapshot, row, event["at"], now)
    actor, moment = event["actor"]["person_id"], Standpoint(snapshot, now)
    only = event.get("facts", {}).get(CALLED_IDS)
    known: set[str] = set()
    found: list[dict[str, Any]] = []
    for kind in kinds:
        people = concerned(collection, row, relations_of(kind, event), moment, but=actor)
        fresh = {
            person: by
            for person, by in people.items()
            if person not in known and (only is None or person in only)
        }
        known |= fresh.keys()
        occasion = Occasion(event["_id"], kind, event["at"], collection, object_id)
        found += await rows_for(store, snapshot, occasion, fresh)
    return found


def person_key(person_id: str) -> str:
    """Return the key under which something is told to a person."""
    return f"person:{person_id}"


async def tell(store: Store, session: Session, rows: Sequence[Row], now: datetime) -> None:
    """Store notifications in a transaction, and have whoever follows theirs hear of those that stand in an inbox."""
    await ledger.add_within(store, session, NOTIFICATIONS, [dict(row) for row in rows])
    shown = [row for row in rows if row["in_inbox"]]
    if shown:
        await announce(
            store,
            session,
            name=ANNOUNCED,
            collection=NOTIFICATIONS,
            ids=[row["_id"] for row in shown],
            keys=[person_key(row["person_id"]) for row in shown],
            now=now,
        )


def relations_of(kind: NotificationKind, event: Row) -> tuple[NotificationRelation, ...]:
    """Return by which relations an event concerns people: of a step of the ladder, those whom it reaches."""
    level = event.get("facts", {}).get("level")
    return KINDS[kind].relations if level is None else LADDER[level - 1].relations


async def _told_of_reading(
    store: Store, snapshot: Snapshot, access: Row, at: datetime, now: datetime
) -> list[dict[str, Any]]:
    person_id, day, kind = access["person_id"], access["day"], NotificationKind.PERSONAL_DATA_READ
    most = setting(snapshot, PERSONAL_DATA_ALERT, default=PERSONAL_DATA_ALERT_COUNT)
    if person_id is None or not await reaches(store, person_id, day, most):
        return []
    # Once a day of each: the origin is the day, not the access that went over the threshold.
    occasion = Occasion(f"accesses:{person_id}:{day}", kind, at, "persons", person_id)
    people = concerned("persons", {}, KINDS[kind].relations, Standpoint(snapshot, now), but=person_id)
    return await rows_for(store, snapshot, occasion, people)


async def rows_for(
    store: Store,
    snapshot: Snapshot,
    occasion: Occasion,
    people: Mapping[str, tuple[NotificationRelation, ...]],
) -> list[dict[str, Any]]:
    """Return the rows that tell these people of an occasion, without those that are there already."""
    if not people:
        return []
    rows = composed(occasion, people, await preferences_of(store, people), calendar_of(snapshot))
    there = await _there(store, [row["_id"] for row in rows])
    return [row for row in rows if row["_id"] not in there]


async def _there(store: Store, ids: Sequence[str]) -> Iterable[str]:
    found = await ledger.read_many(store, NOTIFICATIONS, {"_id": {"$in": list(ids)}}, at_most=len(ids) or 1)
    return {row["_id"] for row in found}
