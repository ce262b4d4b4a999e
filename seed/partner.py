"""What the partner of the demo keeps: a paused webhook to a reserved name, and deliveries in each state."""

from datetime import datetime, timedelta
from typing import Any

from auth.crypto.tokens import new_webhook_secret
from documents.accounts.clients import OFFERED
from documents.container import Container
from documents.kernel.write import ledger
from documents.kernel.write.runner import Request
from documents.kernel.write.stamping import events_after, head
from documents.notifications.jobs.webhooks import told_of_parked
from documents.notifications.telling import NOTIFICATIONS
from documents.webhooks.keeping import DELIVERIES, PROBLEMS, webhook_row
from documents.webhooks.operations import register_webhook
from documents.webhooks.queueing import deliveries_of
from documents.webhooks.rules import KEPT_DELIVERED, KEPT_PARKED, TRIED_FOR
from documents.webhooks.vocabulary import WebhookDeliveryStatus, WebhookProblemKind

WEBHOOK = {
    "title": "Изменения обращений",
    # Reserved for examples: nobody is there, and nothing is sent while it is paused.
    "url": "https://example.org/pult",
    "selection": "query Case($id: ID!) { node(id: $id) { ... on Case { number status dueAt } } }",
    "event_names": [],
    "merges": False,
    "is_paused": True,
}

NARROWED: dict[str, Any] = {
    "id": "account-demo-partner-roads",
    "login": "demo-partner-roads",
    "client_name": "Система дорожной службы (демонстрация)",
    "client_owner": "Демонстрационный партнёр",
    "client_system": "DEMO_PARTNER",
    "client_actions": [action.value for action in OFFERED],
    "client_sectors": ["ROADS"],
    "is_demo": True,
}
"""A client of the same system that sees one sector of it; it has no secret until `rotateClientSecret` draws one."""

EVENTS_LOOKED_AT = 3_000
SHOWN = 12
"""Deliveries that the demo has."""

DELIVERED = {
    "status": WebhookDeliveryStatus.DELIVERED.value,
    "attempts": 1,
    "status_code": 204,
}
PARKED = {
    "status": WebhookDeliveryStatus.PARKED.value,
    "attempts": 24,
    "status_code": 503,
    "problem": WebhookProblemKind.FAILED.value,
}


async def register_of_partner(container: Container, login: str, now: datetime) -> str:
    """Register the webhook of a client; its id."""
    facts = {
        "client_login": login,
        "fields": WEBHOOK,
        "secret": new_webhook_secret(),
        "opens": (),
        "faults": (),
        "is_demo": True,
    }
    outcomes = await container.runner.run_together([Request(register_webhook, None, now, facts=facts)])
    record = outcomes[0].record
    assert record is not None
    return record.id


async def store_deliveries(container: Container, webhook_id: str, login: str, now: datetime) -> None:
    """Store deliveries of the last events that the partner is told of: of each kind some, the last ones wait."""
    webhook = {"_id": webhook_id, "client_id": f"account-{login}", "event_names": []}
    start = max(0, await head(container.store) - EVENTS_LOOKED_AT)
    events = await events_after(container.store, start, at_most=EVENTS_LOOKED_AT)
    rows = await deliveries_of(container.store, container.access, container.reference, [webhook], events, now)
    for number, row in enumerate(rows[-SHOWN:]):
        at = row["occurred_at"]
        ended = DELIVERED if number < SHOWN // 2 else PARKED if number == SHOWN // 2 else {}
        await ledger.add(container.store, DELIVERIES, {**row, **_ended(ended, at)})
        if ended is PARKED:
            await _store_problems(container, webhook_id, at, now)


async def _store_problems(container: Container, webhook_id: str, at: datetime, now: datetime) -> None:
    """Store what went wrong until a delivery was parked, and that the administrator was told of it."""
    last = min(at + TRIED_FOR, now)
    failed = {"times": PARKED["attempts"], "first_at": at}
    parked = {"times": 1, "first_at": last}
    problem: dict[str, Any] = {
        "webhook_id": webhook_id,
        "last_at": last,
        "status_code": PARKED["status_code"],
    }
    for kind, told in ((WebhookProblemKind.FAILED, failed), (WebhookProblemKind.PARKED, parked)):
        row = {"_id": f"{webhook_id}:{kind.value}", "kind": kind.value, **problem, **told}
        await ledger.add(container.store, PROBLEMS, row)
    webhook = await webhook_row(container.store, webhook_id)
    assert webhook is not None
    snapshot = container.reference.snapshot
    for row in await told_of_parked(container.store, snapshot, webhook, problem, now):
        await ledger.add(container.store, NOTIFICATIONS, {**row, "mail_state": None, "mail_due_at": None})


def _ended(ended: dict[str, Any], at: datetime) -> dict[str, Any]:
    """What is noted of a delivery that came to its end; nothing of one that waits."""
    if not ended:
        return {}
    is_parked = ended is PARKED
    last = at + TRIED_FOR if is_parked else at + timedelta(seconds=2)
    kept = KEPT_PARKED if is_parked else KEPT_DELIVERED
    return {**ended, "first_at": at, "last_at": last, "ended_at": last, "removable_at": last + kept}
