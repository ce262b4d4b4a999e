"""The query of webhooks: a client's own, or all of them."""

from typing import Any

import strawberry

from auth.actions import Action
from documents.webhooks.resource import WEBHOOKS
from schema.connections import CountedConnection, load_connection
from schema.context import GraphInfo
from schema.nodes import FORBIDDEN, query
from schema.shapes.kinds import PageCursor, PageSize
from schema.webhooks.types import Webhook


@strawberry.type
class WebhookQueries:
    @query(
        Action.WEBHOOK_MANAGE,
        CountedConnection[Webhook],
        "Webhooks of partners' clients, by title: a client's own, all of them for the administrator.",
        otherwise=FORBIDDEN,
    )
    async def webhooks(
        self,
        info: GraphInfo,
        first: PageSize | None = None,
        after: PageCursor | None = None,
        last: PageSize | None = None,
        before: PageCursor | None = None,
    ) -> Any:
        order = WEBHOOKS.order(None, None)
        return await load_connection(
            info, WEBHOOKS, order=order, first=first, after=after, last=last, before=before, where={}
        )
