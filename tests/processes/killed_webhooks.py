"""The jobs of webhooks that workers are killed in the middle of: an event is queued once, what is sent twice has its id."""

from collections import Counter
from datetime import datetime, timedelta
from typing import Any

from documents.kernel.write.stamping import head
from documents.privacy.sealing import sealed_values
from documents.webhooks.document import Webhook
from documents.webhooks.keeping import trial_row
from tests.processes.heaps import Heap, KilledJob, Mark, Rows, Surroundings, each_of, numbered
from tests.support.cases import of_partner
from tests.support.keys import VAULT

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
PARTNER = "account-partner"


async def put_webhook(place: Surroundings, webhook_id: str, url: str, *, is_paused: bool) -> None:
    """A webhook of the partner's."""
    webhook = Webhook(
        id=webhook_id,
        updated_at=place.town.now,
        client_id=PARTNER,
        client_login="partner",
        title=webhook_id,
        url=url,
        selection="query Case($id: ID!) { node(id: $id) { id } }",
        is_paused=is_paused,
        **sealed_values(VAULT, Webhook, webhook_id, {"secret": SECRET}),
    )
    webhook.derive()
    await place.town.store.collection("webhooks").insert_one(webhook.to_row())


async def _events(place: Surroundings, prefix: str, count: int, now: datetime) -> Heap:
    """Cases of the partner's that are registered: each event becomes one delivery."""
    place.town.now = now
    followed = {"due_at": now, "runs": 0, "failures": 0, "counts": {}, "position": 0}
    # A job that never ran begins with what comes after.
    jobs = place.town.store.collection("jobs")
    await jobs.update_one({"_id": "queue_deliveries"}, {"$setOnInsert": followed}, upsert=True)
    await put_webhook(place, prefix, "https://example.org/", is_paused=True)
    ids = [(await of_partner(place.town, one)).id for one in numbered(prefix, count)]

    def done(rows: Rows) -> Counter[Mark]:
        found = rows("webhook_deliveries", webhook_id=prefix, object_id={"$in": ids})
        return Counter((row["object_id"], "queued") for row in found)

    return Heap(each_of(ids, ["queued"]), done)


async def _parked(place: Surroundings, prefix: str, count: int, now: datetime) -> Heap:
    """Webhooks with deliveries that were parked: of each the administrator is told."""
    ids = numbered(prefix, count)
    for one in ids:
        await put_webhook(place, one, "https://example.org/", is_paused=True)
    noted = {"kind": "PARKED", "times": 2, "first_at": now, "last_at": now, "status_code": 503}
    problems = place.town.store.collection("webhook_problems")
    await problems.insert_many([{"_id": f"{one}:PARKED", "webhook_id": one, **noted} for one in ids])

    def done(rows: Rows) -> Counter[Mark]:
        found = rows("notifications", object_id={"$in": ids}, kind="WEBHOOK_PARKED")
        return Counter((row["object_id"], row["person_id"]) for row in found)

    return Heap(each_of(ids, ["person-admin"]), done)


async def _deliveries(place: Surroundings, prefix: str, count: int, now: datetime) -> Heap:
    """Deliveries that wait: each is taken, and one that is taken again bears its id again."""
    await put_webhook(place, prefix, place.receiver.url, is_paused=False)
    position, ids = await head(place.town.store), numbered(prefix, count)
    rows_to_send: list[dict[str, Any]] = [
        trial_row(prefix, one, position, now - timedelta(minutes=1)) for one in ids
    ]
    await place.town.store.collection("webhook_deliveries").insert_many(rows_to_send)

    def done(rows: Rows) -> Counter[Mark]:
        noted = {row["_id"] for row in rows("webhook_deliveries", webhook_id=prefix, status="DELIVERED")}
        return Counter((one.name, "sent") for one in [*place.receiver.taken] if one.name in noted)

    return Heap(each_of(ids, ["sent"]), done)


WEBHOOK_JOBS = (
    KilledJob("deliver_webhooks", _deliveries, may_repeat=True),
    KilledJob("queue_deliveries", _events, is_periodic=False),
    KilledJob("tell_of_parked_deliveries", _parked),
)
