"""The stored shape of a watch: one person and one case."""

from datetime import datetime
from typing import ClassVar

from beanie import Document
from pymongo import ASCENDING, DESCENDING, IndexModel


class CaseWatch(Document):
    """Somebody watches a case; the id follows from both, so that nobody watches one twice."""

    id: str  # type: ignore[assignment]  # person and case
    person_id: str
    case_id: str
    at: datetime

    class Settings:
        name = "case_watches"
        indexes: ClassVar[list[IndexModel]] = [
            IndexModel([("person_id", ASCENDING), ("at", DESCENDING)], name="person_at"),
            IndexModel([("case_id", ASCENDING)], name="case"),
        ]
