"""A file that an object carries, as a type: what is stored of it, what the virus scanner said, and a link to it."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Annotated, Any

import strawberry
from strawberry.dataloader import DataLoader

from documents.files.storing import file_rows
from documents.files.vocabulary import ScanStatus
from schema.context import Context, GraphInfo
from schema.files.links import HOLDS_FOR, FileLink, address_of

Row = Mapping[str, Any]


@strawberry.type(description="What the virus scanner said of a file.")
class FileScan:
    status: ScanStatus = strawberry.field(description="The result.")
    at: datetime | None = strawberry.field(description="When it was scanned; null if it was not.")


@strawberry.type(
    name="File",
    description=(
        "Файл: a file that an object carries. It has no rights of its own: whoever sees the object sees it, except where "
        "the object says otherwise."
    ),
)
class FileType:
    id: strawberry.ID = strawberry.field(
        description="Opaque id, the one that the upload was given. A file is found through its object, not by `node`."
    )
    name: str = strawberry.field(description="Name with extension; redacted like the text of its object.")
    size: int = strawberry.field(description="Size in bytes.")
    mime: str = strawberry.field(description="Media type, told by the content.")
    caption: str | None = strawberry.field(
        description="What it shows, in words; redacted like the text of its object. Null if nobody said."
    )
    is_public: bool = strawberry.field(
        description="Whether it is meant to be shown to the public along with the answer, once it is cleared."
    )
    is_cleared: bool = strawberry.field(description="Whether it was found to be free of personal data.")
    evidence_of: int | None = strawberry.field(
        description="The `no` of the answer or notice of which it shows how it was delivered; null for all others."
    )
    added_at: datetime = strawberry.field(description="When it was attached.")
    added_by: Any = strawberry.field(
        description="Who attached it; null for a partner's client.",
        # Officials stand in a folder above, which shows files itself.
        graphql_type=Annotated["Person", strawberry.lazy("schema.directory.types")]  # noqa: F821
        | None,
    )

    @strawberry.field(description="What the virus scanner said of it.", graphql_type=FileScan)
    async def scan(self, info: GraphInfo, file: strawberry.Parent[Row]) -> Any:
        loader = info.context.memo.get(LOADER)
        if loader is None:
            loader = info.context.memo[LOADER] = DataLoader(load_fn=_scans(info.context), cache=False)
        return await loader.load(file["file_id"])

    @strawberry.field(
        description=(
            "A signed link to the content, from the root of this server. It holds for five minutes, for you alone, and only "
            "while you may see the file."
        )
    )
    def url(self, info: GraphInfo, file: strawberry.Parent[Row]) -> str:
        context = info.context
        who = context.principal
        link = FileLink(
            file["file_id"], who.account_id, context.session_id, who.scope, context.now + HOLDS_FOR
        )
        return address_of(context.cursors, link)


LOADER = "loader of scans"


def _scans(context: Context) -> Callable[[list[str]], Any]:
    async def load(file_ids: list[str]) -> list[Row]:
        rows = await file_rows(context.container.store, list(dict.fromkeys(file_ids)))
        return [_scan(rows.get(one)) for one in file_ids]

    return load


def _scan(row: Row | None) -> Row:
    # A file of an installation that lost its row is served to nobody.
    status = row["scan_status"] if row is not None else ScanStatus.FAILED
    return {"status": ScanStatus(status), "at": row["scanned_at"] if row is not None else None}
