"""Saved filters as they are kept: changed by their owner alone, seen by whoever holds the role that they are shared with."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from auth.errors import Invalid, LimitReached, NotFound
from documents.kernel.store.connection import Store
from documents.kernel.write import ledger
from documents.saved_filters.document import SavedFilterRow

SAVED = ledger.bookkeeping(SavedFilterRow)

MOST_SAVED = 50
"""Filters that one person keeps."""

MOST_SHARED = 200
"""Filters of others that are shown to one person."""

Row = Mapping[str, Any]


async def save_filter(
    store: Store,
    row_id: str,
    owner_id: str,
    *,
    title: str,
    given: Mapping[str, Any],
    role: str | None,
    now: datetime,
) -> Row:
    """Keep a filter; the row. Raises: LIMIT_REACHED (`savedFilters`)."""
    if await ledger.count(store, SAVED, {"owner_id": owner_id}, at_most=MOST_SAVED) >= MOST_SAVED:
        raise LimitReached("savedFilters")
    row = {"owner_id": owner_id, "title": title, "given": dict(given), "role": role, "updated_at": now}
    await ledger.add(store, SAVED, {"_id": row_id, **row})
    return {"_id": row_id, **row}


async def update_filter(
    store: Store,
    row_id: str,
    owner_id: str,
    roles: Collection[str],
    changed: Mapping[str, Any],
    now: datetime,
) -> None:
    """Change title, filter or role of a filter of one's own.

    Raises: NOT_FOUND where it is not there or not shown to who asks; INVALID (`not_yours`).
    """
    where = {"_id": row_id, "owner_id": owner_id}
    if not await ledger.change(store, SAVED, where, {"$set": {**changed, "updated_at": now}}):
        await _refuse(store, row_id, roles)


async def remove_filter(store: Store, row_id: str, owner_id: str, roles: Collection[str]) -> None:
    """Forget a filter of one's own. Raises: NOT_FOUND, INVALID (`not_yours`) as a change of it."""
    if not await ledger.remove(store, SAVED, {"_id": row_id, "owner_id": owner_id}):
        await _refuse(store, row_id, roles)


async def filter_of(store: Store, row_id: str, owner_id: str) -> Row | None:
    """Return a filter of one's own; None where it is not there."""
    return await ledger.read(store, SAVED, {"_id": row_id, "owner_id": owner_id})


async def filters_for(store: Store, person_id: str, roles: Collection[str]) -> Sequence[Row]:
    """Return the filters of a person, and then those of others that are shared with one of the roles, each by title."""
    own = await ledger.read_many(store, SAVED, {"owner_id": person_id}, at_most=MOST_SAVED)
    where = {"role": {"$in": sorted(map(str, roles))}}
    shared = await ledger.read_many(store, SAVED, where, at_most=MOST_SHARED) if roles else []
    others = [row for row in shared if row["owner_id"] != person_id]
    return [*_by_title(own), *_by_title(others)]


def _by_title(rows: Sequence[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: (row["title"].casefold(), row["_id"]))


async def _refuse(store: Store, row_id: str, roles: Collection[str]) -> None:
    """Refuse a change of what is not one's own. Raises: Invalid where it is shown to who asks, else NotFound."""
    row = await ledger.read(store, SAVED, {"_id": row_id})
    if row is not None and row["role"] is not None and row["role"] in roles:
        raise Invalid("not_yours", path=("id",))
    raise NotFound
