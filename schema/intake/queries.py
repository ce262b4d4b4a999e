"""The query of unknown names of other systems."""

from typing import Any

import strawberry

from auth.actions import Action
from documents.intake.resource import REFERENCES
from schema.connections import CountedConnection, load_connection
from schema.context import GraphInfo
from schema.intake.types import UnmatchedReference
from schema.nodes import query
from schema.shapes.kinds import PageCursor, PageSize


@strawberry.type
class IntakeQueries:
    @query(
        Action.INTAKE_RESOLVE,
        CountedConnection[UnmatchedReference],
        "Names in records of other systems that nothing here went by when they came, those met last first: of your desk's "
        "records, with what was said of them.",
    )
    async def unmatched_references(
        self,
        info: GraphInfo,
        first: PageSize | None = None,
        after: PageCursor | None = None,
        last: PageSize | None = None,
        before: PageCursor | None = None,
    ) -> Any:
        order = REFERENCES.order(None, None)
        return await load_connection(
            info, REFERENCES, order=order, first=first, after=after, last=last, before=before, where={}
        )
