"""Leases: one process at a time does a thing, and one that slept through its lease writes nothing any more.

Each taking raises the number of the lease, its fence. Whoever writes under it touches its row in the same transaction, on
condition that the number is still his: of a taking and such a write at the same moment, one has to look again.

A process that was killed in the middle of a transaction leaves it open, with its locks, until the server gives it up. So the
sessions that a holder has opened stand in the row of the lease, and whoever takes it over has the server end them first.
"""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any, TypeVar

from beanie import Document
from pymongo import IndexModel

from documents.kernel.store.connection import Session, Store
from documents.kernel.write import ledger

T = TypeVar("T")

ATTEMPTS = 12


class Lease(Document):
    """Who does a thing, and until when nobody else may; the row stays when it was given back, with its number."""

    id: str  # type: ignore[assignment]  # what it is for
    fence: int
    holder: str
    until: datetime
    writes: int = 0
    opened: list[Any] = []

    class Settings:
        name = "leases"
        indexes: list[IndexModel] = []


LEASES = ledger.bookkeeping(Lease)


class LeaseLost(Exception):
    """The lease ran out and somebody else took it: what was to be written under it was not."""


@dataclass(frozen=True)
class Fence:
    """A lease that was taken: what it is for, and its number."""

    name: str
    number: int
    noted: set[Any] = field(default_factory=set, compare=False)

    async def note(self, store: Store, session: Session) -> None:
        """Have the session stand in the row of the lease, before anything is written in it."""
        session_id = session.session_id["id"]
        if session_id not in self.noted:
            where = {"_id": self.name, "fence": self.number}
            await ledger.change(store, LEASES, where, {"$addToSet": {"opened": session_id}})
            self.noted.add(session_id)

    async def hold(self, store: Store, session: Session) -> None:
        """Have this transaction count only while the lease is held. Raises: LeaseLost."""
        where = {"_id": self.name, "fence": self.number}
        if not await ledger.change_within(store, session, LEASES, where, {"$inc": {"writes": 1}}):
            raise LeaseLost(self.name)


async def take(store: Store, name: str, holder: str, now: datetime, *, seconds: float) -> Fence | None:
    """Take a lease that nobody holds at `now`, for that long; None where somebody does. `holder` is a word of its own for
    each taking."""
    until = now + timedelta(seconds=seconds)
    before = await ledger.read(store, LEASES, {"_id": name})
    if before is None:
        first = {"_id": name, "fence": 1, "holder": holder, "until": until, "writes": 0, "opened": []}
        return Fence(name, 1) if await ledger.add(store, LEASES, first) else None
    if before["until"] > now:
        return None
    await store.end_sessions(before["opened"])
    free = {"_id": name, "fence": before["fence"], "until": {"$lte": now}}
    taken = {"$set": {"holder": holder, "until": until, "opened": []}, "$inc": {"fence": 1}}
    return Fence(name, before["fence"] + 1) if await ledger.change(store, LEASES, free, taken) else None


async def renew(store: Store, fence: Fence, now: datetime, *, seconds: float) -> bool:
    """Keep a lease for that long from `now`, and say whether it was still held."""
    where = {"_id": fence.name, "fence": fence.number}
    return await ledger.change(store, LEASES, where, {"$set": {"until": now + timedelta(seconds=seconds)}})


async def give_back(store: Store, fence: Fence, now: datetime) -> None:
    """Let somebody else take it from now on; nothing where somebody has already."""
    await ledger.change(store, LEASES, {"_id": fence.name, "fence": fence.number}, {"$set": {"until": now}})


async def under(store: Store, fence: Fence, body: Callable[[Session], Coroutine[Any, Any, T]]) -> T:
    """Run `body` in a transaction that counts only while the lease is held. It must be safe to run twice.

    Raises: LeaseLost, and what `body` raises; nothing is written then.
    """

    async def held(session: Session) -> T:
        await fence.hold(store, session)
        return await body(session)

    return await ledger.transact(store, held, attempts=ATTEMPTS, before=partial(fence.note, store))
