"""The stored shapes of exports: what was asked for by whom, how far it is, and the content of the file beside it."""

from datetime import datetime
from typing import Any, ClassVar

from beanie import Document
from pymongo import ASCENDING, IndexModel

BUCKET = "exports"
"""The large files of this kind, in the layout of GridFS."""


class ExportRow(Document):
    """One export. `given` is the filter and `order` the order as callers write them, `rights` the digest of those it is made
    under, and `scope` what the token was narrowed to. Each attempt to make it has a content of its own, of which
    `content_id` is the whole one. `personal` is what of applicants is written in plain, and `reason` why."""

    id: str  # type: ignore[assignment]  # Beanie's own default is an ObjectId
    account_id: str
    scope: list[str] | None = None
    rights: str
    list_name: str
    given: dict[str, Any]
    order: dict[str, Any] | None = None
    columns: list[str]
    personal: list[str] = []
    reason: str | None = None
    form: str
    status: str
    row_count: int = 0
    total: int | None = None
    failures: int = 0
    failure: str | None = None
    content_ids: list[str] = []
    attempt_id: str | None = None
    content_id: str | None = None
    size_bytes: int = 0
    sha256: str = ""
    asked_at: datetime
    ended_at: datetime | None = None
    removable_at: datetime

    class Settings:
        name = "exports"
        indexes: ClassVar[list[IndexModel]] = [
            IndexModel([("status", ASCENDING), ("removable_at", ASCENDING)], name="status_removable"),
            IndexModel([("account_id", ASCENDING), ("removable_at", ASCENDING)], name="account_removable"),
            IndexModel([("removable_at", ASCENDING)], name="removable"),
        ]


class ExportHead(Document):
    """The content of an export as a whole, as GridFS tells it."""

    id: str  # type: ignore[assignment]  # that of the attempt
    length: int
    chunkSize: int  # noqa: N815  # GridFS calls it so
    uploadDate: datetime  # noqa: N815
    filename: str
    metadata: dict[str, Any] = {}

    class Settings:
        name = f"{BUCKET}.files"
        indexes: ClassVar[list[IndexModel]] = []


class ExportChunk(Document):
    """A piece of the content, as GridFS keeps it."""

    files_id: str
    n: int
    data: bytes

    class Settings:
        name = f"{BUCKET}.chunks"
        indexes: ClassVar[list[IndexModel]] = [
            IndexModel([("files_id", ASCENDING), ("n", ASCENDING)], name="files_id_1_n_1", unique=True)
        ]
