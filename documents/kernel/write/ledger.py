"""Bookkeeping that is no event of the domain: sessions, lock-outs and the like, one document at a time.

Writes here leave no history and ask no rights: only what is declared as `bookkeeping` may be written, which no document
of the domain can be, and what is declared as `readable` may be read as well (who signs in is not known yet, so there is no
principal to read under). Of an account a sign-in makes a hash anew: who may sign in, and with what, stays as it was. That a
session was revoked is noted in the versions, which every write reads.
"""

from collections.abc import Callable, Coroutine, Mapping, Sequence
from typing import Any, TypeVar

from beanie import Document
from pymongo import DESCENDING, ReturnDocument
from pymongo.errors import DuplicateKeyError

from documents.kernel.read.reference import REVOCATIONS_ID, VERSIONS
from documents.kernel.record import Record
from documents.kernel.store.connection import Collection, Session, Store
from documents.kernel.store.database import Before

T = TypeVar("T")
Row = dict[str, Any]
Filter = Mapping[str, Any]

_BOOKKEEPING: set[str] = set()
_READABLE: set[str] = set()


def bookkeeping(kept: type[Document]) -> str:
    """Declare rows that are read and written here, and return the name of their collection.

    Raises: TypeError for a document of the domain, whose changes leave a history.
    """
    if issubclass(kept, Record):
        raise TypeError(f"{kept.__name__} is a document of the domain: it is written through changes")
    name = str(kept.Settings.name)
    _BOOKKEEPING.add(name)
    return name


def readable(record: type[Record]) -> str:
    """Declare a document of the domain that is read here, without rights, and return the name of its collection."""
    _READABLE.add(record.collection_name())
    return record.collection_name()


async def read(store: Store, name: str, where: Filter) -> Row | None:
    """Read one row; None where nothing matches."""
    found = await store.find(_readable(name), where, at_most=1)
    return found[0] if found else None


async def read_many(
    store: Store,
    name: str,
    where: Filter,
    *,
    at_most: int,
    newest_by: str | None = None,
    sort: Mapping[str, int] | None = None,
) -> list[Row]:
    """Read the rows that match, `at_most` of them: the latest by a field of theirs first, sorted otherwise, or in no
    promised order."""
    sort = {newest_by: DESCENDING} if newest_by is not None else sort
    return await store.find(_readable(name), where, sort=sort, at_most=at_most)


async def count(store: Store, name: str, where: Filter, *, at_most: int) -> int:
    """Return how many rows match, counted up to a bound."""
    return await store.count(_readable(name), where, at_most=at_most)


async def add(store: Store, name: str, row: Row) -> bool:
    """Store a row and say whether it did: not where its id or a unique key is taken."""
    try:
        await _writable(store, name).insert_one(row)
    except DuplicateKeyError:
        return False
    return True


async def change(store: Store, name: str, where: Filter, update: Filter) -> bool:
    """Change one matching row and say whether there was one."""
    result = await _writable(store, name).update_one(where, update)
    return bool(result.matched_count)


async def reckon(store: Store, name: str, row_id: str, stages: Sequence[Filter]) -> Row | None:
    """Make a row of what it was by the stages of an update, and return it as it is then; a missing one is reckoned from
    nothing. None where others made it at the same moment, or the store does not tell."""
    try:
        row: Row | None = await _writable(store, name).find_one_and_update(
            {"_id": row_id}, stages, upsert=True, return_document=ReturnDocument.AFTER
        )
    except DuplicateKeyError:
        return None
    return row


async def change_many(store: Store, name: str, where: Filter, update: Filter) -> int:
    """Change all matching rows, and return how many there were."""
    result = await _writable(store, name).update_many(where, update)
    return int(result.matched_count)


async def remove(store: Store, name: str, where: Filter) -> bool:
    """Remove one matching row and say whether there was one."""
    result = await _writable(store, name).delete_one(where)
    return bool(result.deleted_count)


async def remove_many(store: Store, name: str, where: Filter) -> int:
    """Remove all matching rows, and return how many there were."""
    result = await _writable(store, name).delete_many(where)
    return int(result.deleted_count)


async def transact(
    store: Store,
    body: Callable[[Session], Coroutine[Any, Any, T]],
    *,
    attempts: int,
    before: Before | None = None,
) -> T:
    """Run `body` in a transaction of bookkeeping, again where the store asks for it: it must be safe to run twice.

    Raises: what `body` raises; nothing is written then.
    """
    return await store.transaction(body, attempts=attempts, before=before)


async def add_within(store: Store, session: Session, name: str, rows: Sequence[Row]) -> None:
    """Store rows in a transaction. Raises: DuplicateKeyError where an id or a unique key is taken."""
    await store.insert(_writable(store, name).name, rows, session=session)


async def read_within(store: Store, session: Session, name: str, where: Filter) -> Row | None:
    """Read one row as it is in a transaction; None where nothing matches."""
    found = await store.find(_readable(name), where, at_most=1, session=session)
    return found[0] if found else None


async def change_within(
    store: Store, session: Session, name: str, where: Filter, update: Filter, *, upsert: bool = False
) -> bool:
    """Change one matching row in a transaction and say whether there was one; with `upsert` it is made."""
    collection = _writable(store, name).name
    return bool(await store.update(collection, where, update, session=session, upsert=upsert))


async def renew_hash(
    store: Store, record: type[Record], record_id: str, field: str, *, before: str, after: str
) -> bool:
    """Put another hash of the same secret in the place of one, and say whether that one still stood there.

    Raises: ValueError for a field that its document does not declare to hold a hash.
    """
    if field not in record.hashes:
        raise ValueError(f"{record.__name__}.{field} holds no hash of a secret")
    result = await store.collection(record.collection_name()).update_one(
        {"_id": record_id, field: before}, {"$set": {field: after}}
    )
    return bool(result.matched_count)


async def note(store: Store, record: type[Record], record_id: str, field: str, value: str) -> None:
    """Note in passing what a field of a document holds now, without a change of it.

    Raises: ValueError for a field that its document does not declare to be noted so.
    """
    if field not in record.noted:
        raise ValueError(f"{record.__name__}.{field} is not noted in passing")
    await store.collection(record.collection_name()).update_one(
        {"_id": record_id, field: {"$ne": value}}, {"$set": {field: value}}
    )


async def note_revocation(store: Store) -> None:
    """Have every process look again at the sessions that it believes in, before the next write under each."""
    await store.collection(VERSIONS).update_one(
        {"_id": REVOCATIONS_ID}, {"$inc": {"version": 1}}, upsert=True
    )


def _readable(name: str) -> str:
    if name not in _BOOKKEEPING | _READABLE:
        raise ValueError(f"{name} is read through access, not through the ledger")
    return name


def _writable(store: Store, name: str) -> Collection:
    if name not in _BOOKKEEPING:
        raise ValueError(f"{name} is written through changes, not through the ledger")
    return store.collection(name)
