"""The stored shape of one disclosure: a line of the log of access to personal data, never altered."""

from datetime import datetime
from typing import ClassVar

from pymongo import ASCENDING, DESCENDING, IndexModel

from documents.kernel.read.paging import sort_value
from documents.kernel.record import Record


class PersonalDataAccess(Record):
    """Who was shown what of which case, or searched by a contact; it holds no plain value itself.

    `day` is the local ISO date. Of a search `case_id` is null and `marks` are the keyed hashes of what was sought.
    """

    kind: str
    at: datetime
    day: str
    account_id: str
    person_id: str | None = None
    role: str
    case_id: str | None = None
    fields: list[str]
    marks: list[str] = []
    reason: str | None = None
    sort_at: str = ""

    untold: ClassVar[frozenset[str]] = frozenset({"revision", "updated_at", "sort_at", "marks"})

    class Settings:
        name = "personal_data_accesses"
        indexes: ClassVar[list[IndexModel]] = [
            IndexModel([("sort_at", DESCENDING)], name="sort_at"),
            IndexModel([("person_id", ASCENDING), ("sort_at", DESCENDING)], name="person_sort_at"),
            IndexModel([("case_id", ASCENDING), ("sort_at", DESCENDING)], name="case_sort_at"),
            IndexModel([("day", ASCENDING), ("person_id", ASCENDING)], name="day_person"),
        ]

    def derive(self) -> None:
        """Fill the moment as a value to sort by."""
        self.sort_at = sort_value(self.at, self.id)
