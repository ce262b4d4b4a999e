"""Writes a backup: everything that is stored, as of one moment, while the application goes on."""

from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from pyrage.x25519 import Recipient

from api.backups.archive import PIECE_BYTES, NewArchive, RowSum, written_to
from api.backups.marks import LAST, is_half_restored
from api.backups.sealing import BackupUnfit, sealed_into
from documents.aggregates import TRANSIENT
from documents.kernel.store.connection import Store
from documents.kernel.store.snapshots import Snapshot

Told = Callable[[str, int], None]
"""Is told of each collection how many of its rows are written."""


@dataclass(frozen=True)
class Written:
    """A backup that was written."""

    tallies: dict[str, RowSum]

    @property
    def rows(self) -> int:
        """How many rows it holds."""
        return sum(one.rows for one in self.tallies.values())


async def write_backup(
    store: Store,
    path: Path,
    recipients: Sequence[Recipient],
    about: dict[str, Any],
    now: datetime,
    told: Told,
) -> Written:
    """Write everything that is stored into a new file, and note in the database that there is one.

    Raises: BackupUnfit where the file cannot be written or the database is restored only in part; PyMongoError where the
    store goes away. No part of a file is left.
    """
    if await is_half_restored(store):
        raise BackupUnfit("A restore into this database did not end: there is only a part to back up.")
    with sealed_into(path, recipients) as sink, written_to(sink, about, now=now.timestamp()) as writing:
        async with store.snapshot() as snapshot:
            for name in snapshot.names:
                # Sessions that were ended must not come to life again by a restore.
                if name not in TRANSIENT:
                    await _write(snapshot, name, writing, told)
    written = Written(writing.tallies)
    await store.maintenance.note(LAST, {"at": now, "rows": written.rows})
    return written


async def _write(snapshot: Snapshot, name: str, writing: NewArchive, told: Told) -> None:
    writing.tallies[name] = RowSum()
    async for piece in _pieces(snapshot, name):
        writing.rows(name, piece)
        told(name, writing.tallies[name].rows)


async def _pieces(snapshot: Snapshot, name: str) -> AsyncIterator[list[bytes]]:
    piece: list[bytes] = []
    held = 0
    async for row in snapshot.rows(name):
        piece.append(bytes(row.raw))
        held += len(row.raw)
        if held >= PIECE_BYTES:
            yield piece
            piece, held = [], 0
    if piece:
        yield piece
