"""What a process needs whatever it does: logs, keys, the store, the office over it; opened in order, and closed again.

The server runs in one (`api/serving.py`), and so does every command that works on documents.
"""

import asyncio
import secrets
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

import structlog
import uvloop

from api.backups.marks import is_half_restored
from api.clock import monotonic
from api.keyring import load_vault
from api.logging import configure_logging
from api.settings import Settings
from auth.crypto.sealing import Vault
from documents.aggregates import STORED
from documents.container import Container, open_container
from documents.installation.key_checks import refuse_other_keys
from documents.installation.releases import refuse_other_release
from documents.kernel.store.connection import Store, StoreSettings, StoreUnsuitable, open_store
from documents.kernel.store.timers import Timer

T = TypeVar("T")
VaultSource = Callable[[Settings], Vault | None]
"""Finds the keys of personal data."""

ID_BYTES = 12

log = structlog.get_logger("api.process")


class NoStore(RuntimeError):
    """No database was named."""


@dataclass(frozen=True)
class Process:
    """A process with everything open."""

    settings: Settings
    store: Store
    container: Container


def new_id() -> str:
    """Draw the id of a new document."""
    return secrets.token_hex(ID_BYTES)


def no_keys(settings: Settings) -> None:
    """Open no keys: for who neither stores nor shows an applicant."""


@asynccontextmanager
async def open_process(
    settings: Settings,
    *,
    keys: VaultSource = load_vault,
    new_id: Callable[[], str] = new_id,
    timer: Timer | None = None,
    reads_only: bool = False,
    makes_indexes: bool | None = None,
    is_prompt: bool = False,
    any_release: bool = False,
) -> AsyncIterator[Process]:
    """Open the keys, the store and the office, and close the store at the end.

    With `reads_only` no row is written, and no index made unless `makes_indexes` says so; `is_prompt` is for who has callers
    that wait; `any_release` for who can work on data of another release.

    Raises: KeysUnsafe, NoStore, StoreUnsuitable.
    """
    if settings.mongodb_url is None:
        raise NoStore("MONGODB_URL is not set; `python -m api dev` starts an embedded server instead.")
    vault = keys(settings)
    address = StoreSettings(
        settings.mongodb_url.get_secret_value(),
        settings.database,
        replace_indexes=settings.replace_indexes,
        makes_indexes=not reads_only if makes_indexes is None else makes_indexes,
    )
    store = await open_store(
        address.prompt() if is_prompt else address,
        STORED,
        timer=timer,
        accepts=None if any_release else refuse_other_release,
    )
    try:
        if not reads_only and await is_half_restored(store):
            raise StoreUnsuitable(
                "A restore into this database did not end: run `python -m api restore` again."
            )
        if vault is not None:
            await refuse_other_keys(store, vault, notes=not reads_only)
        container = await open_container(
            store, new_id=new_id, monotonic=monotonic, vault=vault, reads_only=reads_only
        )
        yield Process(settings, store, container)
    finally:
        await store.close()


def _failed_alone(_loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """Log what failed where nobody waits for it: its kind and its lines; the loop's own words quote what it held."""
    log.error("task_failed", exc_info=context.get("exception"))


def run_process(
    settings: Settings,
    work: Callable[[Process], Coroutine[Any, Any, T]],
    *,
    keys: VaultSource = load_vault,
    timer: Timer | None = None,
    reads_only: bool = False,
    makes_indexes: bool | None = None,
    is_prompt: bool = False,
    any_release: bool = False,
) -> T:
    """Set up the logs, and run `work` in a process of its own event loop until it is done; its result comes back.

    Raises: KeysUnsafe, NoStore, StoreUnsuitable before any work.
    """

    async def opened() -> T:
        asyncio.get_running_loop().set_exception_handler(_failed_alone)
        opening = open_process(
            settings,
            keys=keys,
            timer=timer,
            reads_only=reads_only,
            makes_indexes=makes_indexes,
            is_prompt=is_prompt,
            any_release=any_release,
        )
        async with opening as process:
            return await work(process)

    configure_logging(as_json=settings.is_production, level=settings.log_level)
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(opened())
