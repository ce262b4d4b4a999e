"""The unit of work of one transaction: rows read once, documents written once, events inserted together at its end."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any, TypeVar

from auth.errors import Stale
from documents.kernel.read.reference import VERSION_ID, VERSIONS, Reference, Versions
from documents.kernel.record import Record
from documents.kernel.store.commands import Write
from documents.kernel.store.connection import Session, Store
from documents.kernel.write.events import EventRecord
from documents.kernel.write.lookups import PlainCondition, SoughtRecord, condition_of, fulfills, together
from documents.kernel.write.stamping import Positions

R = TypeVar("R", bound=Record)
DocumentKey = tuple[str, str]

EVENTS, LOCKS = "events", "guards"


@dataclass
class LoadedDocument:
    """A document as this unit knows it, read in its transaction or new there."""

    record: Record
    is_new: bool = False
    is_dirty: bool = False


@dataclass
class Unit:
    """What one attempt of a transaction reads and will write. Nothing is written before `flush`."""

    store: Store
    session: Session
    transaction_id: str
    """One id for all attempts: its events bear it, so that a change recognizes what it has done itself."""
    held: dict[DocumentKey, LoadedDocument] = field(default_factory=dict)
    looked_up: set[tuple[str, PlainCondition]] = field(default_factory=set)
    """Collection and condition: what is stored of it is held here, so that nobody need ask again."""
    events: list[EventRecord] = field(default_factory=list)
    lock_rows: set[str] = field(default_factory=set)
    raises_version: bool = False
    rewritten: set[str] = field(default_factory=set)
    """Collections of reference data of which it writes rows."""
    first_event_id: str | None = None
    positions: Positions | None = None
    stored_events: int = 0

    async def look_up(self, sought: Sequence[SoughtRecord]) -> None:
        """Read what several operations will ask for one by one, in one command of each kind."""
        for record, where in together(sought):
            collection = record.collection_name()
            for row in await self.store.find(collection, where, session=self.session):
                self._hold(record, row)
        self.looked_up |= {(one.record.collection_name(), one.condition) for one in sought}

    async def begin_with(self, record: type[Record], record_id: str, reference: Reference) -> Versions:
        """Return the versions as of this transaction; what is stored of a document is read with them."""
        collection = record.collection_name()
        versions, row = await reference.stored_beside(collection, record_id, self.session)
        if row is not None:
            self._hold(record, row)
        self.looked_up.add((collection, frozenset({("_id", record_id)})))
        return versions

    async def get(self, record: type[R], record_id: str) -> R | None:
        """Return a document as it is in this transaction, changes of this unit included; None where there is none."""
        key = (record.collection_name(), record_id)
        if key not in self.held:
            if (key[0], frozenset({("_id", record_id)})) in self.looked_up:
                return None
            rows = await self.store.find(key[0], {"_id": record_id}, at_most=1, session=self.session)
            if not rows:
                return None
            self._hold(record, rows[0])
        known = self.held[key].record
        assert isinstance(known, record)
        return known

    async def find(self, record: type[R], where: Mapping[str, Any], *, at_most: int) -> Sequence[R]:
        """Return documents by condition, changes of this unit included: they are written first, unless all are held."""
        collection, condition = record.collection_name(), condition_of(where)
        if condition is not None and (collection, condition) in self.looked_up:
            return self._held_by(record, condition)[:at_most]
        await self.flush_documents()
        rows = await self.store.find(
            collection, where, sort={"_id": 1}, at_most=at_most, session=self.session
        )
        return [self._hold(record, row) for row in rows]

    def _hold(self, record: type[R], row: Mapping[str, Any]) -> R:
        """The document of a row as this unit knows it: from now on, if it has not known it before."""
        key = (record.collection_name(), row["_id"])
        if key not in self.held:
            self.held[key] = LoadedDocument(record.from_row(row))
        known = self.held[key].record
        assert isinstance(known, record)
        return known

    def _held_by(self, record: type[R], condition: PlainCondition) -> list[R]:
        """The documents of a kind that hold what a condition says, in the order of their ids."""
        known = [one.record for one in self.held.values() if isinstance(one.record, record)]
        return sorted((one for one in known if fulfills(one, condition)), key=attrgetter("id"))

    def put(self, before: Record | None, after: Record, event: EventRecord) -> None:
        """Take a new after-image and its event. Raises: Stale where `before` is not what this unit holds, KeyError where it
        was not read in this transaction."""
        key = (after.collection_name(), after.id)
        if before is None:
            self.held[key] = LoadedDocument(after, is_new=True, is_dirty=True)
        else:
            held = self.held[key]
            if held.record.revision != before.revision:
                raise Stale(revision=held.record.revision)
            held.record, held.is_dirty = after, True
        event.transaction_id = self.transaction_id
        self.first_event_id = self.first_event_id or event.id
        self.events.append(event)
        self.raises_version = self.raises_version or after.is_reference or after.raises_version
        if after.is_reference:
            self.rewritten.add(key[0])

    async def seize_lock_rows(self, names: Iterable[str]) -> None:
        """Raise lock rows at once; they were made beforehand."""
        where = {"_id": {"$in": sorted(names)}}
        await self.store.update(LOCKS, where, {"$inc": {"turn": 1}}, many=True, session=self.session)

    async def flush_documents(self) -> None:
        """Write the documents that changed."""
        await self._write(())

    async def flush(self) -> None:
        """Write everything together: documents, events, the version, then the lock rows, last so that they are held
        shortest."""
        self.stored_events = len(self.events)
        if self.positions is not None:
            self.positions.give(self.events)
        writes = [Write(EVENTS, event.to_row()) for event in self.events]
        if self.raises_version:
            writes.append(Write(VERSIONS, {"$inc": {"version": 1}}, {"_id": VERSION_ID}, upsert=True))
        turns = sorted(self.lock_rows)
        writes += [Write(LOCKS, {"$inc": {"turn": 1}}, {"_id": name}, upsert=True) for name in turns]
        await self._write(writes)
        self.events = []

    async def _write(self, then: Iterable[Write]) -> None:
        """Write the documents that changed, and then what follows them.

        A row that another transaction has changed since this one began is a conflict by itself, so none is sought by more
        than its id, which every server finds without looking through the others.
        """
        dirty = [one for one in self.held.values() if one.is_dirty]
        changed, new = [one for one in dirty if not one.is_new], [one for one in dirty if one.is_new]
        writes = [*map(_change_of, changed), *map(_insertion_of, new), *then]
        if not writes:
            return
        awaited = sum(one.where is not None for one in writes)
        if await self.store.write_together(writes, session=self.session) != awaited:
            raise Stale(revision=changed[0].record.revision)
        for one in dirty:
            one.is_new = one.is_dirty = False

    def note_committed(self) -> None:
        """Have the positions that its events were given count, where they were given any."""
        if self.positions is not None:
            self.positions.gave(self.stored_events)

    async def took_effect(self) -> bool:
        """Look, outside of the transaction, whether it is stored: of its events all are there or none."""
        where = {"_id": self.first_event_id, "transaction_id": self.transaction_id}
        return bool(await self.store.find(EVENTS, where, keys=("_id",), at_most=1))


def _insertion_of(held: LoadedDocument) -> Write:
    return Write(held.record.collection_name(), held.record.to_row())


def _change_of(held: LoadedDocument) -> Write:
    return Write(held.record.collection_name(), held.record.to_row(), {"_id": held.record.id})
