"""The database that a command works on: the given one, or the embedded one for as long as it runs."""

import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

from pydantic import SecretStr

from api.dev.embedded import EmbeddedStore, StoreUnavailable, end_left_behind, running_store
from api.settings import Settings

LOG_FILE_MAX, CACHE = "64MB", "256M"
"""How much the embedded server writes ahead into one file, and keeps in memory."""

RUNNING, KEPT = "store.pid", "store.lock"
"""Files of a folder: the process of its server, and that of the application which keeps it."""


@contextlib.contextmanager
def provided_store(settings: Settings) -> Iterator[Settings]:
    """Yield the settings with a database: the given one, or an embedded server for as long as the block runs."""
    with embedded_store(settings) as (prepared, _):
        yield prepared


@contextlib.contextmanager
def embedded_store(settings: Settings) -> Iterator[tuple[Settings, EmbeddedStore | None]]:
    """Yield the settings with a database, and the embedded server that runs for it; None where a database was given.

    Raises: StoreUnavailable where another process keeps the folder, or the server does not start.
    """
    if settings.mongodb_url is not None:
        yield settings, None
        return
    settings.var_dir.mkdir(parents=True, exist_ok=True)
    address, running = settings.var_dir / "mongodb-url", settings.var_dir / RUNNING
    with _alone_in(settings.var_dir):
        end_left_behind(running, settings.var_dir / "store")
        with running_store(
            settings.var_dir / "store", sync=True, log_file_max=LOG_FILE_MAX, cache=CACHE
        ) as store:
            write_private(address, store.url.encode())
            note_process(settings, store)
            try:
                yield settings.model_copy(update={"mongodb_url": SecretStr(store.url)}), store
            finally:
                address.unlink(missing_ok=True)
                running.unlink(missing_ok=True)


def note_process(settings: Settings, store: EmbeddedStore) -> None:
    """Note which process the embedded server is, so that it can be ended where its application was killed."""
    write_private(settings.var_dir / RUNNING, str(store.process.pid).encode())


@contextlib.contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Keep the folder while the block runs: the system lets go of it with the process, however that ends."""
    descriptor = os.open(folder / KEPT, os.O_RDWR | os.O_CREAT, 0o600)
    with os.fdopen(descriptor, "r+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise StoreUnavailable(
                f"Process {file.read().strip() or '(unknown)'} keeps the embedded store under {folder}: "
                "stop it, or name another folder by VAR_DIR."
            ) from None
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield


@contextlib.contextmanager
def reachable_store(settings: Settings) -> Iterator[Settings]:
    """Yield the settings with a database: the given one, that of a running `dev`, or the embedded one for the block."""
    running = settings.var_dir / "mongodb-url"
    if settings.mongodb_url is None and running.exists():
        settings = settings.model_copy(update={"mongodb_url": SecretStr(running.read_text())})
    with provided_store(settings) as prepared:
        yield prepared


@contextlib.contextmanager
def existing_store(settings: Settings) -> Iterator[Settings]:
    """Yield what `reachable_store` yields, for a command that has nothing to do in an empty one, and so makes none.

    Raises: StoreUnavailable where no database was named and there is no embedded one.
    """
    if settings.mongodb_url is None and not (settings.var_dir / "store").is_dir():
        raise StoreUnavailable(
            f"MONGODB_URL is not set, and there is no embedded store under {settings.var_dir} (VAR_DIR): "
            "name the database, or start once with `make run`."
        )
    with reachable_store(settings) as prepared:
        yield prepared


def write_private(path: Path, content: bytes) -> None:
    """Write a file that only its owner reads."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
    path.chmod(0o600)
