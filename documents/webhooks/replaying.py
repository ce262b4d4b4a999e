"""Events of a range as deliveries of a webhook, to be sent again: also those that were never made, or are gone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from auth.actions import Action
from auth.policy.decide import plan
from auth.principal import Principal
from documents.kernel.read.access import Access
from documents.kernel.read.reference import Reference
from documents.kernel.store.connection import Store
from documents.kernel.write.stamping import events_after, head
from documents.webhooks import keeping
from documents.webhooks.operations import REPLAYED_AT_ONCE
from documents.webhooks.queueing import deliveries_of

LOOKED_AT_ONCE = 500
MOST_LOOKED_AT = 5_000
"""Events that one call looks through, whoever may see them."""


@dataclass(frozen=True)
class ReplayRange:
    """What is sent again of a range, and where to go on; None where that was all of it."""

    rows: Sequence[Mapping[str, Any]]
    next_position: int | None = None


async def replayed_rows(
    store: Store,
    access: Access,
    reference: Reference,
    who: Principal,
    webhook_id: str | None,
    *,
    first: int,
    last: int | None,
    now: datetime,
) -> ReplayRange:
    """Return the deliveries of the events from one position to another (None: the last), of what the client may see now;
    none of a webhook that is not there, or not for who asks: the operation says so in its turn."""
    webhook = await keeping.webhook_row(store, webhook_id) if webhook_id is not None else None
    if webhook is None or not plan(who, Action.WEBHOOK_MANAGE).admits(webhook["access_keys"]):
        return ReplayRange(())
    end = await head(store)
    position, until = max(0, first - 1), end if last is None else min(last, end)
    found: list[dict[str, Any]] = []
    looked_at = 0
    while position < until and looked_at < MOST_LOOKED_AT:
        size = min(LOOKED_AT_ONCE, until - position)
        events = await events_after(store, position, at_most=size)
        rows = await deliveries_of(store, access, reference, [webhook], events, now)
        room = REPLAYED_AT_ONCE - len(found)
        if len(rows) > room:
            return ReplayRange([*found, *rows[:room]], rows[room]["position"])
        found += rows
        position, looked_at = position + size, looked_at + size
    return ReplayRange(found, position + 1 if position < until else None)
