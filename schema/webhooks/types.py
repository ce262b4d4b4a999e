"""A webhook, its deliveries and its problems as types; no secret is a field of any of them."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

import strawberry

from documents.kernel.ids import global_id
from documents.webhooks.reading import (
    ORDER,
    deliveries_page,
    problems_of,
)
from documents.webhooks.resource import WEBHOOKS
from documents.webhooks.rules import state_of
from documents.webhooks.vocabulary import WebhookDeliveryStatus, WebhookProblemKind, WebhookState
from schema.actions import AllowedAction
from schema.connections import Connection, shown_page, window_of
from schema.context import GraphInfo
from schema.lives import OFFERED, history_field
from schema.nodes import Node
from schema.shapes.kinds import PageCursor, PageSize

Row = Mapping[str, Any]


@strawberry.type(
    description="Доставка: an event that is sent to a webhook, under an id that it keeps for good."
)
class WebhookDelivery:
    id: strawberry.ID = strawberry.field(
        description="The `webhook-id` of its requests; pass it to `replayDeliveries`. It is no id of a Node."
    )
    status: WebhookDeliveryStatus = strawberry.field(description="What became of it.")
    is_test: bool = strawberry.field(description="Whether it was asked for by `testWebhook`.")
    object_id: strawberry.ID | None = strawberry.field(
        description="What it tells of, for the client itself; null for administrators, and of a test."
    )
    position: int = strawberry.field(description="The place of its event in the order of all.")
    sequence: int | None = strawberry.field(
        description="The number of its event among those of the case; null of a test."
    )
    attempts: int = strawberry.field(description="How often it was tried since it was last asked for.")
    last_attempt_at: datetime | None = strawberry.field(description="When it was last tried; null if never.")
    next_attempt_at: datetime | None = strawberry.field(
        description="When it is tried next at the earliest; null unless it waits."
    )
    ended_at: datetime | None = strawberry.field(
        description="When it was taken, merged or parked; null while it waits."
    )
    problem: WebhookProblemKind | None = strawberry.field(
        description="What went wrong with the last attempt; null if nothing did."
    )
    status_code: int | None = strawberry.field(
        description="The status that the receiver answered last; null if there was none."
    )


@strawberry.type(description="A page of deliveries, the latest event first.")
class WebhookDeliveryConnection(Connection[WebhookDelivery]):
    """As of every list, without a count."""


@strawberry.type(description="Неполадка веб-хука: what went wrong, a line a kind.")
class WebhookProblem:
    kind: WebhookProblemKind = strawberry.field(description="What went wrong.")
    times: int = strawberry.field(description="How often, since the first time.")
    first_at: datetime = strawberry.field(description="When first.")
    last_at: datetime = strawberry.field(description="When last.")
    status_code: int | None = strawberry.field(
        description="The status that the receiver answered then; null if there was none."
    )


@strawberry.type(
    description="Веб-хук: where a partner's client is told what happens to the cases that it may see."
)
class Webhook(Node):
    title: str = strawberry.field(description="Its name.")
    url: str = strawberry.field(description="Where deliveries are sent.")
    selection: str = strawberry.field(description="The client's query that is run for each delivery.")
    merges: bool = strawberry.field(description="Whether events of one case that wait become one delivery.")
    disabled_at: datetime | None = strawberry.field(
        description="When the receiver said that it is gone (410); null while it is not."
    )
    is_demo: bool = strawberry.field(description="Whether it belongs to the demo municipality.")
    updated_at: datetime = strawberry.field(description="When it last changed.")
    revision: int = strawberry.field(
        description="Increases with every change; pass it as `expectedRevision`."
    )

    @strawberry.field(description="Whose it is: what the client presents at `/auth/token`.")
    def client_id(self, webhook: strawberry.Parent[Row]) -> str:
        return str(webhook["client_login"])

    @strawberry.field(description="The names of the events that are told; all if empty.")
    def events(self, webhook: strawberry.Parent[Row]) -> list[str]:
        return list(webhook["event_names"])

    @strawberry.field(description="Whether anything is sent.")
    def state(self, webhook: strawberry.Parent[Row]) -> WebhookState:
        return state_of(webhook)

    @strawberry.field(
        description="Until when the key before the present one signs as well; null or past if it does not.",
        graphql_type=datetime | None,
    )
    def previous_secret_ends_at(self, webhook: strawberry.Parent[Row]) -> Any:
        return webhook["previous_secret_until"]

    @strawberry.field(
        description="What is sent, latest event first. What was taken is kept for 30 days, what was parked for 90.",
        graphql_type=WebhookDeliveryConnection,
    )
    async def deliveries(
        self,
        info: GraphInfo,
        webhook: strawberry.Parent[Row],
        first: PageSize = 20,
        after: PageCursor | None = None,
    ) -> Any:
        return await _deliveries(info, webhook, None, first, after)

    @strawberry.field(
        description="Of these what is parked: it is sent again only where `replayDeliveries` asks for it.",
        graphql_type=WebhookDeliveryConnection,
    )
    async def parked_deliveries(
        self,
        info: GraphInfo,
        webhook: strawberry.Parent[Row],
        first: PageSize = 20,
        after: PageCursor | None = None,
    ) -> Any:
        return await _deliveries(info, webhook, WebhookDeliveryStatus.PARKED, first, after)

    @strawberry.field(
        description="What went wrong lately, a line a kind, the latest first; empty if nothing ever did.",
        graphql_type=list[WebhookProblem],
    )
    async def problems(self, info: GraphInfo, webhook: strawberry.Parent[Row]) -> Any:
        found = await problems_of(info.context.container.store, webhook["_id"])
        return [{**row, "kind": WebhookProblemKind(row["kind"])} for row in found]

    allowed_actions: list[AllowedAction] = strawberry.field(description=OFFERED)
    history = history_field(WEBHOOKS)


async def _deliveries(
    info: GraphInfo, webhook: Row, status: WebhookDeliveryStatus | None, first: int, after: str | None
) -> dict[str, Any]:
    of, store = webhook["_id"], info.context.container.store
    window = window_of(info, ORDER, first=first, after=after, last=None, before=None, of=of)
    page = await deliveries_page(store, of, status, window=window)
    is_own = info.context.principal.account_id == webhook["client_id"]
    rows = [_shown_delivery(one, is_own=is_own) for one in page.rows]
    return shown_page(info, replace(page, rows=rows), None, of=of)


def _shown_delivery(row: Row, *, is_own: bool) -> dict[str, Any]:
    is_test, waits = row["object_id"] is None, row["status"] == WebhookDeliveryStatus.WAITING
    return {
        "id": row["_id"],
        "status": WebhookDeliveryStatus(row["status"]),
        "is_test": is_test,
        "object_id": global_id(row["object_type"], row["object_id"]) if is_own and not is_test else None,
        "position": row["position"],
        "sequence": row["sequence"],
        "attempts": row["attempts"],
        "last_attempt_at": row["last_at"],
        "next_attempt_at": row["due_at"] if waits else None,
        "ended_at": row["ended_at"],
        "problem": WebhookProblemKind(row["problem"]) if row["problem"] is not None else None,
        "status_code": row["status_code"],
        ORDER.key: row[ORDER.key],
    }
