"""The global order of events: a position without gaps, given after the commit.

A transaction that began earlier may commit later, so the order in which events become visible is known only then. One
process at a time gives positions, under a lease: a reader who has seen a position never sees an earlier one appear.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from documents.kernel.store.commands import Write
from documents.kernel.store.connection import Session, Store
from documents.kernel.write.counters import COUNTERS
from documents.kernel.write.events import EventRecord
from documents.kernel.write.leases import Fence, under

EVENTS = EventRecord.collection_name()
HEAD = "event_positions"
"""The row of the counters that holds the last position given."""

AT_ONCE = 500
MOST_EVENTS = 2**31
"""More than any installation has."""

ORDER = {"position": 1, "at": 1, "sort_sequence": 1}


async def head(store: Store) -> int:
    """Return the last position given; 0 where none was."""
    rows = await store.find(COUNTERS, {"_id": HEAD}, at_most=1)
    return int(rows[0]["value"]) if rows else 0


async def told_so_far(store: Store) -> int:
    """Return how many events there are, with a position or yet without: the last of them will have this one."""
    return await store.count(EVENTS, {}, at_most=MOST_EVENTS)


async def waits(store: Store) -> bool:
    """Return whether an event has no position yet."""
    return bool(await store.find(EVENTS, {"position": None}, keys=("_id",), at_most=1))


async def events_after(store: Store, position: int, *, at_most: int) -> list[dict[str, Any]]:
    """Return the events behind a position, in the order of theirs."""
    # Without gaps, so the range says what the bound does: a store need not look at all that lie behind it.
    where = {"position": {"$gt": position, "$lte": position + at_most}}
    return await store.find(EVENTS, where, sort={"position": 1}, at_most=at_most)


async def stamp(store: Store, fence: Fence, *, at_most: int = AT_ONCE) -> Sequence[datetime]:
    """Give the events that have no position the next ones, in the order of their moments; of one object in that of its
    history. All of a step get theirs or none; the moments of those that did come back. Raises: LeaseLost."""

    async def body(session: Session) -> list[datetime]:
        last = await _last(store, session)
        rows = await store.find(
            EVENTS, {"position": None}, keys=("_id", "at"), sort=ORDER, at_most=at_most, session=session
        )
        if rows:
            reached = Write(COUNTERS, {"$set": {"value": last + len(rows)}}, {"_id": HEAD}, upsert=True)
            await store.write_together([*_positions(rows, last), reached], session=session)
        return [row["at"] for row in rows]

    return await under(store, fence, body)


async def _last(store: Store, session: Session) -> int:
    rows = await store.find(COUNTERS, {"_id": HEAD}, at_most=1, session=session)
    return int(rows[0]["value"]) if rows else 0


@dataclass
class Positions:
    """Positions that are given with the events themselves, by who alone writes to a database: the loading of a demo."""

    last: int = 0

    def give(self, events: Sequence[EventRecord]) -> None:
        """Give events the next positions; they count once `gave` is told."""
        for number, event in enumerate(events, self.last + 1):
            event.position = number

    def gave(self, count: int) -> None:
        """Note that so many were committed."""
        self.last += count


async def note_head(store: Store, last: int) -> None:
    """Have the dispatcher go on behind the positions that were given with their events."""
    found = {"$set": {"value": last}}
    await store.collection(COUNTERS).update_one({"_id": HEAD}, found, upsert=True)


def _positions(rows: Sequence[dict[str, Any]], last: int) -> list[Write]:
    return [
        Write(EVENTS, {"$set": {"position": number}}, {"_id": row["_id"]})
        for number, row in enumerate(rows, last + 1)
    ]
