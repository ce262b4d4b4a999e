"""What an installation notes about its own upkeep: the last backup, a restore under way, signs of life.

The rows are no documents: they have no history, nobody is shown them, and no backup holds them.
"""

from collections.abc import Mapping
from typing import Any

from pymongo.asynchronous.collection import AsyncCollection

from documents.kernel.store.commands import Row

MAINTENANCE = "maintenance"
"""The collection."""


class Maintenance:
    """Rows by id, each changed by a command of its own."""

    def __init__(self, collection: AsyncCollection[Row]) -> None:
        self._collection = collection

    async def noted(self, row_id: str) -> Mapping[str, Any] | None:
        """Return a row; None where it was never noted, or taken away."""
        return await self._collection.find_one({"_id": row_id})

    async def note(self, row_id: str, fields: Mapping[str, Any]) -> None:
        """Set fields of a row, which is made where it is not there."""
        await self._collection.update_one({"_id": row_id}, {"$set": dict(fields)}, upsert=True)

    async def raised(self, row_id: str, field: str) -> None:
        """Raise a field of a row by one; the row is made where it is not there."""
        await self._collection.update_one({"_id": row_id}, {"$inc": {field: 1}}, upsert=True)

    async def forget(self, row_id: str) -> None:
        """Take a row away."""
        await self._collection.delete_one({"_id": row_id})
