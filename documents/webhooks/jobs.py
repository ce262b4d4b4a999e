"""The jobs of webhooks: make deliveries of events, send them, and remove those that were ended long ago."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from auth.actions import Action
from documents.kernel.store.connection import Session
from documents.kernel.write.jobs import EVENTS_AT_ONCE, JobRun, Trigger, job
from documents.kernel.write.stamping import events_after
from documents.webhooks import keeping
from documents.webhooks.delivering import Deliverer
from documents.webhooks.queueing import deliveries_of
from documents.webhooks.rules import state_of
from documents.webhooks.vocabulary import WebhookState

RECEIVERS_AT_ONCE = 8
"""A receiver that hangs holds up itself and no other."""


@job(title="Подготовка доставок веб-хуков", trigger=Trigger.EVENTS)
async def queue_deliveries(run: JobRun) -> None:
    """Make deliveries of the events that have a position, each once, for the webhooks that there are."""
    position = await run.notes.position()
    while rows := await events_after(run.store, position, at_most=EVENTS_AT_ONCE):
        if run.is_stopping():
            return
        known = await keeping.webhooks(run.store)
        found = await deliveries_of(run.store, run.access, run.reference, known, rows, run.now)
        position = rows[-1]["position"]
        await _queue(run, found, position)
        run.count("done", len(found))


async def _queue(run: JobRun, rows: Sequence[Mapping[str, Any]], position: int) -> None:
    async def body(session: Session) -> None:
        await keeping.add_within(run.store, session, rows)
        await run.notes.advance(session, position)

    await run.write(body)


@job(
    title="Отправка веб-хуков",
    actions={Action.WEBHOOK_MANAGE},
    every=timedelta(seconds=2),
)
async def deliver_webhooks(run: JobRun) -> None:
    """Send what waits, to several receivers at once. Without a way to send nothing is begun."""
    if run.outgoing is None or run.selections is None or run.vault is None:
        return
    deliverer = Deliverer(run, run.outgoing, run.selections, run.vault)
    held = await keeping.held_receivers(run.store, run.now)
    due = [
        row["_id"]
        for row in await keeping.webhooks(run.store)
        if row["_id"] not in held
        and state_of(row) is WebhookState.ACTIVE
        and await keeping.is_anything_due(run.store, row["_id"], run.now)
    ]
    places = asyncio.Semaphore(RECEIVERS_AT_ONCE)

    async def send(webhook_id: str) -> None:
        async with places:
            await run.each([webhook_id], deliverer.send_waiting)

    # All come to their end before it is told that one could not: what they have sent is noted.
    for ended in await asyncio.gather(*map(send, due), return_exceptions=True):
        if isinstance(ended, BaseException):
            raise ended


@job(title="Удаление старых доставок веб-хуков", every=timedelta(hours=1))
async def remove_old_deliveries(run: JobRun) -> None:
    """Remove deliveries that were taken thirty days ago, or parked ninety days ago; what waits stays."""
    run.count("done", await keeping.remove_old(run.store, run.now))
