"""What nobody needs any more: uploads that nobody finished or attached, and what was detached a while ago."""

import contextlib
from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from documents.files.document import BUCKET
from documents.files.storing import FILES
from documents.files.vocabulary import FileState
from documents.kernel.store.bucket import NoSuchFile
from documents.kernel.store.connection import Store
from documents.kernel.write import ledger

AT_ONCE = 200
"""Rows of one look; what is left is found by the next."""


async def remove_orphans(store: Store, now: datetime) -> Mapping[str, int]:
    """Remove the files whose time is over, content first and row last, and return how many by the state they were in.

    RECEIVING: the receiver was killed, or went away, in the middle of an upload (an hour). WAITING: nobody attached it (a
    day). DETACHED: it was taken off its object (thirty days). It may be stopped anywhere, and run by two at once: what was
    begun goes on the next time, and what is gone is gone.
    """
    removed: Counter[str] = Counter()
    over = {"removable_at": {"$lte": now}}
    goes_on = True
    while goes_on:
        rows = await ledger.read_many(store, FILES, over, at_most=AT_ONCE)
        gone = [row["state"] for row in rows if await _is_removed(store, row, over)]
        removed.update(gone)
        goes_on = len(rows) == AT_ONCE and bool(gone)
    return removed


async def _is_removed(store: Store, row: Mapping[str, Any], over: Mapping[str, Any]) -> bool:
    # Marked first: whoever attaches it at this moment either was before, or finds it gone.
    same = {"_id": row["_id"], "state": row["state"], **over}
    if not await ledger.change(store, FILES, same, {"$set": {"state": FileState.REMOVED.value}}):
        return False
    # Where its receiver was killed before the last piece there is no file, and its chunks are gone with this.
    with contextlib.suppress(NoSuchFile):
        await store.bucket(BUCKET).delete(row["_id"])
    return await ledger.remove(store, FILES, {"_id": row["_id"], "state": FileState.REMOVED.value})
