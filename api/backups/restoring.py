"""Restores a backup into an empty database, and proves that what is stored then is what was backed up."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from pyrage.x25519 import Identity

from api.backups.archive import RowSum, read_from
from api.backups.marks import RESTORING, is_half_restored
from api.backups.sealing import opened_from
from documents.aggregates import TRANSIENT
from documents.kernel.store.connection import Store
from seed.installing import Standing, standing

Told = Callable[[str, int], None]
"""Is told of each collection how many of its rows are done."""


class RestoreRefused(Exception):
    """The database cannot take a backup, or did not keep what it was given; the message says why."""


def verified(
    path: Path, identities: Sequence[Identity], told: Told
) -> tuple[Mapping[str, Any], dict[str, RowSum]]:
    """Read a backup whole without writing anything; what it says about itself, and what its rows add up to.

    Raises: BackupUnfit.
    """
    with opened_from(path, identities) as source, read_from(source) as reading:
        for name, _ in reading.pieces():
            told(name, reading.tallies[name].rows)
        return reading.about, reading.tallies


async def restore(
    store: Store, path: Path, identities: Sequence[Identity], now: datetime, told: Told
) -> dict[str, RowSum]:
    """Store every row of a backup in an empty database, and read all of them again; what they add up to.

    Raises: BackupUnfit; RestoreRefused where the database holds data, or reads other rows than it was given; PyMongoError
    where it goes away.
    """
    await _refuse_data(store)
    with opened_from(path, identities) as source, read_from(source) as reading:
        await store.maintenance.note(RESTORING, {"begun_at": now})
        for name, rows in reading.pieces():
            await store.put_rows(name, rows)
            told(name, reading.tallies[name].rows)
        given = reading.tallies
    stored = await tallies_of(store)
    differ = sorted(
        name for name in {*given, *stored} if given.get(name, RowSum()) != stored.get(name, RowSum())
    )
    if differ:
        raise RestoreRefused(f"The database holds other rows than it was given: {', '.join(differ)}.")
    await store.maintenance.forget(RESTORING)
    return given


async def tallies_of(store: Store) -> dict[str, RowSum]:
    """Return what the rows of each collection that a backup holds add up to."""
    found: dict[str, RowSum] = {}
    async with store.snapshot() as snapshot:
        for name in snapshot.names:
            if name not in TRANSIENT:
                found[name] = RowSum()
                async for row in snapshot.rows(name):
                    found[name].add(bytes(row.raw))
    return found


async def make_empty(store: Store) -> None:
    """Drop what a restore that was broken off left behind, or what processes made for themselves in a database without
    data. Raises: RestoreRefused where it holds any."""
    if await is_half_restored(store) or await standing(store, ()) is Standing.EMPTY:
        await store.drop()
    await _refuse_data(store)


async def _refuse_data(store: Store) -> None:
    async with store.snapshot() as snapshot:
        if not await snapshot.is_empty():
            raise RestoreRefused(
                f"The database {store.database_name} holds data. A backup is restored into an empty one: "
                "name another by PULT_DATABASE, or another VAR_DIR."
            )
