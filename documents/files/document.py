"""The stored shapes of files: the row of an upload, its content, and what an object keeps of a file that it carries."""

from datetime import datetime
from typing import Any, ClassVar

from beanie import Document
from pymongo import ASCENDING, IndexModel

from documents.kernel.record import EmbeddedDocument

BUCKET = "files"
"""The large files of this kind, in the layout of GridFS."""


class Attachment(EmbeddedDocument):
    """A file as its object keeps it. `id` is that of the upload; name and caption are redacted beside themselves, since both
    may name somebody. `is_public`: meant to be shown with the answer, once it is cleared. `evidence_of`: the number of the
    answer whose delivery it shows."""

    id: str
    name: str
    name_redacted: str = ""
    size_bytes: int
    mime: str
    sha256: str
    caption: str | None = None
    caption_redacted: str | None = None
    is_public: bool = False
    is_cleared: bool = False
    cleared_at: datetime | None = None
    cleared_by_id: str | None = None
    added_at: datetime
    added_by_id: str
    evidence_of: int | None = None


class StoredFile(Document):
    """One upload. Of what it is attached to it keeps collection and id; at `removable_at` (null: never) it may be removed.

    `account_id` is whose it is until then: nobody else attaches it.
    """

    id: str  # type: ignore[assignment]  # Beanie's own default is an ObjectId
    state: str
    account_id: str
    name: str
    size_bytes: int = 0
    mime: str = ""
    sha256: str = ""
    scan_status: str
    scanned_at: datetime | None = None
    uploaded_at: datetime
    removable_at: datetime | None
    object_collection: str | None = None
    object_id: str | None = None

    class Settings:
        name = "stored_files"
        indexes: ClassVar[list[IndexModel]] = [
            IndexModel([("removable_at", ASCENDING)], name="removable", sparse=True),
            IndexModel(
                [("account_id", ASCENDING), ("state", ASCENDING), ("removable_at", ASCENDING)],
                name="account_state_removable",
            ),
        ]


class FileHead(Document):
    """The content of a file as a whole, as GridFS tells it."""

    id: str  # type: ignore[assignment]  # that of the upload
    length: int
    chunkSize: int  # noqa: N815  # GridFS calls it so
    uploadDate: datetime  # noqa: N815
    filename: str
    metadata: dict[str, Any] = {}

    class Settings:
        name = f"{BUCKET}.files"
        indexes: ClassVar[list[IndexModel]] = []


class FileChunk(Document):
    """A piece of the content, as GridFS keeps it."""

    files_id: str
    n: int
    data: bytes

    class Settings:
        name = f"{BUCKET}.chunks"
        indexes: ClassVar[list[IndexModel]] = [
            IndexModel([("files_id", ASCENDING), ("n", ASCENDING)], name="files_id_1_n_1", unique=True)
        ]
