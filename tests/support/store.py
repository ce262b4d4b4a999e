"""Gives tests a real document server: an embedded one of their own, quickly thrown away, or databases of their own in a
replica set that is already there."""

import contextlib
import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pymongo

from api.dev.embedded import EmbeddedStore

SHARED_MEMORY = Path("/dev/shm")
LOG_FILE_MAX = "16MB"
CACHE = "128M"

GIVEN = "PULT_TEST_MONGODB_URL"
"""The variable that names a replica set to run the tests on; without it each process of tests has an embedded server."""

LONGEST_NAME = 60
"""Names of databases are shorter than 64 bytes."""

_REFUSING: list[str] = []


@contextlib.contextmanager
def scratch_directory(name: str) -> Iterator[Path]:
    """Make an empty directory, in memory where the system offers that, and remove it afterwards."""
    parent = SHARED_MEMORY if SHARED_MEMORY.is_dir() else None
    path = Path(tempfile.mkdtemp(prefix=f"pult-{name}-", dir=parent))
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


@contextlib.contextmanager
def temporary_store(
    name: str, *, prepared: Path | None = None, sync: bool = False, cache: str = CACHE
) -> Iterator[EmbeddedStore]:
    """Run a server on a directory of its own; `prepared` is a storage directory to start from a copy of.

    `sync` flushes at every commit: for crash tests only, it is slow. Large loads need a large `cache`. At the end the server
    is killed: what it would write then is thrown away with its directory, and takes a third of a second.
    """
    with scratch_directory(name) as directory:
        storage = directory / "store"
        if prepared is not None:
            copy_prepared(prepared, storage)
        store = EmbeddedStore.start(storage, sync=sync, log_file_max=LOG_FILE_MAX, cache=cache)
        try:
            yield store
        finally:
            store.kill()


@contextlib.contextmanager
def started_again(store: EmbeddedStore, *, port: int = 0) -> Iterator[EmbeddedStore]:
    """The stopped server once more on its directory, at a port of its own or at the old one."""
    again = EmbeddedStore.start(
        store.storage_path, port=port, sync=False, log_file_max=LOG_FILE_MAX, cache=CACHE
    )
    try:
        yield again
    finally:
        again.stop()


def copy_prepared(prepared: Path, target: Path) -> None:
    """Copy the storage directory of a server that has been stopped; its lock file stays behind.

    Raises: FileNotFoundError when `prepared` holds no store.
    """
    if not (prepared / "WiredTiger").is_file():
        raise FileNotFoundError(f"no store was prepared in {prepared}")
    shutil.copytree(prepared, target, ignore=shutil.ignore_patterns("WiredTiger.lock"))


def given_url() -> str | None:
    """The address of the replica set that was named; None where the tests bring their own server."""
    return os.environ.get(GIVEN) or None


@contextlib.contextmanager
def unnamed() -> Iterator[None]:
    """Have nobody asked for names of his own while the block runs: processes of tests are yet to divide from this one."""
    _REFUSING.append("there is no process of tests yet")
    try:
        yield
    finally:
        _REFUSING.clear()


def own(name: str) -> str:
    """The name of a database that no other process of tests has, of this run or of another one at the same time.

    Raises: RuntimeError where this process is read for all of them.
    """
    if _REFUSING:
        raise RuntimeError(*_REFUSING)
    return f"{_prefix()}{name}"[:LONGEST_NAME]


def drop_all(url: str, prefix: str) -> None:
    """Drop every database whose name begins so; `own("")` begins those of this process of tests."""
    with pymongo.MongoClient[dict[str, Any]](url) as client:
        for name in client.list_database_names():
            if name.startswith(prefix):
                client.drop_database(name)


def database_url(server_url: str, database: str) -> str:
    """Return the address with the name of its database replaced, so that tests do not meet in one."""
    parts = urlsplit(server_url)
    options = parts.query
    if "@" in parts.netloc and "authSource=" not in options:
        # Whom the address names is known to the database that it named, whichever is used.
        source = f"authSource={parts.path.strip('/') or 'admin'}"
        options = f"{options}&{source}" if options else source
    return f"{parts.scheme}://{parts.netloc}/{database}?{options}"


def _prefix() -> str:
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", "") or f"{os.getpid():08d}"
    return f"pult_{run[:8]}_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}_"


@contextlib.contextmanager
def frozen(store: EmbeddedStore) -> Iterator[None]:
    """Keep the server from doing anything while the block runs: its connections stand, and nothing is answered."""
    os.kill(store.process.pid, signal.SIGSTOP)
    # Told once it stands still; what it has begun before, it has ended.
    os.waitpid(store.process.pid, os.WUNTRACED)
    try:
        yield
    finally:
        os.kill(store.process.pid, signal.SIGCONT)
