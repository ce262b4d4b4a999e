"""Query of the legal acts."""

from typing import Any

import strawberry

from auth.actions import Action
from documents.legal_acts.resource import LEGAL_ACTS
from schema.connections import CountedConnection
from schema.context import GraphInfo
from schema.legal_acts.types import LegalAct
from schema.memory import memory_page
from schema.nodes import query
from schema.shapes.kinds import PageCursor, PageSize


@strawberry.type
class LegalActQueries:
    @query(Action.POLICY_READ, CountedConnection[LegalAct], "Legal acts, latest first.")
    async def legal_acts(
        self,
        info: GraphInfo,
        first: PageSize | None = None,
        after: PageCursor | None = None,
        last: PageSize | None = None,
        before: PageCursor | None = None,
    ) -> Any:
        return memory_page(
            info, LEGAL_ACTS, order=None, direction=None, first=first, after=after, last=last, before=before
        )
