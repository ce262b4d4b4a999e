"""Tells of what happened before anybody was told: the last days of a demo, by the same rules, without mail."""

from datetime import datetime, timedelta

from documents.kernel.read.reference import Snapshot
from documents.kernel.store.connection import Store
from documents.kernel.write import ledger
from documents.notifications.kinds import BY_EVENT
from documents.notifications.pipelines import events_since
from documents.notifications.telling import NOTIFICATIONS, told_of_event

UNREAD = timedelta(days=2)
"""What is older than that, people of the past have read the day after."""


async def tell_of_past(store: Store, snapshot: Snapshot, *, since: datetime, now: datetime) -> int:
    """Store the notifications that the events since then bring, older ones as read, and return how many there are."""
    told = 0
    for event in await events_since(store, BY_EVENT, since):
        for row in await told_of_event(store, snapshot, event, now):
            is_read = row["at"] <= now - UNREAD
            row |= {"mail_state": None, "mail_due_at": None}
            row["read_at"] = row["at"] + timedelta(days=1) if is_read else None
            told += await ledger.add(store, NOTIFICATIONS, row)
    return told
