"""Rows of deliveries: made of events, found when they are due, and what is noted of each attempt."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any

from documents.kernel.store.connection import Session, Store
from documents.kernel.write import ledger
from documents.webhooks.document import (
    Webhook,
    WebhookDelivery,
    WebhookObject,
    WebhookProblem,
    WebhookStanding,
)
from documents.webhooks.vocabulary import WebhookDeliveryStatus, WebhookProblemKind

WEBHOOK_ROWS = ledger.readable(Webhook)
DELIVERIES = ledger.bookkeeping(WebhookDelivery)
OBJECTS = ledger.bookkeeping(WebhookObject)
STANDINGS = ledger.bookkeeping(WebhookStanding)
PROBLEMS = ledger.bookkeeping(WebhookProblem)

MOST_WEBHOOKS = 1_000
LOOKED_AT = 100
"""Deliveries that one look for the next one goes through."""

MOST_OF_OBJECT = 200
DIGITS = 16

WAITING = WebhookDeliveryStatus.WAITING.value

Row = Mapping[str, Any]


def delivery_id(webhook_id: str, event_id: str) -> str:
    """Return the id that the delivery of an event has wherever it is made."""
    return f"msg_{sha256(f'{webhook_id} {event_id}'.encode()).hexdigest()[:32]}"


def waiting_row(webhook_id: str, event: Row, object_type: str, now: datetime) -> dict[str, Any]:
    """Return the delivery of an event of an object, which waits to be sent."""
    row_id = delivery_id(webhook_id, event["_id"])
    return {
        "_id": row_id,
        "webhook_id": webhook_id,
        "object_id": event["object_id"],
        "object_type": object_type,
        "event_name": event["name"],
        "occurred_at": event["at"],
        "changed": list(event["changed"]),
        "sequence": event["sequence"],
        "previous_sequence": None,
        "position": event["position"],
        "sort_position": f"{event['position']:0{DIGITS}d}|{row_id}",
        **waits_anew(now),
    }


def trial_row(webhook_id: str, row_id: str, position: int, now: datetime) -> dict[str, Any]:
    """Return a delivery that tells of nothing, which waits to be sent."""
    return {
        "_id": row_id,
        "webhook_id": webhook_id,
        **dict.fromkeys(("object_id", "object_type", "event_name", "sequence", "previous_sequence")),
        "occurred_at": now,
        "changed": [],
        "position": position,
        "sort_position": f"{position:0{DIGITS}d}|{row_id}",
        **waits_anew(now),
    }


def waits_anew(now: datetime) -> dict[str, Any]:
    """Return what is noted of a delivery that is to be sent, or sent again."""
    return {
        "status": WAITING,
        "attempts": 0,
        "due_at": now,
        **dict.fromkeys(("first_at", "last_at", "ended_at", "problem", "status_code", "removable_at")),
    }


async def webhooks(store: Store) -> Sequence[Row]:
    """Return all webhooks, as they are stored."""
    return await ledger.read_many(store, WEBHOOK_ROWS, {}, at_most=MOST_WEBHOOKS)


async def webhook_row(store: Store, webhook_id: str) -> Row | None:
    """Return a webhook as it is stored."""
    return await ledger.read(store, WEBHOOK_ROWS, {"_id": webhook_id})


async def add_within(store: Store, session: Session, rows: Sequence[Row]) -> None:
    """Store deliveries in a transaction; one that is there already stays as it is."""
    for row in rows:
        await ledger.change_within(
            store, session, DELIVERIES, {"_id": row["_id"]}, {"$setOnInsert": row}, upsert=True
        )


async def held_receivers(store: Store, now: datetime) -> frozenset[str]:
    """Return the webhooks whose receivers are left alone at a moment."""
    rows = await ledger.read_many(store, STANDINGS, {"held_until": {"$gt": now}}, at_most=MOST_WEBHOOKS)
    return frozenset(row["_id"] for row in rows)


async def is_anything_due(store: Store, webhook_id: str, now: datetime) -> bool:
    """Return whether a delivery of a webhook may be due."""
    return await ledger.read(store, DELIVERIES, _due(webhook_id, now)) is not None


async def next_due(store: Store, webhook: Row, now: datetime) -> Sequence[Row]:
    """Return the deliveries that go out next, together as one: of an object the first that waits, all of them where the
    webhook merges; none where nothing is due.

    What waits behind one that is tried again later comes when that one does. One that was refused comes behind all that was
    not: a receiver that refuses a single one gets the others.
    """
    where, order = _due(webhook["_id"], now), {"attempts": 1, "sort_position": 1}
    found = await ledger.read_many(store, DELIVERIES, where, at_most=LOOKED_AT, sort=order)
    held: set[str] = set()
    for row in found:
        if row["object_id"] is None:
            return [row]
        if row["object_id"] in held:
            continue
        waiting = await _waiting_of(store, row)
        if webhook["merges"]:
            return waiting
        if waiting[0]["due_at"] <= now:
            return waiting[:1]
        held.add(row["object_id"])
        await hold_back(store, waiting[0], waiting[0]["due_at"])
    return ()


async def hold_back(store: Store, row: Row, until: datetime) -> None:
    """Have all that waits of a delivery's object wait until then."""
    if row["object_id"] is not None:
        together = {**_of_object(row), "status": WAITING}
        await ledger.change_many(store, DELIVERIES, together, {"$set": {"due_at": until}})


