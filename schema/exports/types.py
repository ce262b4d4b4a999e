"""An export as a type."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import strawberry

from documents.disclosures.vocabulary import RevealField
from documents.exports.rules import percent_done
from documents.exports.vocabulary import ExportFailure, ExportFormat, ExportList, ExportStatus
from documents.kernel.ids import global_id
from schema.context import GraphInfo
from schema.files.links import EXPORTS, HOLDS_FOR, FileLink, address_of

Row = Mapping[str, Any]

NAME = "Export"


@strawberry.type(
    description="Выгрузка: a list with its filter in a file, made for you by the worker and kept for a day."
)
class Export:
    id: strawberry.ID = strawberry.field(description="Opaque; pass it to `export`. It is no id of a Node.")
    list_: ExportList = strawberry.field(name="list", description="The list.")
    format: ExportFormat = strawberry.field(description="The form of the file.")
    columns: list[str] = strawberry.field(description="Paths of the fields in the file, in their order.")
    personal_data: list[RevealField] = strawberry.field(
        description="What of applicants is in the file in plain; empty for a file that shows what the list shows."
    )
    status: ExportStatus = strawberry.field(description="Where it stands.")
    failure: ExportFailure | None = strawberry.field(
        description="Why there is no file; null unless it failed."
    )
    rows: int = strawberry.field(description="Rows that are written by now.")
    progress: int | None = strawberry.field(
        description="How much of it is written, of a hundred; null while a list of more than 10 000 rows is being written."
    )
    size: int | None = strawberry.field(description="Bytes of the file; null until it is there.")
    asked_at: datetime = strawberry.field(description="When it was asked for.")
    ended_at: datetime | None = strawberry.field(description="When it was ready, or failed; null until then.")
    expires_at: datetime = strawberry.field(description="When it is removed.")

    @strawberry.field(
        description=(
            "A signed link to the file, from the root of this server; null until it is there. It holds for five minutes, "
            "for you alone, and only while you have the rights under which the file was made."
        )
    )
    def url(self, info: GraphInfo, export: strawberry.Parent[Row]) -> str | None:
        if export["status"] != ExportStatus.READY.value:
            return None
        context, who = info.context, info.context.principal
        until = context.now + HOLDS_FOR
        link = FileLink(export["row_id"], who.account_id, context.session_id, who.scope, until)
        return address_of(context.cursors, link, EXPORTS)


@strawberry.type(description="Столбец: a field of a list's rows that an export of the list can hold.")
class ExportColumn:
    path: str = strawberry.field(description="The path of the field, as `createExport` takes it.")
    title: str = strawberry.field(description="The head of the column, in Russian.")
    is_usual: bool = strawberry.field(description="Whether it is written if nobody chooses.")


def shown_export(row: Row) -> dict[str, Any]:
    """Return the mapping that the type reads."""
    is_ready = row["status"] == ExportStatus.READY.value
    return {
        "id": global_id(NAME, row["_id"]),
        "row_id": row["_id"],
        "list_": ExportList(row["list_name"]),
        "format": ExportFormat(row["form"]),
        "columns": row["columns"],
        "personal_data": [RevealField(one) for one in row["personal"]],
        "status": ExportStatus(row["status"]),
        "failure": ExportFailure(row["failure"]) if row["failure"] is not None else None,
        "rows": row["row_count"],
        "progress": percent_done(row["status"], row["row_count"], row["total"]),
        "size": row["size_bytes"] if is_ready else None,
        "asked_at": row["asked_at"],
        "ended_at": row["ended_at"],
        "expires_at": row["removable_at"],
    }
