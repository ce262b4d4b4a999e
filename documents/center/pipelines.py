"""Finds what of the center waits to be done by itself."""

from collections.abc import Sequence

from documents.center.document import DeadlineRecount
from documents.kernel.store.connection import Store

RECOUNTS = DeadlineRecount.collection_name()


async def recounts_waiting(store: Store) -> Sequence[str]:
    """Return the ids of the recounts that somebody asked for and that are not done."""
    rows = await store.find(RECOUNTS, {"done_at": None}, keys=("_id",))
    return [row["_id"] for row in rows]
