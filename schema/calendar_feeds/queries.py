"""The query of the link of one's own feed."""

from typing import Any

import strawberry

from documents.calendar_feeds.keeping import link_of
from schema.calendar_feeds.types import CalendarLink, shown_link
from schema.context import GraphInfo
from schema.nodes import query


@strawberry.type
class CalendarFeedQueries:
    @query(
        None,
        CalendarLink,
        "The link of your own calendar feed; null where there is none that can be followed.",
    )
    async def calendar_link(self, info: GraphInfo) -> Any:
        context = info.context
        if context.principal.person_id is None:
            return None
        store, vault = context.container.store, context.container.vault
        assert vault is not None, "links are made under a key"
        found = await link_of(store, vault, context.principal.person_id, context.now)
        return shown_link(found) if found is not None else None
