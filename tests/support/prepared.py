"""The demo municipality, loaded once for a state of the sources and copied for whoever wants it."""

import asyncio
import contextlib
import fcntl
import functools
import hashlib
import itertools
import json
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pymongo
from bson.raw_bson import RawBSONDocument

from api.dev.embedded import running_store
from api.dev.reaching import CACHE
from documents.aggregates import STORED
from documents.container import open_container
from documents.kernel.store.connection import StoreSettings, open_store
from seed.loading import Loader
from tests.support.keys import ENVIRONMENT, VAULT
from tests.support.passwords import hash_cheaply
from tests.support.store import LOG_FILE_MAX, database_url, given_url, own, temporary_store

ROOT = Path(__file__).resolve().parents[2]
PREPARED = ROOT / ".tools" / "prepared"

SEED_TODAY = date(2026, 11, 20)
SEED_NOW = datetime(2026, 11, 20, 3)
"""The tests' own moment on that day, 10:00 local."""
SEED = 302
LOAD_SECONDS = 600
BATCH_ROWS = 100


def prepared_store() -> Path:
    """The storage directory of a stopped server that holds the demo; loaded now where the sources changed.

    Test processes that ask at once wait for the first of them. What older sources loaded is removed.
    """
    target = PREPARED / state_of_sources()
    with apart():
        if not (target / "done").exists():
            for old in PREPARED.iterdir():
                if old.is_dir():
                    shutil.rmtree(old)
            subprocess.run(
                [sys.executable, "-m", "tests.support.prepared", str(target)],
                cwd=ROOT,
                check=True,
                timeout=LOAD_SECONDS,
            )
    return target / "store"


def demo_accounts() -> str:
    """What a start that loads this demo writes down of its accounts, as JSON."""
    return (PREPARED / state_of_sources() / "accounts.json").read_text(encoding="utf-8")


def demo_passwords() -> dict[str, str]:
    """Login → password of the prepared demo."""
    return {row["login"]: row["password"] for row in json.loads(demo_accounts()) if "login" in row}


@contextlib.contextmanager
def demo_copy(name: str, prepared: Path | None = None) -> Iterator[StoreSettings]:
    """Where a copy of the demo, or of what else was prepared, is for as long as the block runs: a server of its own, or a
    database of its own in the replica set that was named."""
    given = given_url()
    with temporary_store(name, prepared=prepared or prepared_store()) as store:
        if given is None:
            yield StoreSettings(store.url)
            return
        copied = StoreSettings(database_url(given, own(name)), own(name))
        copy_rows(StoreSettings(store.url), copied)
    yield copied


def copy_rows(
    source: StoreSettings,
    target: StoreSettings,
    *,
    is_wanted: Callable[[str, Mapping[str, Any]], bool] = lambda name, row: True,
) -> None:
    """Put the rows of one database into another, as they are, behind its indexes: over rows they are slow to make.

    `is_wanted` tells of the name of a collection and a row whether it is taken along.
    """
    with (
        pymongo.MongoClient[RawBSONDocument](source.url, document_class=RawBSONDocument) as here,
        pymongo.MongoClient[RawBSONDocument](target.url, document_class=RawBSONDocument) as there,
    ):
        there.drop_database(target.database)
        for record in STORED:
            there[target.database][record.Settings.name].create_indexes(record.Settings.indexes)
        for name in here[source.database].list_collection_names():
            found = here[source.database][name].find(batch_size=BATCH_ROWS)
            rows = filter(functools.partial(is_wanted, name), found)
            while batch := list(itertools.islice(rows, BATCH_ROWS)):
                there[target.database][name].insert_many(batch)


@contextlib.contextmanager
def apart() -> Iterator[None]:
    """Prepare something while no other process of tests does."""
    PREPARED.mkdir(parents=True, exist_ok=True)
    with (PREPARED / "lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@functools.cache
def state_of_sources() -> str:
    """A digest of everything that decides what is loaded."""
    digest = hashlib.sha256(Path(__file__).read_bytes())
    digest.update(repr(ENVIRONMENT).encode())
    for package in ("auth", "documents", "seed"):
        for path in sorted((ROOT / package).rglob("*")):
            if path.suffix in {".py", ".json"}:
                digest.update(path.relative_to(ROOT).as_posix().encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()[:24]


def _load_into(target: Path) -> None:
    target.mkdir(parents=True, exist_ok=True)
    with running_store(target / "store", sync=False, log_file_max=LOG_FILE_MAX, cache=CACHE) as server:
        accounts = asyncio.run(_load(server.url))
    (target / "accounts.json").write_text(json.dumps(accounts, ensure_ascii=False), encoding="utf-8")
    (target / "done").touch()


async def _load(url: str) -> list[dict[str, object]]:
    ids = random.Random(SEED)
    store = await open_store(StoreSettings(url), STORED)
    try:
        container = await open_container(
            store, new_id=lambda: f"{ids.getrandbits(96):024x}", monotonic=time.monotonic, vault=VAULT
        )
        loader = Loader(container, today=SEED_TODAY, seed=SEED, passwords=random.Random(SEED))
        return [account.shown() for account in await loader.load(lambda words, done, total: None)]
    finally:
        await store.close()


if __name__ == "__main__":
    hash_cheaply()
    _load_into(Path(sys.argv[1]))
