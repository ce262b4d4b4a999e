"""What is said of files, noted of uploads and stored of content agrees; each way to part them is told by `seed check`."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from documents.carried_files import CARRIERS
from documents.cases import operations
from documents.files.document import BUCKET
from documents.files_integrity import CARRIED, broken_files
from documents.invariants import broken
from tests.support.cases import registered
from tests.support.files import waiting
from tests.support.town import Town
from tests.support.watching import WATCH

Planted = Callable[[Town, str, str], Awaitable[Any]]


def test_every_document_that_carries_files_is_looked_at() -> None:
    looked_at = {record.collection_name(): {field} for record, (field, _) in CARRIED.items()}
    assert looked_at == {name: set(one.carries) for name, one in CARRIERS.items()}


async def found(town: Town) -> list[str]:
    # It looks at every row there is.
    with WATCH.aside():
        return await broken_files(town.store)


async def attached(town: Town) -> tuple[str, str]:
    """A case and the file that it carries."""
    case = await registered(town)
    file_id = await waiting(town, "pos")
    await town.do("pos", operations.attach_file, case.id, file_id=file_id)
    return case.id, file_id


def changed(collection: str, by: str, **values: Any) -> Planted:
    """A change past all operations, of the row of the file or of the case."""

    async def plant(town: Town, case_id: str, file_id: str) -> None:
        told = {"file": file_id, "case": case_id, "chunk": {"$exists": True}}[by]
        key = "files_id" if by == "chunk" else "_id"
        await town.store.collection(collection).update_one({key: told}, {"$set": values})

    return plant


def removed(collection: str, key: str) -> Planted:
    async def plant(town: Town, case_id: str, file_id: str) -> None:
        await town.store.collection(collection).delete_many({key: file_id})

    return plant


FILE_ROWS = "stored_files"
HEADS, CHUNKS = f"{BUCKET}.files", f"{BUCKET}.chunks"

BREACHES: dict[str, tuple[Planted, str]] = {
    "no upload": (removed(FILE_ROWS, "_id"), "there is no such upload"),
    "taken off": (changed(FILE_ROWS, "file", state="WAITING"), "is not attached to it"),
    "of another": (changed(FILE_ROWS, "file", object_id="another"), "is not attached to it"),
    "another digest": (changed(FILE_ROWS, "file", sha256="0" * 64), "sha256 is not what"),
    "another size": (changed(FILE_ROWS, "file", size_bytes=1), "size_bytes is not what"),
    "not named": (changed("cases", "case", attachments=[]), "which does not name it"),
    "no content": (removed(HEADS, "_id"), "its content is not there"),
    "a chunk missing": (removed(CHUNKS, "files_id"), "its content is damaged"),
    "other bytes": (changed(CHUNKS, "chunk", data=b"%PDF-1.7\nanother"), "its content is damaged"),
}


async def test_what_operations_did_is_whole(town: Town) -> None:
    case_id, file_id = await attached(town)
    await waiting(town, "pos")
    assert await found(town) == []
    await town.do("pos", operations.detach_file, case_id, file_id=file_id)
    assert await found(town) == []


@pytest.mark.parametrize("breach", BREACHES)
async def test_each_way_to_part_them_is_told(town: Town, breach: str) -> None:
    plant, words = BREACHES[breach]
    case_id, file_id = await attached(town)
    await plant(town, case_id, file_id)
    told = await found(town)
    assert [one for one in told if one.startswith(f"file {file_id}: ") and words in one] != [], told


async def test_bytes_of_the_same_length_that_are_others_are_told(town: Town) -> None:
    _, file_id = await attached(town)
    chunks = town.store.collection(CHUNKS)
    chunk = await chunks.find_one({"files_id": file_id})
    assert chunk is not None
    await chunks.update_one({"_id": chunk["_id"]}, {"$set": {"data": bytes(chunk["data"])[::-1]}})
    assert await found(town) == [f"file {file_id}: its content is another one"]


async def test_a_file_of_two_objects_is_told(town: Town) -> None:
    case_id, file_id = await attached(town)
    other, _ = await attached(town)
    row = await town.store.collection("cases").find_one({"_id": case_id})
    assert row is not None
    await changed("cases", "case", attachments=row["attachments"])(town, other, file_id)
    assert any(f"file {file_id}: named by " in one for one in await found(town))


async def test_what_nobody_removes_is_told(town: Town) -> None:
    file_id = await waiting(town, "pos")
    await changed(FILE_ROWS, "file", removable_at=None)(town, "", file_id)
    assert await found(town) == [f"file {file_id}: named by nothing, and never removed"]


async def test_content_without_an_upload_is_told(town: Town) -> None:
    file_id = await waiting(town, "pos")
    await removed(FILE_ROWS, "_id")(town, "", file_id)
    assert await found(town) == [
        f"file {file_id}: content without an upload",
        f"file {file_id}: chunks without an upload",
    ]


async def test_the_check_of_all_invariants_tells_of_files(town: Town) -> None:
    _, file_id = await attached(town)
    await removed(HEADS, "_id")(town, "", file_id)
    with WATCH.aside():
        told, _ = await broken(town.store, town.container.reference.snapshot)
    assert f"file {file_id}: its content is not there" in told
