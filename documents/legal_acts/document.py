"""Stored shape of a legal act."""

from typing import ClassVar

from pymongo import IndexModel

from documents.files.document import Attachment
from documents.kernel.read.paging import sort_value
from documents.kernel.record import Record


class LegalAct(Record):
    """A decree, order or law that something rests on; `issued_on` is an ISO day.

    `files` holds its text where it was uploaded; `file_id` says where it is kept elsewhere, in whatever words.
    """

    kind: str
    number: str
    issued_on: str
    title: str
    url: str | None = None
    file_id: str | None = None
    files: list[Attachment] = []
    sort_issued: str = ""
    is_demo: bool = False

    is_reference: ClassVar[bool] = True
    untold: ClassVar[frozenset[str]] = frozenset({"revision", "updated_at", "access_keys", "sort_issued"})

    class Settings:
        name = "legal_acts"
        indexes: ClassVar[list[IndexModel]] = []

    def derive(self) -> None:
        """Fill the sort value: the day of issue."""
        self.sort_issued = sort_value(self.issued_on, self.id)
