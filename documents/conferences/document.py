"""The stored shape of a conference of others that a member took part in."""

from typing import ClassVar

from pymongo import ASCENDING, DESCENDING, IndexModel

from documents.files.document import Attachment
from documents.kernel.read.paging import sort_value
from documents.kernel.record import Record


class Conference(Record):
    """Who took part, on which local day (ISO), whose conference it was, what about, and what came of it."""

    person_id: str
    held_on: str
    host: str
    title: str
    outcome: str
    files: list[Attachment] = []
    recorded_by_id: str
    sort_held: str = ""
    access_keys: list[str] = []
    is_demo: bool = False

    told: ClassVar[frozenset[str]] = frozenset({"person_id", "held_on", "recorded_by_id"})
    texts: ClassVar[frozenset[str]] = frozenset({"host", "title", "outcome", "files"})
    untold: ClassVar[frozenset[str]] = frozenset(
        {"revision", "updated_at", "access_keys", "sort_held", "is_demo"}
    )

    class Settings:
        name = "conferences"
        indexes: ClassVar[list[IndexModel]] = [
            IndexModel([("sort_held", DESCENDING)], name="sort_held"),
            IndexModel([("access_keys", ASCENDING), ("sort_held", DESCENDING)], name="keys_sort_held"),
        ]

    def derive(self) -> None:
        """Fill whose it is, and the sort value: the day."""
        self.access_keys = [f"creator:{self.person_id}"]
        self.sort_held = sort_value(self.held_on, self.id)
