"""The stored shape of a budget: what is left of it, as of a moment, for all processes together."""

from datetime import datetime
from typing import ClassVar

from beanie import Document
from pymongo import ASCENDING, IndexModel


class SharedBudget(Document):
    """The points of one account; it is forgotten at `expires_at`, when it is full again in any case.

    `granted` is what the last process that asked was given; `filled_seconds` counts from 1970: not every store takes
    moments from each other.
    """

    id: str  # type: ignore[assignment]  # the account's id
    points: float
    filled_seconds: float
    granted: float
    expires_at: datetime

    class Settings:
        name = "budgets"
        indexes: ClassVar[list[IndexModel]] = [
            IndexModel([("expires_at", ASCENDING)], name="expiry", expireAfterSeconds=0),
        ]


BOOKKEEPING: tuple[type[Document], ...] = (SharedBudget,)
"""Rows that are no documents of the domain, and worth nothing later or elsewhere."""
