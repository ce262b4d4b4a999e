"""Deliveries and problems of a webhook, for whoever has been shown the webhook itself."""

from collections.abc import Mapping, Sequence
from typing import Any

from documents.kernel.read.paging import Direction, Order, Page, Window, cut, sort_range, step
from documents.kernel.store.connection import Store
from documents.kernel.write import ledger
from documents.webhooks.keeping import DELIVERIES, PROBLEMS
from documents.webhooks.vocabulary import WebhookDeliveryStatus, WebhookProblemKind

ORDER = Order("sort_position", Direction.DESC)

Row = Mapping[str, Any]


async def deliveries_page(
    store: Store, webhook_id: str, status: WebhookDeliveryStatus | None, *, window: Window
) -> Page:
    """Return a page of the deliveries of a webhook, or of those in one state, the latest event first."""
    bounds, where = sort_range(window, ORDER), {"webhook_id": webhook_id}
    where |= {"status": status.value} if status is not None else {}
    within = {**where, ORDER.key: dict(bounds)} if bounds else where
    found = await ledger.read_many(
        store, DELIVERIES, within, at_most=window.size + 1, sort={ORDER.key: step(window, ORDER)}
    )
    return cut(found, window, ORDER)


async def problems_of(store: Store, webhook_id: str) -> Sequence[Row]:
    """Return what went wrong with a webhook, a row a kind, the latest first."""
    where = {"webhook_id": webhook_id}
    return await ledger.read_many(
        store, PROBLEMS, where, at_most=len(WebhookProblemKind), newest_by="last_at"
    )
