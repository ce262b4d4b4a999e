"""Queries of one's own exports."""

from typing import Annotated, Any

import strawberry

from documents.exports.keeping import export_of, exports_of
from documents.exports.vocabulary import ExportList
from schema.context import GraphInfo
from schema.exports.columns import COLUMNS
from schema.exports.types import NAME, Export, ExportColumn, shown_export
from schema.ids import decoded
from schema.nodes import query
from schema.shapes.kinds import Id


@strawberry.type
class ExportQueries:
    @query(None, Export, "An export of your own; null where there is none, or its day is over.")
    async def export(self, info: GraphInfo, id: Id) -> Any:
        context = info.context
        row_id = decoded(id, NAME, path=("id",))
        row = await export_of(context.container.store, row_id, context.principal.account_id, context.now)
        return shown_export(row) if row is not None else None

    @query(None, list[Export], "Your own exports of the last day, latest first.")
    async def exports(self, info: GraphInfo) -> Any:
        context = info.context
        rows = await exports_of(context.container.store, context.principal.account_id, context.now)
        return [shown_export(row) for row in rows]

    @query(None, list[ExportColumn], "The columns that an export of a list can hold, the usual ones first.")
    async def export_columns(
        self, list_: Annotated[ExportList, strawberry.argument(name="list", description="The list.")]
    ) -> Any:
        columns = COLUMNS[list_]
        return [
            {"path": path, "title": title, "is_usual": path in columns.usual}
            for path, title in columns.heads.items()
        ]
