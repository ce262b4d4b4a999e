"""The query of conferences of others."""

from typing import Any

import strawberry

from auth.actions import Action
from documents.conferences.resource import CONFERENCES
from schema.conferences.types import Conference
from schema.connections import CountedConnection, load_connection
from schema.context import GraphInfo
from schema.nodes import query
from schema.shapes.kinds import PageCursor, PageSize


@strawberry.type
class ConferenceQueries:
    @query(
        Action.CONFERENCE_RECORD,
        CountedConnection[Conference],
        "Conferences of others that members took part in (III.5.2), latest first: one's own; all of them for the head.",
    )
    async def conferences(
        self,
        info: GraphInfo,
        first: PageSize | None = None,
        after: PageCursor | None = None,
        last: PageSize | None = None,
        before: PageCursor | None = None,
    ) -> Any:
        order = CONFERENCES.order(None, None)
        return await load_connection(
            info, CONFERENCES, order=order, first=first, after=after, last=last, before=before, where={}
        )
