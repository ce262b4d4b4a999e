"""The job that tells the administrators of webhooks with parked deliveries: once a day of each, however many they are."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from documents.center.calendars import calendar_of
from documents.kernel.read.reference import Snapshot
from documents.kernel.store.connection import Store
from documents.kernel.write.jobs import JobRun, job
from documents.notifications.composing import Occasion
from documents.notifications.kinds import KINDS
from documents.notifications.relations import Standpoint, concerned
from documents.notifications.telling import rows_for, tell
from documents.notifications.vocabulary import NotificationKind
from documents.webhooks import keeping

WEBHOOKS = "webhooks"
PARKED = NotificationKind.WEBHOOK_PARKED

LOOKS_BACK = timedelta(days=3)
"""What was parked longer ago and is not told by then is not told any more."""

Row = Mapping[str, Any]


@job(title="Уведомления об отложенных доставках веб-хуков", every=timedelta(minutes=5))
async def tell_of_parked_deliveries(run: JobRun) -> None:
    """Tell who looks after webhooks of each that has parked deliveries, once for each local day on which one was parked."""
    webhooks = {str(row["_id"]): row for row in await keeping.webhooks(run.store)}
    parked = await keeping.parked_since(run.store, webhooks, run.now - LOOKS_BACK)
    snapshot = await run.reference.current()

    async def work(webhook_id: str) -> None:
        told = await told_of_parked(run.store, snapshot, webhooks[webhook_id], parked[webhook_id], run.now)
        if told:
            await run.write(lambda session: tell(run.store, session, told, run.now))

    await run.each(sorted(parked), work)


async def told_of_parked(
    store: Store, snapshot: Snapshot, webhook: Row, problem: Row, now: datetime
) -> list[dict[str, Any]]:
    """Return the rows that tell of the parked deliveries of a webhook, without those that are there already."""
    at = problem["last_at"]
    # The day and not the delivery: a receiver that is down for long is told of once a day.
    origin = f"{WEBHOOKS}:{webhook['_id']}:{calendar_of(snapshot).day_of(at)}"
    occasion = Occasion(origin, PARKED, at, WEBHOOKS, webhook["_id"])
    people = concerned(WEBHOOKS, webhook, KINDS[PARKED].relations, Standpoint(snapshot, now))
    return await rows_for(store, snapshot, occasion, people)
