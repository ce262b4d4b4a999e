"""The query of saved filters."""

from typing import Any

import strawberry

from documents.saved_filters.keeping import filters_for
from schema.context import GraphInfo
from schema.nodes import query
from schema.saved_filters.types import SavedFilter, shown_filter


@strawberry.type
class SavedFilterQueries:
    @query(
        None,
        list[SavedFilter],
        "Your own saved filters, then those of others that are shared with a role of yours, each by title. Empty for a "
        "partner's client.",
    )
    async def saved_filters(self, info: GraphInfo) -> Any:
        who = info.context.principal
        if who.person_id is None:
            return []
        rows = await filters_for(info.context.container.store, who.person_id, who.roles)
        return [shown_filter(info, row) for row in rows]
