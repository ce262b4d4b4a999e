"""Of which release stored data are, and that a program works on none but its own."""

from datetime import datetime

from documents.installation.document import DataRelease
from documents.kernel.store.connection import Store, StoreUnsuitable
from documents.kernel.write import ledger
from documents.kernel.write.events import EventRecord

CURRENT = 6
"""The release that this program works on: the number of the last step of migration there is, by test."""

NUMBERLESS = 0
"""That of data which were stored before they bore a number."""

RELEASES = ledger.bookkeeping(DataRelease)
EVENTS = EventRecord.collection_name()
ROW = "data"


class OtherRelease(StoreUnsuitable):
    """The data are of another release than the program."""


async def stored_release(store: Store) -> int | None:
    """Return the release that is noted; None where none is."""
    row = await ledger.read(store, RELEASES, {"_id": ROW})
    return None if row is None else int(row["number"])


async def release_of(store: Store) -> int | None:
    """Return of which release the data are; None where there are no data."""
    noted = await stored_release(store)
    if noted is not None:
        return noted
    # Whatever was stored by an operation left an event.
    return NUMBERLESS if await store.count(EVENTS, {}, at_most=1) else None


async def refuse_other_release(store: Store) -> None:
    """Refuse data of another release, with what to do about it. Raises: OtherRelease."""
    release = await release_of(store)
    if release is None or release == CURRENT:
        return
    if release < CURRENT:
        raise OtherRelease(
            f"The data are of release {release}, this program works on release {CURRENT}: stop all that runs on them, "
            "make a backup, and run `python -m api migrate`."
        )
    raise OtherRelease(
        f"The data are of release {release}, this program only knows release {CURRENT}: start the newer program."
    )


async def note_release(store: Store, number: int, now: datetime) -> None:
    """Note of which release the data are from now on."""
    row = {"number": number, "noted_at": now}
    if not await ledger.add(store, RELEASES, {"_id": ROW, **row}):
        await ledger.change(store, RELEASES, {"_id": ROW}, {"$set": row})
