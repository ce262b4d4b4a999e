"""Who watches which cases: begun and ended by oneself, asked by person and by case."""

from collections.abc import Collection, Sequence
from datetime import datetime

from auth.errors import LimitReached
from documents.kernel.store.connection import Store
from documents.kernel.write import ledger
from documents.watching.document import CaseWatch

WATCHES = ledger.bookkeeping(CaseWatch)

MOST_WATCHED = 100
"""Cases that one person watches."""

MOST_WATCHERS = 1_000
"""People that one case is told to."""


async def watch(store: Store, person_id: str, case_id: str, now: datetime) -> None:
    """Have a person watch a case that they see; nothing happens where they do. Raises: LIMIT_REACHED (`watchedCases`)."""
    row_id = _named(person_id, case_id)
    if await ledger.read(store, WATCHES, {"_id": row_id}) is not None:
        return
    if await ledger.count(store, WATCHES, {"person_id": person_id}, at_most=MOST_WATCHED) >= MOST_WATCHED:
        raise LimitReached("watchedCases")
    await ledger.add(store, WATCHES, {"_id": row_id, "person_id": person_id, "case_id": case_id, "at": now})


async def unwatch(store: Store, person_id: str, case_id: str) -> None:
    """Have a person watch a case no longer; nothing happens where they do not."""
    await ledger.remove(store, WATCHES, {"_id": _named(person_id, case_id)})


async def watched_among(store: Store, person_id: str, case_ids: Collection[str]) -> frozenset[str]:
    """Return which of these cases a person watches."""
    names = sorted(_named(person_id, one) for one in case_ids)
    rows = await ledger.read_many(store, WATCHES, {"_id": {"$in": names}}, at_most=len(names))
    return frozenset(row["case_id"] for row in rows)


async def watched_by(store: Store, person_id: str) -> Sequence[str]:
    """Return the ids of the cases that a person watches, the last one begun first."""
    rows = await ledger.read_many(
        store, WATCHES, {"person_id": person_id}, at_most=MOST_WATCHED, newest_by="at"
    )
    return [row["case_id"] for row in rows]


async def watchers_of(store: Store, case_id: str) -> Sequence[str]:
    """Return who watches a case, whether they may still see it or not."""
    rows = await ledger.read_many(store, WATCHES, {"case_id": case_id}, at_most=MOST_WATCHERS)
    return [row["person_id"] for row in rows]


def _named(person_id: str, case_id: str) -> str:
    return f"{person_id}:{case_id}"