async def last_sent(store: Store, row: Row) -> int | None:
    """Return the number of the last event of a delivery's object that was sent before it."""
    if row["first_at"] is not None or row["object_id"] is None:
        known: int | None = row["previous_sequence"]
        return known
    sent = await ledger.read(store, OBJECTS, {"_id": _object_key(row)})
    return sent["sequence"] if sent is not None and sent["sequence"] < row["sequence"] else None


async def note_within(store: Store, session: Session, row: Row, sets: Row) -> None:
    """Note in a transaction what became of a delivery that waits."""
    await ledger.change_within(
        store, session, DELIVERIES, {"_id": row["_id"], "status": WAITING}, {"$set": dict(sets)}
    )


async def note_sent_within(store: Store, session: Session, row: Row) -> None:
    """Note in a transaction that an event of an object was sent."""
    if row["object_id"] is not None:
        greatest = {"$max": {"sequence": row["sequence"]}}
        await ledger.change_within(store, session, OBJECTS, {"_id": _object_key(row)}, greatest, upsert=True)


async def note_standing_within(
    store: Store, session: Session, webhook_id: str, *, failures: int, until: datetime | None
) -> None:
    """Note in a transaction how a receiver does."""
    sets = {"$set": {"failures": failures, "held_until": until}}
    await ledger.change_within(store, session, STANDINGS, {"_id": webhook_id}, sets, upsert=True)


async def failures_in_a_row(store: Store, webhook_id: str) -> int:
    """Return how often a receiver has failed since it last took something."""
    row = await ledger.read(store, STANDINGS, {"_id": webhook_id})
    return int(row["failures"]) if row is not None else 0


async def note_problem_within(
    store: Store,
    session: Session,
    webhook_id: str,
    kind: WebhookProblemKind,
    now: datetime,
    *,
    status: int | None = None,
) -> None:
    """Count in a transaction that something went wrong."""
    told = {
        "$inc": {"times": 1},
        "$set": {"last_at": now, "status_code": status},
        "$setOnInsert": {"webhook_id": webhook_id, "kind": kind.value, "first_at": now},
    }
    where = {"_id": _problem_key(webhook_id, kind)}
    await ledger.change_within(store, session, PROBLEMS, where, told, upsert=True)


async def parked_since(store: Store, webhook_ids: Collection[str], since: datetime) -> Mapping[str, Row]:
    """Return webhook → what is noted of its parked deliveries, of those webhooks that had some since a moment."""
    keys = [_problem_key(one, WebhookProblemKind.PARKED) for one in webhook_ids]
    rows = await ledger.read_many(store, PROBLEMS, {"_id": {"$in": sorted(keys)}}, at_most=MOST_WEBHOOKS)
    return {row["webhook_id"]: row for row in rows if row["last_at"] > since}


async def remove_old(store: Store, now: datetime) -> int:
    """Remove the deliveries that were ended long ago, and return how many."""
    return await ledger.remove_many(store, DELIVERIES, {"removable_at": {"$lte": now}})


async def _waiting_of(store: Store, row: Row) -> list[dict[str, Any]]:
    """What waits of a delivery's object, in the order of its events."""
    where = {**_of_object(row), "status": WAITING}
    return await ledger.read_many(store, DELIVERIES, where, at_most=MOST_OF_OBJECT, sort={"sort_position": 1})


def _due(webhook_id: str, now: datetime) -> dict[str, Any]:
    return {"webhook_id": webhook_id, "status": WAITING, "due_at": {"$lte": now}}


def _of_object(row: Row) -> dict[str, Any]:
    return {"webhook_id": row["webhook_id"], "object_id": row["object_id"]}


def _problem_key(webhook_id: str, kind: WebhookProblemKind) -> str:
    return f"{webhook_id}:{kind.value}"


def _object_key(row: Row) -> str:
    return f"{row['webhook_id']}:{row['object_id']}"
