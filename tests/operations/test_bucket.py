"""Large files: stored and read piece by piece in the layout that other programs read, whole or not at all."""

import asyncio
import tracemalloc
from collections.abc import AsyncIterator, Iterator
from datetime import datetime
from hashlib import sha256

import pytest
from gridfs.asynchronous import AsyncGridFSBucket

from documents.kernel.store.bucket import (
    CHUNK_BYTES,
    CHUNKS_AT_ONCE,
    Bucket,
    FileDamaged,
    FileIsThere,
    NoSuchFile,
)
from documents.kernel.store.connection import Store, StoreSettings, open_store

NOW = datetime(2026, 6, 1, 3)
MIB = 1024 * 1024
ODD_BYTES = 100_003


@pytest.fixture
async def store(store_url: str, worker_name: str) -> AsyncIterator[Store]:
    """An empty database."""
    opened = await open_store(StoreSettings(url=store_url, database=f"bucket_{worker_name}"), [])
    yield opened
    await opened.drop()
    await opened.close()


@pytest.fixture
def bucket(store: Store) -> Bucket:
    """A bucket in it."""
    return store.bucket("evidence")


def pieces(size_bytes: int, *, of: int = ODD_BYTES) -> Iterator[bytes]:
    """Content in pieces that do not fall together with chunks; no two chunks are alike."""
    for start in range(0, size_bytes, of):
        wanted = min(of, size_bytes - start)
        yield (start.to_bytes(7, "big") * (wanted // 7 + 1))[:wanted]


async def content(size_bytes: int) -> AsyncIterator[bytes]:
    """The same, as it comes over a connection."""
    for piece in pieces(size_bytes):
        yield piece


async def read(bucket: Bucket, file_id: str) -> bytes:
    """The whole content."""
    async with bucket.open(file_id) as file:
        return b"".join([piece async for piece in file.pieces])


async def left(store: Store) -> dict[str, int]:
    """How many rows there are of files and chunks."""
    names = ("evidence.files", "evidence.chunks")
    return {name: await store.collection(name).count_documents({}) for name in names}


@pytest.mark.parametrize(
    "size_bytes",
    [
        0,
        1,
        CHUNK_BYTES - 1,
        CHUNK_BYTES,
        CHUNK_BYTES * CHUNKS_AT_ONCE,
        CHUNK_BYTES * CHUNKS_AT_ONCE + 1,
        3 * MIB,
    ],
)
async def test_what_was_stored_is_read(bucket: Bucket, size_bytes: int) -> None:
    assert (
        await bucket.store("one", "Акт.pdf", content(size_bytes), more={"kind": "act"}, now=NOW) == size_bytes
    )
    async with bucket.open("one") as file:
        assert (file.name, file.size_bytes, file.stored_at, file.more) == (
            "Акт.pdf",
            size_bytes,
            NOW,
            {"kind": "act"},
        )
    assert await read(bucket, "one") == b"".join(pieces(size_bytes))


async def test_neither_storing_nor_reading_holds_the_file_in_memory(bucket: Bucket) -> None:
    digest = sha256()
    tracemalloc.start()
    try:
        await bucket.store("large", "large", content(32 * MIB), now=NOW)
        async with bucket.open("large") as file:
            async for piece in file.pieces:
                digest.update(piece)
        _, peak_bytes = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak_bytes < 8 * MIB
    assert digest.digest() == sha256(b"".join(pieces(32 * MIB))).digest()


async def test_the_layout_is_that_of_gridfs(store: Store, bucket: Bucket) -> None:
    drivers = AsyncGridFSBucket(store.collection("evidence.files").database, "evidence")
    await bucket.store("ours", "ours", content(MIB), now=NOW)
    opened = await drivers.open_download_stream("ours")
    assert await opened.read() == b"".join(pieces(MIB))
    async with drivers.open_upload_stream_with_id("theirs", "theirs") as upload:
        await upload.write(b"".join(pieces(MIB)))
    assert await read(bucket, "theirs") == b"".join(pieces(MIB))


async def test_a_file_is_stored_once(store: Store, bucket: Bucket) -> None:
    for file_id, size_bytes in (("empty", 0), ("large", 3 * MIB)):
        await bucket.store(file_id, "first", content(size_bytes), now=NOW)
        before = await left(store)
        with pytest.raises(FileIsThere):
            await bucket.store(file_id, "second", content(2 * MIB), now=NOW)
        assert await left(store) == before
        assert await read(bucket, file_id) == b"".join(pieces(size_bytes))
        async with bucket.open(file_id) as file:
            assert file.name == "first"


async def test_nothing_is_left_of_a_file_whose_content_ends_in_an_error(store: Store, bucket: Bucket) -> None:
    async def broken() -> AsyncIterator[bytes]:
        for piece in pieces(3 * MIB):
            yield piece
        raise ConnectionResetError("the sender is gone")

    with pytest.raises(ConnectionResetError):
        await bucket.store("broken", "broken", broken(), now=NOW)
    assert await left(store) == {"evidence.files": 0, "evidence.chunks": 0}
    with pytest.raises(NoSuchFile):
        await read(bucket, "broken")


async def test_nothing_is_left_of_a_file_that_ran_out_of_time(store: Store, bucket: Bucket) -> None:
    sent = asyncio.Event()

    async def halting() -> AsyncIterator[bytes]:
        for piece in pieces(3 * MIB):
            yield piece
        sent.set()
        await asyncio.Event().wait()

    storing = asyncio.create_task(bucket.store("halting", "halting", halting(), now=NOW))
    await sent.wait()
    assert (await left(store))["evidence.chunks"] > 0
    storing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await storing
    async with asyncio.timeout(20):
        while await left(store) != {"evidence.files": 0, "evidence.chunks": 0}:
            pass


async def test_a_file_can_be_read_while_another_is_left_in_the_middle(bucket: Bucket) -> None:
    await bucket.store("one", "one", content(3 * MIB), now=NOW)
    async with bucket.open("one") as file:
        assert await anext(file.pieces) == b"".join(pieces(3 * MIB))[:CHUNK_BYTES]
    assert await read(bucket, "one") == b"".join(pieces(3 * MIB))


async def test_a_deleted_file_is_gone_with_its_chunks(store: Store, bucket: Bucket) -> None:
    await bucket.store("kept", "kept", content(MIB), now=NOW)
    before = await left(store)
    await bucket.store("gone", "gone", content(MIB), now=NOW)
    await bucket.delete("gone")
    assert await left(store) == before
    for ask in (bucket.delete("gone"), read(bucket, "gone"), bucket.delete("never")):
        with pytest.raises(NoSuchFile):
            await ask


@pytest.mark.parametrize(
    ("where", "change"),
    [
        ({"n": 1}, None),
        ({"n": 4}, None),
        ({"n": 0}, {"$set": {"data": b"short"}}),
        ({"n": 4}, {"$set": {"n": 7}}),
    ],
    ids=["one missing", "the last missing", "one too short", "one out of order"],
)
async def test_a_damaged_file_is_told_as_that(
    store: Store, bucket: Bucket, where: dict[str, int], change: dict[str, dict[str, object]] | None
) -> None:
    await bucket.store("one", "one", content(CHUNK_BYTES * 5), now=NOW)
    chunks = store.collection("evidence.chunks")
    await (chunks.update_one(where, change) if change else chunks.delete_one(where))
    with pytest.raises(FileDamaged, match="one: chunk"):
        await read(bucket, "one")


@pytest.mark.parametrize(
    ("start", "stop"),
    [
        (0, 10),
        (CHUNK_BYTES - 3, CHUNK_BYTES + 3),
        (CHUNK_BYTES, 2 * CHUNK_BYTES),
        (5 * CHUNK_BYTES + 1, None),
        (0, 10 * MIB),
        (2 * MIB, 2 * MIB),
    ],
)
async def test_a_part_is_read_without_the_chunks_around_it(
    bucket: Bucket, start: int, stop: int | None
) -> None:
    await bucket.store("part", "film.mp4", content(2 * MIB), now=NOW)
    whole = b"".join(pieces(2 * MIB))
    async with bucket.open("part", start=start, stop=stop) as file:
        assert b"".join([piece async for piece in file.pieces]) == whole[start:stop]


async def test_a_part_of_a_damaged_file_is_told_as_that(bucket: Bucket, store: Store) -> None:
    await bucket.store("torn", "film.mp4", content(2 * MIB), now=NOW)
    await store.collection("evidence.chunks").delete_one({"files_id": "torn", "n": 3})
    async with bucket.open("torn", start=0, stop=2 * CHUNK_BYTES) as file:
        assert len(b"".join([piece async for piece in file.pieces])) == 2 * CHUNK_BYTES
    with pytest.raises(FileDamaged):
        async with bucket.open("torn", start=3 * CHUNK_BYTES + 5, stop=3 * CHUNK_BYTES + 9) as file:
            _ = [piece async for piece in file.pieces]
