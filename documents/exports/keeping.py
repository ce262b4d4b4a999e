"""Exports as they are kept: asked for, made, given to who asked for them, and removed after a day."""

import contextlib
from collections.abc import Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime, timedelta
from typing import Any

from auth.errors import LimitReached
from documents.exports.document import BUCKET, ExportRow
from documents.exports.vocabulary import ExportFailure, ExportStatus
from documents.kernel.store.bucket import NoSuchFile, OpenFile
from documents.kernel.store.connection import Session, Store
from documents.kernel.write import ledger

EXPORTS = ledger.bookkeeping(ExportRow)

KEPT_FOR = timedelta(hours=24)
"""For how long an export is there, from the asking on."""

MOST_EXPORTS = 20
"""Exports of one account that are there at a time."""

AT_ONCE = 100
"""Rows of one look; what is left is found by the next."""

UNFINISHED = (ExportStatus.WAITING.value, ExportStatus.RUNNING.value)

Row = Mapping[str, Any]


async def ask_export(
    store: Store,
    row_id: str,
    *,
    account_id: str,
    scope: frozenset[str] | None,
    rights: str,
    list_name: str,
    given: Mapping[str, Any],
    columns: Sequence[str],
    form: str,
    now: datetime,
    order: Mapping[str, Any] | None = None,
    personal: Sequence[str] = (),
    reason: str | None = None,
) -> Row:
    """Keep what is asked for; the row. Raises: LIMIT_REACHED (`exports`)."""
    own = {"account_id": account_id, "removable_at": {"$gt": now}}
    if await ledger.count(store, EXPORTS, own, at_most=MOST_EXPORTS) >= MOST_EXPORTS:
        raise LimitReached("exports")
    row = {
        "_id": row_id,
        "account_id": account_id,
        "scope": sorted(scope) if scope is not None else None,
        "rights": rights,
        "list_name": list_name,
        "given": dict(given),
        "order": dict(order) if order is not None else None,
        "columns": [*columns],
        "personal": [*personal],
        "reason": reason,
        "form": form,
        "status": ExportStatus.WAITING.value,
        "row_count": 0,
        "total": None,
        "failures": 0,
        "failure": None,
        "content_ids": [],
        "attempt_id": None,
        "content_id": None,
        "size_bytes": 0,
        "sha256": "",
        "asked_at": now,
        "ended_at": None,
        "removable_at": now + KEPT_FOR,
    }
    await ledger.add(store, EXPORTS, row)
    return row


async def export_of(store: Store, row_id: str, account_id: str, now: datetime) -> Row | None:
    """Return an export of one's own; None where it is not there, or its time is over."""
    where = {"_id": row_id, "account_id": account_id, "removable_at": {"$gt": now}}
    return await ledger.read(store, EXPORTS, where)


async def exports_of(store: Store, account_id: str, now: datetime) -> Sequence[Row]:
    """Return the exports of an account, latest first."""
    where = {"account_id": account_id, "removable_at": {"$gt": now}}
    return await ledger.read_many(store, EXPORTS, where, at_most=MOST_EXPORTS, newest_by="removable_at")


async def unfinished(store: Store, now: datetime) -> Sequence[Row]:
    """Return what is to be made, first asked first (all are kept for as long); what a killed worker left is among it."""
    where = {"status": {"$in": [*UNFINISHED]}, "removable_at": {"$gt": now}}
    return await ledger.read_many(store, EXPORTS, where, at_most=AT_ONCE, sort={"removable_at": 1})


async def begin_within(store: Store, session: Session, row_id: str, content_id: str) -> bool:
    """Begin an attempt in a transaction, and say whether there was something to begin."""
    started = {
        "$set": {
            "status": ExportStatus.RUNNING.value,
            "attempt_id": content_id,
            "row_count": 0,
            "total": None,
        },
        "$push": {"content_ids": content_id},
    }
    where = {"_id": row_id, "status": {"$in": [*UNFINISHED]}}
    return await ledger.change_within(store, session, EXPORTS, where, started)


async def note_progress(
    store: Store, row_id: str, content_id: str, *, row_count: int, total: int | None
) -> None:
    """Note how far the latest attempt is; what an earlier one says is passed over."""
    where = {"_id": row_id, "status": ExportStatus.RUNNING.value, "attempt_id": content_id}
    await ledger.change(store, EXPORTS, where, {"$set": {"row_count": row_count, "total": total}})


async def end_within(store: Store, session: Session, row_id: str, made: Mapping[str, Any]) -> bool:
    """Have an export be ready, or failed, in a transaction, and say whether it was still being made."""
    where = {"_id": row_id, "status": ExportStatus.RUNNING.value}
    return await ledger.change_within(store, session, EXPORTS, where, {"$set": dict(made)})


def ready(
    content_id: str, *, row_count: int, size_bytes: int, sha256: str, now: datetime
) -> Mapping[str, Any]:
    """Return what is noted of an export whose file is there."""
    return {
        "status": ExportStatus.READY.value,
        "content_id": content_id,
        "row_count": row_count,
        "total": row_count,
        "size_bytes": size_bytes,
        "sha256": sha256,
        "ended_at": now,
    }


def failed(why: ExportFailure, now: datetime) -> Mapping[str, Any]:
    """Return what is noted of an export that has no file."""
    return {"status": ExportStatus.FAILED.value, "failure": why.value, "ended_at": now}


async def store_content(store: Store, content_id: str, content: Any, *, now: datetime) -> int:
    """Store the file of an attempt, piece by piece, and return its size in bytes."""
    return await store.bucket(BUCKET).store(content_id, content_id, content, now=now)


def export_content(
    store: Store, content_id: str, *, start: int = 0, stop: int | None = None
) -> AbstractAsyncContextManager[OpenFile]:
    """Give the content of an export, or a part of it, to read while an `async with` runs. Raises: NoSuchFile."""
    return store.bucket(BUCKET).open(content_id, start=start, stop=stop)


async def remove_expired(store: Store, now: datetime) -> int:
    """Remove the exports whose time is over, content first and row last, and return how many. It may be stopped anywhere."""
    removed, goes_on = 0, True
    while goes_on:
        rows = await ledger.read_many(store, EXPORTS, {"removable_at": {"$lte": now}}, at_most=AT_ONCE)
        for row in rows:
            await remove_contents(store, row["content_ids"])
            removed += await ledger.remove(store, EXPORTS, {"_id": row["_id"]})
        goes_on = len(rows) == AT_ONCE
    return removed


async def remove_contents(store: Store, content_ids: Sequence[str]) -> None:
    """Remove what attempts have stored, whole or not."""
    for one in content_ids:
        # Of one that was killed before its last piece there is no file, and its chunks are gone with this.
        with contextlib.suppress(NoSuchFile):
            await store.bucket(BUCKET).delete(one)
