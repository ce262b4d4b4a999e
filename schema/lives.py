"""What every object with a life cycle offers: the actions that are possible now, and the history of those that were."""

from collections.abc import Mapping
from typing import Any

import strawberry

from schema.actions import AllowedAction, allowed_actions
from schema.context import GraphInfo
from schema.history import HistoryConnection, history_of

Row = Mapping[str, Any]


def actions_of(collection: str) -> Any:
    """The field `allowedActions` of the objects of a collection."""

    @strawberry.field(
        description="What you may do now, by state and rights; on one object also by its guards.",
        graphql_type=list[AllowedAction],
    )
    def resolve(info: GraphInfo, row: strawberry.Parent[Row]) -> Any:
        return allowed_actions(info, row, collection)

    return resolve


def history_field(collection: str) -> Any:
    """The field `history` of the objects of a collection."""

    @strawberry.field(
        description="What happened, oldest first; at most 100 a page.", graphql_type=HistoryConnection
    )
    async def resolve(
        info: GraphInfo, row: strawberry.Parent[Row], first: int = 20, after: str | None = None
    ) -> Any:
        return await history_of(info, collection, row, first=first, after=after)

    return resolve
