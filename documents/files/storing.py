"""Uploads on their way into the store, and rows of files: found by id, counted for who waits, changed as they go on."""

from collections.abc import AsyncIterable, Mapping
from contextlib import AbstractAsyncContextManager
from datetime import datetime, timedelta
from typing import Any

from auth.errors import LimitReached
from documents.files.document import BUCKET, StoredFile
from documents.files.vocabulary import FileState, ScanStatus
from documents.kernel.store.bucket import OpenFile
from documents.kernel.store.connection import Store
from documents.kernel.write import ledger

Row = Mapping[str, Any]

FILES = ledger.bookkeeping(StoredFile)

WAITS = timedelta(hours=24)
"""How long an upload waits to be attached (contract, §1)."""

RECEIVED_WITHIN = timedelta(hours=1)
"""After so long what is still being received has lost its receiver."""

MOST_WAITING = 20
"""What the setting `filesWaiting` is where nobody set it."""


async def begin_upload(
    store: Store, file_id: str, *, account_id: str, most_waiting: int, name: str, now: datetime
) -> None:
    """Note that a file is being received, before any of it is stored: what is noted is found again if nobody finishes.

    Raises: LIMIT_REACHED (`filesWaiting`) where too many files of this account wait to be attached.
    """
    waiting = {
        "account_id": account_id,
        "state": {"$in": [FileState.RECEIVING.value, FileState.WAITING.value]},
        "removable_at": {"$gt": now},
    }
    if len(await ledger.read_many(store, FILES, waiting, at_most=most_waiting)) >= most_waiting:
        raise LimitReached("filesWaiting")
    await ledger.add(
        store,
        FILES,
        {
            "_id": file_id,
            "state": FileState.RECEIVING.value,
            "account_id": account_id,
            "name": name,
            "size_bytes": 0,
            "mime": "",
            "sha256": "",
            "scan_status": ScanStatus.PENDING.value,
            "scanned_at": None,
            "uploaded_at": now,
            "removable_at": now + RECEIVED_WITHIN,
            "object_collection": None,
            "object_id": None,
        },
    )


async def store_content(store: Store, file_id: str, content: AsyncIterable[bytes], *, now: datetime) -> int:
    """Store what is received, piece by piece, and return its size in bytes. Its name stands in the row alone."""
    return await store.bucket(BUCKET).store(file_id, file_id, content, now=now)


async def end_upload(
    store: Store,
    file_id: str,
    *,
    name: str,
    size_bytes: int,
    mime: str,
    sha256: str,
    scan: ScanStatus,
    now: datetime,
) -> Row | None:
    """Let an upload be attached from now on, for a day; the row. None where it took so long that it was given up."""
    sets = {
        "state": FileState.WAITING.value,
        "name": name,
        "size_bytes": size_bytes,
        "mime": mime,
        "sha256": sha256,
        "scan_status": scan.value,
        "scanned_at": now if scan in (ScanStatus.CLEAN, ScanStatus.INFECTED) else None,
        "removable_at": now + WAITS,
    }
    await ledger.change(store, FILES, {"_id": file_id, "state": FileState.RECEIVING.value}, {"$set": sets})
    return await ledger.read(store, FILES, {"_id": file_id, "state": FileState.WAITING.value})


async def give_up(store: Store, file_id: str) -> None:
    """Forget an upload that was refused before any of it was stored."""
    await ledger.remove(store, FILES, {"_id": file_id, "state": FileState.RECEIVING.value})


async def file_row(store: Store, file_id: str) -> Row | None:
    """Return the row of a file that is whole; None where there is none, or it was removed."""
    gone = [FileState.RECEIVING.value, FileState.REMOVED.value]
    return await ledger.read(store, FILES, {"_id": file_id, "state": {"$nin": gone}})


async def file_rows(store: Store, file_ids: list[str]) -> dict[str, Row]:
    """Return id → row, for the files that are there."""
    where = {"_id": {"$in": file_ids}}
    found = await ledger.read_many(store, FILES, where, at_most=len(file_ids)) if file_ids else []
    return {row["_id"]: row for row in found}


def content_of(
    store: Store, file_id: str, *, start: int = 0, stop: int | None = None
) -> AbstractAsyncContextManager[OpenFile]:
    """Give the content of a file, or a part of it, to read while an `async with` runs. Raises: NoSuchFile."""
    return store.bucket(BUCKET).open(file_id, start=start, stop=stop)
