"""The lease of a migration: one process migrates, and while it lives nobody else does."""

from datetime import datetime, timedelta

from documents.installation.document import MigrationLease
from documents.kernel.store.connection import Store
from documents.kernel.write import ledger

LEASES = ledger.bookkeeping(MigrationLease)
ROW = "migration"
LEASE_SECONDS = 15
"""How long a lease holds that nobody renews: so long a migration waits after one that was killed."""

RENEWED_AFTER_SECONDS = 4


async def take_lease(store: Store, holder: str, now: datetime) -> bool:
    """Take the lease, or renew one's own, and say whether it is held now: not while another's holds."""
    until = now + timedelta(seconds=LEASE_SECONDS)
    if await ledger.add(store, LEASES, {"_id": ROW, "holder": holder, "until": until}):
        return True
    free = {"_id": ROW, "$or": [{"holder": holder}, {"until": {"$lte": now}}]}
    return await ledger.change(store, LEASES, free, {"$set": {"holder": holder, "until": until}})


async def lease_ends(store: Store) -> datetime | None:
    """Return until when the lease that somebody took holds; None where nobody has it."""
    row = await ledger.read(store, LEASES, {"_id": ROW})
    return None if row is None else row["until"]


async def give_lease_back(store: Store, holder: str) -> None:
    """Give one's own lease back."""
    await ledger.remove(store, LEASES, {"_id": ROW, "holder": holder})
