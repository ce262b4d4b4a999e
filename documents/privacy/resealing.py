"""Sealing again what older keys sealed: in batches, beside a running application, and again from where it stopped.

A row is written only where it still holds what was opened, and only its sealed fields: its revision and its history
stay, since nothing that anybody was told has changed.
"""

from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from auth.crypto.sealing import SealBroken, Vault, key_of
from documents.kernel.record import Record
from documents.kernel.store.connection import Session, Store
from documents.privacy.sealing import opened_values, sealed_values

BATCH = 200
"""How many rows are looked at in one command, and at most sealed again in one transaction."""

ATTEMPTS = 12

Row = Mapping[str, Any]
OnProgress = Callable[[str, int], object]
"""Is told a collection and how many rows of it have been gone through."""


@dataclass
class Resealed:
    """What came of one kind of document, in values: `left` by the id of their key that is there but not the newest,
    `unknown` by that of a key that is not there; `broken` do not open in their place."""

    collection: str
    looked_at: int = 0
    resealed: int = 0
    left: Counter[str] = field(default_factory=Counter)
    unknown: Counter[str] = field(default_factory=Counter)
    broken: int = 0

    @property
    def is_complete(self) -> bool:
        """Whether every value is sealed under the newest key."""
        return not (self.left or self.unknown or self.broken)


async def reseal(
    store: Store, vault: Vault, records: Sequence[type[Record]], *, told: OnProgress
) -> list[Resealed]:
    """Seal again, under the newest key, every value that an older one sealed; what cannot be opened stays as it is.

    Then everything is looked at once more, so that what is left is told as it stands at the end.
    """
    return [await _reseal_kind(store, vault, kind, told) for kind in records if kind.sealed]


async def one_sealed(store: Store, kind: type[Record]) -> Row | None:
    """Return the sealed fields of any one row, to see whether the keys open it; None where there is none."""
    rows = await store.find(kind.collection_name(), {}, keys=kind.sealed, at_most=1)
    return rows[0] if rows else None


async def unopened(store: Store, vault: Vault, records: Sequence[type[Record]]) -> Mapping[str, int]:
    """Return how many sealed values do not open with the keys that are there, by collection; those where all do are left
    out. Every value is tried: another key may go by the same id."""
    found: Counter[str] = Counter()
    for kind in (one for one in records if one.sealed):
        async for rows in _batches(store, kind):
            for row in rows:
                for name, value in _values(kind, row):
                    try:
                        opened_values(vault, kind, row["_id"], {name: value})
                    except SealBroken:
                        found[kind.collection_name()] += 1
    return found


async def _reseal_kind(store: Store, vault: Vault, kind: type[Record], told: OnProgress) -> Resealed:
    found = Resealed(kind.collection_name())
    gone_through = 0
    async for rows in _batches(store, kind):
        behind = [row["_id"] for row in rows if _openable(vault, kind, row)]
        if behind:
            again = partial(_again, store, vault, kind, behind)
            found.resealed += await store.transaction(again, attempts=ATTEMPTS)
        gone_through += len(rows)
        told(found.collection, gone_through)
    async for rows in _batches(store, kind):
        for row in rows:
            _look(vault, kind, row, found)
    return found


async def _batches(store: Store, kind: type[Record]) -> AsyncIterator[Sequence[Row]]:
    """The sealed fields of all rows, in the order of their ids; a row that is added meanwhile may come or not."""
    after = ""
    while rows := await store.find(
        kind.collection_name(), {"_id": {"$gt": after}}, keys=kind.sealed, sort={"_id": 1}, at_most=BATCH
    ):
        yield rows
        after = rows[-1]["_id"]


async def _again(store: Store, vault: Vault, kind: type[Record], ids: Sequence[str], session: Session) -> int:
    """Seal again what can be opened of some rows, read and written in one transaction; how many values that were."""
    name, written = kind.collection_name(), 0
    rows = await store.find(name, {"_id": {"$in": list(ids)}}, keys=kind.sealed, session=session)
    for row in rows:
        opened = _openable(vault, kind, row)
        if not opened:
            continue
        held = {"_id": row["_id"], **{key: row[key] for key in opened}}
        anew = sealed_values(vault, kind, row["_id"], opened)
        matched = await store.update(name, held, {"$set": anew}, session=session)
        written += len(anew) * matched
    return written


def _openable(vault: Vault, kind: type[Record], row: Row) -> dict[str, str | None]:
    """The plain values of the fields of a row that an older key sealed and that open."""
    found: dict[str, str | None] = {}
    for name, value in _values(kind, row):
        if vault.is_current(value):
            continue
        try:
            found |= opened_values(vault, kind, row["_id"], {name: value})
        except SealBroken:
            continue
    return found


def _look(vault: Vault, kind: type[Record], row: Row, found: Resealed) -> None:
    openable = _openable(vault, kind, row)
    for name, value in _values(kind, row):
        found.looked_at += 1
        key = key_of(value)
        if vault.is_current(value):
            continue
        if key is not None and key not in vault.key_ids:
            found.unknown[key] += 1
        elif key is not None and name in openable:
            found.left[key] += 1
        else:
            found.broken += 1


def _values(kind: type[Record], row: Row) -> Iterator[tuple[str, str]]:
    for name in sorted(kind.sealed):
        if row.get(name) is not None:
            yield name, row[name]
