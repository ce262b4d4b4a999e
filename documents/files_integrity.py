"""Whether what objects say of their files, what is noted of uploads and what is stored of content agree."""

from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Any

from documents.assignments.document import Assignment
from documents.cases.document import Case
from documents.conferences.document import Conference
from documents.files.document import FileChunk, FileHead, StoredFile
from documents.files.storing import content_of
from documents.files.vocabulary import FileState
from documents.kernel.record import Record
from documents.kernel.store.bucket import FileDamaged, NoSuchFile
from documents.kernel.store.connection import Store
from documents.legal_acts.document import LegalAct
from documents.meetings.document import Meeting
from documents.protocols.document import Protocol

Row = Mapping[str, Any]

CARRIED: Mapping[type[Record], tuple[str, Callable[[Row], Sequence[Row]]]] = {
    Case: ("attachments", lambda row: row["attachments"]),
    Assignment: (
        "reports",
        lambda row: [file for report in row["reports"] for file in report.get("files", ())],
    ),
    LegalAct: ("files", lambda row: row["files"]),
    Conference: ("files", lambda row: row["files"]),
    Protocol: ("attachments", lambda row: row["attachments"]),
    Meeting: (
        "materials",
        lambda row: [file for material in row["materials"] for file in material.get("files", ())],
    ),
}
"""Which documents name files, and in which field."""

SAID_OF_BOTH = ("size_bytes", "mime", "sha256")


async def broken_files(store: Store) -> list[str]:
    """Return what is broken of files, in words that name ids alone. The content of each file that is named is read.

    What nobody names is either removed on a day that stands in its row, or broken; content without a row is found by nobody.
    """
    carried, found = dict[str, tuple[str, str, Row]](), list[str]()
    async for collection, record_id, file in _named(store):
        if file["id"] in carried:
            found.append(f"file {file['id']}: named by {carried[file['id']][1]} and by {record_id}")
        carried[file["id"]] = collection, record_id, file
    rows = {row["_id"]: row async for row in _rows(store, StoredFile, {})}
    for file_id, named in carried.items():
        found += [f"file {file_id}: {words}" for words in named_problems(named, rows.get(file_id))]
        found += [f"file {file_id}: {words}" async for words in _content_problems(store, file_id, named[2])]
    for file_id, row in rows.items():
        found += [f"file {file_id}: {words}" for words in row_problems(row, is_named=file_id in carried)]
    return found + [one async for one in _strays(store, rows)]


async def _rows(store: Store, document: Any, where: Mapping[str, Any], *keys: str) -> AsyncIterator[Row]:
    async with store.stream(str(document.Settings.name), where, keys=keys or None) as rows:
        async for row in rows:
            yield row


async def _named(store: Store) -> AsyncIterator[tuple[str, str, Row]]:
    for record, (field, files) in CARRIED.items():
        some = {f"{field}.0": {"$exists": True}}
        async for row in _rows(store, record, some, field):
            # A row that is not of its document's shape is told elsewhere.
            for file in files(row) if isinstance(row[field], list) else ():
                yield record.collection_name(), row["_id"], file


def named_problems(named: tuple[str, str, Row], row: Row | None) -> Iterator[str]:
    """Yield in what the row of an upload differs from what the object says that names it."""
    collection, record_id, file = named
    if row is None:
        yield f"named by {record_id}, and there is no such upload"
        return
    if (row["state"], row["object_collection"], row["object_id"]) != (
        FileState.ATTACHED,
        collection,
        record_id,
    ):
        yield f"named by {record_id}, and its upload is not attached to it"
    for field in SAID_OF_BOTH:
        if row[field] != file[field]:
            yield f"{field} is not what {record_id} says"


def row_problems(row: Row, *, is_named: bool) -> Iterator[str]:
    """Yield what is wrong with the row of an upload by itself."""
    if is_named:
        return
    if row["state"] == FileState.ATTACHED:
        yield f"attached to {row['object_id']}, which does not name it"
    elif row["removable_at"] is None:
        yield "named by nothing, and never removed"


async def _content_problems(store: Store, file_id: str, file: Row) -> AsyncIterator[str]:
    digest, size = sha256(), 0
    try:
        async with content_of(store, file_id) as opened:
            async for piece in opened.pieces:
                digest.update(piece)
                size += len(piece)
    except NoSuchFile:
        yield "its content is not there"
        return
    except FileDamaged:
        yield "its content is damaged"
        return
    if (size, digest.hexdigest()) != (file["size_bytes"], file["sha256"]):
        yield "its content is another one"


async def _strays(store: Store, rows: Mapping[str, Row]) -> AsyncIterator[str]:
    """Content that no upload tells of: whole, or in chunks."""
    async for head in _rows(store, FileHead, {}, "_id"):
        if head["_id"] not in rows:
            yield f"file {head['_id']}: content without an upload"
    async for chunk in _rows(store, FileChunk, {"n": 0}, "files_id"):
        if chunk["files_id"] not in rows:
            yield f"file {chunk['files_id']}: chunks without an upload"
