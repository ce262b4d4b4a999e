"""Deliveries and problems of a webhook, for whoever has been shown the webhook itself."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

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
from documents.webhooks.keeping import DELIVERIES, PROBLEMS
from documents.webhooks.vocabulary import WebhookDeliveryStatus, WebhookProblemKind

ORDER = Order("sort_position", Direction.DESC)

Row = Mapping[str, Any]
Statuses = Iterable[WebhookDeliveryStatus] | None


async def deliveries_page(store: Store, webhook_id: str, statuses: Statuses, *, window: Window) -> Page:
    """Return a page of the deliveries of a webhook, the latest event first."""
    bounds, where = sort_range(window, ORDER), _of(webhook_id, statuses)
    within = {**where, ORDER.key: dict(bounds)} if bounds else where
    found = await ledger.read_many(
        store, DELIVERIES, within, at_most=window.size + 1, sort={ORDER.key: step(window, ORDER)}
    )
    return cut(found, window, ORDER)


async def count_deliveries(store: Store, webhook_id: str, statuses: Statuses) -> Count:
    """Return how many deliveries of a webhook there are, counted up to a cap."""
    found = await ledger.count(store, DELIVERIES, _of(webhook_id, statuses), at_most=COUNT_CAP + 1)
    return Count(min(found, COUNT_CAP), exact=found <= COUNT_CAP)


async def problems_of(store: Store, webhook_id: str) -> Sequence[Row]:
    """Return what went wrong with a webhook, a row a kind, the latest first."""
    where = {"webhook_id": webhook_id}
    return await ledger.read_many(
        store, PROBLEMS, where, at_most=len(WebhookProblemKind), newest_by="last_at"
    )


def _of(webhook_id: str, statuses: Statuses) -> dict[str, Any]:
    where: dict[str, Any] = {"webhook_id": webhook_id}
    if statuses is not None:
        where["status"] = {"$in": sorted(one.value for one in statuses)}
    return where
