"""Stores with more submissions than the demo: rows are loaded first and indexed after, as a restored backup is."""

import itertools
import shutil
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pymongo
from rich.console import Console
from rich.progress import track

from api.dev.embedded import EmbeddedStore, running_store
from documents.aggregates import STORED
from documents.cases.document import Case
from documents.kernel.store.connection import StoreSettings, open_store
from tests.growth.rows import Grower, indexes_at
from tests.support.prepared import prepared_store
from tests.support.store import LOG_FILE_MAX, copy_prepared, scratch_directory

AS_THE_DEMO = 0
"""The size that leaves the demo as it is."""

SUBMISSIONS = {"kind": {"$in": ("MESSAGE", "APPEAL")}}
CACHE = "4G"
BATCH_ROWS = 500
SEED = 1_802
"""Another one than that of the demo, whose ids are drawn alike."""
GROWN = "grown"


async def declare_rows(store: EmbeddedStore) -> None:
    """Let Beanie know the documents, of which rows are made."""
    await (await open_store(StoreSettings(store.url), STORED)).close()


def submissions_in(store: EmbeddedStore) -> int:
    """Return how many submissions are stored."""
    with pymongo.MongoClient[dict[str, Any]](store.url) as client:
        return client.get_default_database()[Case.collection_name()].count_documents(SUBMISSIONS)


@contextmanager
def grown_store(size: int, kept: Path | None, console: Console) -> Iterator[EmbeddedStore]:
    """Run a store with so many submissions; in the directory `kept` it stays, and is not loaded again where it is there."""
    with ExitStack() as stack:
        place = kept / str(size) if kept is not None else stack.enter_context(scratch_directory("growth"))
        mark, storage = place / GROWN, place / "store"
        is_there = mark.exists()
        if not is_there:
            shutil.rmtree(storage, ignore_errors=True)
            copy_prepared(prepared_store(), storage)
        running = running_store(storage, sync=False, log_file_max=LOG_FILE_MAX, cache=CACHE)
        store = stack.enter_context(running)
        if not is_there:
            if size != AS_THE_DEMO:
                _grow(store, size, console)
            mark.touch()
        yield store


def _grow(store: EmbeddedStore, size: int, console: Console) -> None:
    """Load so many submissions as are missing, then make the indexes again."""
    began = time.monotonic()
    with pymongo.MongoClient[dict[str, Any]](store.url) as client:
        cases = client.get_default_database()[Case.collection_name()]
        rows = list(cases.find(SUBMISSIONS))
        missing = size - len(rows)
        made = Grower(rows, seed=SEED).more(missing)
        cases.drop_indexes()
        for _ in track(range(0, missing, BATCH_ROWS), f"{size:,} submissions", console=console):
            cases.insert_many(list(itertools.islice(made, BATCH_ROWS)), ordered=False)
        # One by one: an index over lists of words takes longer than all others together.
        for index in track(indexes_at(size), "its indexes", console=console):
            cases.create_indexes([index])
    console.print(f"loaded and indexed in {time.monotonic() - began:.0f} s")
