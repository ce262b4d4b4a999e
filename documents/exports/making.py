"""Making an export: read page by page as who asked, written into a file, stored, and only then told to be ready."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from hashlib import sha256
from typing import Any, BinaryIO

from auth.errors import Forbidden, NotFound, Timeout
from documents.exports import keeping
from documents.exports.personal import personal_heads, with_personal
from documents.exports.vocabulary import ExportFailure
from documents.exports.writing import WRITERS, TooManyRows
from documents.kernel.store.connection import Session, is_away
from documents.kernel.write import ledger
from documents.kernel.write.jobs import JobRun
from documents.kernel.write.leases import LeaseLost
from documents.kernel.write.lists import ListClosed, ListRefused, Lists

PIECE_BYTES = 256 * 1024

MOST_FAILURES = 3
"""After so many attempts that failed for reasons of ours an export has failed."""

MEANT: Mapping[type[Exception], ExportFailure] = {
    ListClosed: ExportFailure.RIGHTS_CHANGED,
    Forbidden: ExportFailure.RIGHTS_CHANGED,
    NotFound: ExportFailure.RIGHTS_CHANGED,
    ListRefused: ExportFailure.FILTER_REFUSED,
    TooManyRows: ExportFailure.TOO_MANY_ROWS,
}
"""What ends an export for good → what is told of it."""

Row = Mapping[str, Any]


async def make_export(run: JobRun, lists: Lists, asked: Row) -> None:
    """Make one export. An attempt that was killed leaves the export as it was, and the next one begins anew, with a content
    of its own. Raises: LeaseLost, and what nobody meant, to be tried again."""
    content_id = run.runner.new_id()

    async def begin(session: Session) -> bool:
        return await keeping.begin_within(run.store, session, asked["_id"], content_id)

    if not await run.write(begin):
        return
    await keeping.remove_contents(run.store, asked["content_ids"])
    try:
        made = await _written(run, lists, asked, content_id)
    except tuple(MEANT) as error:
        made = keeping.failed(MEANT[type(error)], run.now)
    except (LeaseLost, Timeout):
        raise
    except Exception as error:
        if is_away(error) or not await _has_failed(run, asked):
            raise
        made = keeping.failed(ExportFailure.INTERNAL, run.now)
    if made is not None:
        await _ended(run, asked["_id"], made)


async def _ended(run: JobRun, export_id: str, made: Row) -> None:
    async def end(session: Session) -> bool:
        return await keeping.end_within(run.store, session, export_id, made)

    await run.write(end)


async def _written(run: JobRun, lists: Lists, asked: Row, content_id: str) -> Row | None:
    """What is noted of an export whose file is stored; None where the worker is to end before."""
    with lists.spool() as file:
        row_count = await _filled(run, lists, asked, content_id, file)
        if row_count is None:
            return None
        digest = sha256()
        size_bytes = await keeping.store_content(run.store, content_id, _pieces(file, digest), now=run.now)
    return keeping.ready(
        content_id, row_count=row_count, size_bytes=size_bytes, sha256=digest.hexdigest(), now=run.now
    )


async def _filled(run: JobRun, lists: Lists, asked: Row, content_id: str, file: BinaryIO) -> int | None:
    heads = [*lists.headers(asked), *personal_heads(asked)]
    writer = WRITERS[asked["form"]](file, heads, run.now)
    row_count = 0
    async for page in lists.pages(asked, run.now):
        if run.is_stopping():
            return None
        writer.add(await with_personal(run, asked, page))
        row_count += len(page.cells)
        await keeping.note_progress(
            run.store, asked["_id"], content_id, row_count=row_count, total=page.total
        )
    await asyncio.to_thread(writer.close)
    return row_count


async def _pieces(file: BinaryIO, digest: Any) -> AsyncIterator[bytes]:
    file.seek(0)
    while piece := file.read(PIECE_BYTES):
        digest.update(piece)
        yield piece


async def _has_failed(run: JobRun, asked: Row) -> bool:
    """Whether another attempt is of no use."""
    await ledger.change(run.store, keeping.EXPORTS, {"_id": asked["_id"]}, {"$inc": {"failures": 1}})
    return bool(asked["failures"] + 1 >= MOST_FAILURES)
