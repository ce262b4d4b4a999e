"""What every object with a life cycle offers: the actions that are possible now, and the history of those that were."""

from collections.abc import Mapping
from typing import Any

import strawberry

from documents.kernel.write.operation import Offering
from documents.registry import RECORDS
from schema.actions import AllowedAction
from schema.context import GraphInfo
from schema.history import HistoryConnection, history_of
from schema.loading import ALONE, explained_actions

Row = Mapping[str, Any]

OFFERED = "What you may do now, by state and rights; on one object also by its guards."
RECORD_OF = {record.collection_name(): record for record in RECORDS}


def actions_of_kept(collection: str) -> Any:
    """The field `allowedActions` of reference data, whose rows are kept as they are and know no viewer."""

    @strawberry.field(description=OFFERED, graphql_type=list[AllowedAction])
    def resolve(info: GraphInfo, row: strawberry.Parent[Row]) -> Any:
        record = RECORD_OF[collection]
        if row.get(ALONE):
            return explained_actions(info, record, row)
        return Offering(record, info.context.scene()).of(row)

    return resolve


def history_field(collection: str) -> Any:
    """The field `history` of the objects of a collection."""

    @strawberry.field(
        description="What happened, oldest first; at most 100 entries per page.",
        graphql_type=HistoryConnection,
    )
    async def resolve(
        info: GraphInfo, row: strawberry.Parent[Row], first: int = 20, after: str | None = None
    ) -> Any:
        return await history_of(info, collection, row, first=first, after=after)

    return resolve
