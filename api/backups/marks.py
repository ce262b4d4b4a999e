"""What a database notes of its backups: the last one, and that a restore into it is under way."""

from documents.kernel.store.connection import Store

LAST = "backup"
"""The row of the last backup: `at`, `rows`."""

RESTORING = "restore"
"""The row that stands while a restore is under way; where it was left, the database holds only a part."""


async def is_half_restored(store: Store) -> bool:
    """Return whether a restore into this database was begun and did not end."""
    return await store.maintenance.noted(RESTORING) is not None
