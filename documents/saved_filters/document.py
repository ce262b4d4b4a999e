"""The stored shape of a saved filter: whose it is, its name, and the filter as callers write it."""

from datetime import datetime
from typing import Any, ClassVar

from beanie import Document
from pymongo import ASCENDING, IndexModel


class SavedFilterRow(Document):
    """A filter under a name; `given` is the input `CaseFilter`, `role` whoever else sees it (null: its owner alone)."""

    id: str  # type: ignore[assignment]  # Beanie's own default is an ObjectId
    owner_id: str
    title: str
    given: dict[str, Any]
    role: str | None = None
    updated_at: datetime

    class Settings:
        name = "saved_filters"
        indexes: ClassVar[list[IndexModel]] = [
            IndexModel([("owner_id", ASCENDING)], name="owner"),
            IndexModel(
                [("role", ASCENDING)], name="role", partialFilterExpression={"role": {"$type": "string"}}
            ),
        ]
