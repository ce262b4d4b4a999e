"""What every object with a life cycle offers: the actions that are possible now, and the history of those that were."""

from collections.abc import Mapping
from typing import Any

import strawberry

from documents.kernel.read.resource import Resource
from documents.kernel.write.offering import AllowedActions
from schema.actions import AllowedAction
from schema.context import GraphInfo
from schema.history import HistoryConnection, history_of
from schema.loading import ALONE, explained_actions
from schema.shapes.kinds import PageCursor, PageSize

Row = Mapping[str, Any]

OFFERED = "What you may do now, by state and rights; on one object also by its guards."


def actions_of_kept(resource: Resource) -> Any:
    """Return the field `allowedActions` of reference data, whose rows are kept as they are and know no viewer."""

    @strawberry.field(description=OFFERED, graphql_type=list[AllowedAction])
    def resolve(info: GraphInfo, row: strawberry.Parent[Row]) -> Any:
        if row.get(ALONE):
            return explained_actions(info, resource.record, row)
        return AllowedActions(resource.record, info.context.guard_context()).of(row)

    return resolve


def history_field(resource: Resource) -> Any:
    """Return the field `history` of the objects of a resource."""

    @strawberry.field(
        description="What happened, oldest first; at most 100 entries per page.",
        graphql_type=HistoryConnection,
    )
    async def resolve(
        info: GraphInfo, row: strawberry.Parent[Row], first: PageSize = 20, after: PageCursor | None = None
    ) -> Any:
        return await history_of(info, resource, row, first=first, after=after)

    return resolve
