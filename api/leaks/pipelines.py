"""The rows of an installation as they are stored, read once, before any door is asked: the ground of the judgment."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from documents.kernel.store.connection import Store

Row = dict[str, Any]

GROUNDS = (
    "settings", "sessions", "personal_data_accesses", "applicants", "stored_files", "notifications", "saved_filters",
    "calendar_feeds", "exports", "webhook_deliveries",
)  # fmt: skip
"""Collections that the judgment rests on and that no type of the schema shows by itself."""


@dataclass(frozen=True)
class StoredRows:
    """Collection → id → stored row."""

    collections: Mapping[str, Mapping[str, Row]] = field(default_factory=dict)

    def rows(self, name: str) -> list[Row]:
        """Return all rows of a collection."""
        return list(self.collections[name].values())

    def row(self, name: str, row_id: str | None) -> Row | None:
        """Return one row; None where there is no id or nothing under it."""
        return self.collections[name].get(row_id) if row_id is not None else None


async def stored(store: Store, judged: Iterable[str]) -> StoredRows:
    """Read the rows of the collections that are judged, and of those that the judgment rests on."""
    found: dict[str, Mapping[str, Row]] = {}
    for name in {*judged, *GROUNDS}:
        rows = await store.collection(name).find({}).to_list(length=None)
        found[name] = {row["_id"]: row for row in rows}
    return StoredRows(found)


async def revisions(store: Store, judged: Iterable[str]) -> dict[tuple[str, str], int]:
    """Tell (collection, id) → revision now, to see what has changed while the doors were asked."""
    found: dict[tuple[str, str], int] = {}
    for name in judged:
        async for row in store.collection(name).find({}, {"revision": 1}):
            found[name, row["_id"]] = row.get("revision", 0)
    return found


async def row_count(store: Store, name: str) -> int:
    """Count the rows of a collection."""
    return await store.collection(name).count_documents({})


async def last_position(store: Store) -> int:
    """Tell the place of the last event that has one; 0 for none."""
    last = await store.collection("events").find_one({"position": {"$gt": 0}}, sort=[("position", -1)])
    return int(last["position"]) if last else 0


async def events_behind(store: Store, position: int) -> list[Row]:
    """Read the events behind a place, in their order."""
    found = store.collection("events").find({"position": {"$gt": position}}, sort=[("position", 1)])
    return await found.to_list(length=None)
