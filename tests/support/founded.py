"""What a town was founded with, so that the next one of the same rows is put back to it, and loads nothing anew."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pymongo import DeleteMany, ReplaceOne

from auth.crypto.sealing import Vault
from documents.aggregates import RECORDS
from documents.container import Container, container_over
from documents.kernel.read.reference import Reference, Snapshot, Versions
from documents.kernel.store.connection import Store
from tests.support.touched import TOUCHED

Rows = Mapping[str, Sequence[dict[str, Any]]]
Write = DeleteMany | ReplaceOne[dict[str, Any]]

CHANGED_A_LITTLE = frozenset({"guards", "versions"})
"""Of these most changes write to one row or two of many, and they have no unique key but the id."""


@dataclass(frozen=True)
class Founded:
    """The rows by collection, and the reference data as they were loaded from them."""

    rows: Rows
    snapshot: Snapshot
    versions: Versions

    @classmethod
    async def of(cls, container: Container) -> "Founded":
        """Return what stands behind a container."""
        store = container.store
        names = await store.collection_names()
        rows = {name: await store.collection(name).find({}).to_list(length=None) for name in names}
        snapshot = await container.reference.refresh()
        return cls(
            {name: found for name, found in rows.items() if found}, snapshot, container.reference.known
        )

    async def again(
        self,
        store: Store,
        *,
        new_id: Callable[[], str],
        monotonic: Callable[[], float],
        vault: Vault | None = None,
    ) -> Container:
        """Have a database hold these rows and no others, and return a container over it."""
        await put_back(store, self.rows)
        reference = Reference(store, RECORDS, monotonic)
        reference._snapshot, reference._known = replace(self.snapshot, memo={}), self.versions
        reference._looked_at = monotonic()
        return container_over(store, reference, new_id=new_id, vault=vault)


async def put_back(store: Store, founded: Rows) -> None:
    """Have a database hold these rows by collection and no others; only what was written to meanwhile is touched.

    A unique key that a test has changed stays taken on the embedded store, whatever becomes of its row: no other test may
    take it.
    """
    known = TOUCHED.since_put_back(store.database_name)
    if known is None:
        known = dict.fromkeys({*await store.collection_names(), *founded}, True)
    writes: list[Write] = []
    emptied = []
    for name, is_changed in sorted(known.items()):
        rows, place = founded.get(name, ()), f"{store.database_name}.{name}"
        if is_changed and rows and name in CHANGED_A_LITTLE:
            writes += await _differing(store, name, rows)
        elif is_changed or not rows:
            writes.append(DeleteMany({}, namespace=place))
            emptied += [name] if rows else []
        else:
            writes.append(DeleteMany({"_id": {"$nin": [row["_id"] for row in rows]}}, namespace=place))
    if writes:
        await store._client.bulk_write(writes)
    for name in emptied:
        await store.collection(name).insert_many(founded[name])
    TOUCHED.put_back(store.database_name)


async def _differing(store: Store, name: str, rows: Sequence[dict[str, Any]]) -> list[Write]:
    """What puts rows back that stand otherwise, and removes those that were not there."""
    place, wanted = f"{store.database_name}.{name}", {row["_id"]: row for row in rows}
    found = {row["_id"]: row for row in await store.collection(name).find({}).to_list(length=None)}
    return [
        *(DeleteMany({"_id": one}, namespace=place) for one in found if one not in wanted),
        *(
            ReplaceOne({"_id": one}, row, upsert=True, namespace=place)
            for one, row in wanted.items()
            if found.get(one) != row
        ),
    ]
