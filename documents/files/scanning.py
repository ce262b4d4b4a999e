"""What a virus scanner says of a file that it was not asked about, or could not be, when the file was received."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from datetime import datetime
from typing import Any

from documents.files.storing import FILES, content_of
from documents.files.vocabulary import ScanStatus
from documents.kernel.store.connection import Store
from documents.kernel.write import ledger

Scanner = Callable[[AsyncIterator[bytes]], Awaitable[ScanStatus]]
"""Looks at content as it comes: CLEAN or INFECTED, FAILED where nobody could say."""

SAID = frozenset({ScanStatus.CLEAN.value, ScanStatus.INFECTED.value})


async def scanned(store: Store, scanner: Scanner, stored: Mapping[str, Any], now: datetime) -> ScanStatus:
    """Return what the scanner says of a file; one of which it has said nothing yet is looked at now.

    What is infected stays where it is, and is served to nobody. Raises: NoSuchFile, FileDamaged.
    """
    if stored["scan_status"] in SAID:
        return ScanStatus(stored["scan_status"])
    async with content_of(store, stored["_id"]) as file:
        status = await scanner(file.pieces)
    sets = {"scan_status": status.value, "scanned_at": now if status.value in SAID else None}
    await ledger.change(store, FILES, {"_id": stored["_id"]}, {"$set": sets})
    return status
