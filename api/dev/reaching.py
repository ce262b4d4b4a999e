"""The database that a command works on: the given one, or the embedded one for as long as it runs."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from pydantic import SecretStr

from api.dev.embedded import StoreUnavailable, end_left_behind, running_store
from api.settings import Settings

LOG_FILE_MAX, CACHE = "64MB", "256M"
"""How much the embedded server writes ahead into one file, and keeps in memory."""


@contextlib.contextmanager
def provided_store(settings: Settings) -> Iterator[Settings]:
    """Yield the settings with a database: the given one, or an embedded server for as long as the block runs."""
    if settings.mongodb_url is not None:
        yield settings
        return
    settings.var_dir.mkdir(parents=True, exist_ok=True)
    address, running = settings.var_dir / "mongodb-url", settings.var_dir / "store.pid"
    end_left_behind(running, settings.var_dir / "store")
    with running_store(
        settings.var_dir / "store", sync=True, log_file_max=LOG_FILE_MAX, cache=CACHE
    ) as store:
        write_private(address, store.url.encode())
        write_private(running, str(store.process.pid).encode())
        try:
            yield settings.model_copy(update={"mongodb_url": SecretStr(store.url)})
        finally:
            address.unlink(missing_ok=True)
            running.unlink(missing_ok=True)


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
