"""Gives tests a real document server of their own, quickly thrown away."""

import contextlib
import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path

from api.embedded import EmbeddedStore, running_store

SHARED_MEMORY = Path("/dev/shm")
LOG_FILE_MAX = "16MB"
CACHE = "128M"


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
    name: str, *, prepared: Path | None = None, sync: bool = False
) -> Iterator[EmbeddedStore]:
    """Run a server on a directory of its own; `prepared` is a storage directory to start from a copy of.

    `sync` flushes at every commit: for crash tests only, it is slow.
    """
    with scratch_directory(name) as directory:
        storage = directory / "store"
        if prepared is not None:
            copy_prepared(prepared, storage)
        with running_store(storage, sync=sync, log_file_max=LOG_FILE_MAX, cache=CACHE) as store:
            yield store


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


def database_url(server_url: str, database: str) -> str:
    """Return `server_url` with the name of its database replaced, so that test modules do not meet in one."""
    head, _, options = server_url.partition("?")
    return f"{head.rpartition('/')[0]}/{database}?{options}"


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
