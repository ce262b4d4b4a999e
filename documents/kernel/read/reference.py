"""Reference data in memory: one copy a process, as new as the versions row says, read at most every two seconds."""

import asyncio
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, NamedTuple

import structlog

from documents.kernel.frozen import FrozenRow, frozen
from documents.kernel.ids import identify
from documents.kernel.read.doubting import defaults_of, fault_of
from documents.kernel.record import Record
from documents.kernel.store.connection import Session, Store

Row = Mapping[str, Any]

log = structlog.get_logger("documents")

VERSIONS = "versions"
VERSION_ID = "reference"
REVOCATIONS_ID = "revocations"
ASIDE, REVOCATIONS = "aside", "revoked"
"""What is read with the version of the reference data: a row of another collection, and how much was revoked."""

POLL_SECONDS = 2.0
"""How long a process may go on with what it has before it looks at the versions row again (design, §3)."""


class Versions(NamedTuple):
    """What the versions rows hold: the version of the reference data, and how many sessions were revoked one by one."""

    reference: int
    revocations: int


@dataclass(frozen=True)
class Snapshot:
    """Everything that is reference data, at one version: collection → id → row. Rows are never altered in place."""

    version: int
    collections: Mapping[str, Mapping[str, Row]]
    #: The collection of those who act, whom events name.
    actors: str | None = None
    #: What others compute from a snapshot once (trees, calendars), so that it dies with the snapshot.
    memo: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)

    def row(self, collection: str, row_id: str | None) -> Row | None:
        """Return one row; None where there is no id or nothing under it."""
        return self.collections[collection].get(row_id) if row_id is not None else None

    def rows(self, collection: str) -> Iterable[Row]:
        """Return all rows of a collection, in no promised order."""
        return self.collections[collection].values()


class Reference:
    """Keeps the snapshot current. One task at a time loads; all others wait for it or go on with what they have."""

    def __init__(self, store: Store, records: Sequence[type[Record]], monotonic: Callable[[], float]) -> None:
        self._store = store
        self._records = {record.collection_name(): record for record in records if record.is_reference}
        self._names = tuple(self._records)
        self._actors = next((name for name, record in self._records.items() if record.acts), None)
        self._defaults = {name: defaults_of(record) for name, record in self._records.items()}
        self._monotonic = monotonic
        self._looked_at = float("-inf")
        self._known = Versions(-1, -1)
        self._snapshot = self._of(-1, MappingProxyType({name: MappingProxyType({}) for name in self._names}))
        self._loading = asyncio.Lock()
        self._looking: asyncio.Task[None] | None = None

    @property
    def snapshot(self) -> Snapshot:
        """What this process knows now, without asking."""
        return self._snapshot

    @property
    def known(self) -> Versions:
        """The versions as this process last read them, without asking; -1 each before it did."""
        return self._known

    async def current(self) -> Snapshot:
        """Return a snapshot that was true less than two seconds ago. Whoever asks while another looks waits for that look.

        Raises: PyMongoError where the store does not answer: rights of an unknown age decide nothing.
        """
        asked_at = self._monotonic()
        while asked_at - self._looked_at >= POLL_SECONDS:
            if self._looking is None or self._looking.done():
                self._looking = asyncio.create_task(self._look())
            # Whoever gives up takes the look from nobody else.
            await asyncio.shield(self._looking)
        return self._snapshot

    async def at_least(self, version: int) -> Snapshot:
        """Return a snapshot no older than `version`, loaded now if need be; what a write asks for."""
        if self._snapshot.version < version:
            await self._load()
        return self._snapshot

    async def rewritten(self, names: Collection[str], version: int) -> Snapshot:
        """Return a snapshot no older than `version`, to which an own write of rows of these collections has raised it.

        Since the version before nothing else has changed: where this process knew that one, only they are read.
        """
        async with self._loading:
            known = self._snapshot
            if known.version == version - 1:
                found = await asyncio.gather(*(self._rows(name) for name in names))
                rows = _copied(known.collections) | dict(zip(names, found, strict=True))
                self._snapshot = self._of(version, self._linked(rows) if found else known.collections)
                self._known = self._known._replace(reference=max(version, self._known.reference))
        return await self.at_least(version)

    async def refresh(self) -> Snapshot:
        """Load anew whatever the age; at the start, and in tests."""
        return await self._load(force=True)

    async def _look(self) -> None:
        # The age counts from before the question, and a look that failed was none.
        asked_at = self._monotonic()
        versions = await self.stored_versions()
        if versions.reference != self._snapshot.version:
            await self._load()
        self._looked_at = max(self._looked_at, asked_at)

    async def stored_versions(self, session: Session | None = None) -> Versions:
        """Return the versions that the store holds now, in one command; 0 before anything was written."""
        where = {"_id": {"$in": [VERSION_ID, REVOCATIONS_ID]}}
        return self._noted(await self._store.find(VERSIONS, where, at_most=2, session=session))

    async def stored_beside(
        self, collection: str, row_id: str, session: Session
    ) -> tuple[Versions, Mapping[str, Any] | None]:
        """Return the versions that a transaction reads, and with them a row by its id (None: there is none): in one command,
        which costs the same whether the row is there."""
        rows = await self._store.aggregate(VERSIONS, _beside(collection, row_id), session=session)
        if not rows:
            # Nothing was written yet: there is no row to begin with.
            found = await self._store.find(collection, {"_id": row_id}, at_most=1, session=session)
            return await self.stored_versions(session), next(iter(found), None)
        return self._noted([*rows, *rows[0][REVOCATIONS]]), next(iter(rows[0][ASIDE]), None)

    def _noted(self, rows: Iterable[Mapping[str, Any]]) -> Versions:
        held = {row["_id"]: int(row["version"]) for row in rows}
        versions = Versions(held.get(VERSION_ID, 0), held.get(REVOCATIONS_ID, 0))
        # Answers may overtake each other; what was known once stays known.
        self._known = Versions(*map(max, versions, self._known))
        return versions

    async def _load(self, *, force: bool = False) -> Snapshot:
        async with self._loading:
            # The version is read first: rows newer than it only make the next look load again.
            asked_at = self._monotonic()
            version = (await self.stored_versions()).reference
            if version == self._snapshot.version and not force:
                return self._snapshot
            found = await asyncio.gather(*(self._rows(name) for name in self._names))
            self._snapshot = self._of(version, self._linked(dict(zip(self._names, found, strict=True))))
            self._looked_at = asked_at
            return self._snapshot

    def _of(self, version: int, collections: Mapping[str, Mapping[str, Row]]) -> Snapshot:
        return Snapshot(version, collections, self._actors)

    async def _rows(self, name: str) -> dict[str, dict[str, Any]]:
        record = self._records[name]
        rows = [
            self._defaults[name] | row
            for row in await self._store.find(name, {})
            if self._is_sound(record, row)
        ]
        # Nothing is withheld on a row as it is kept; whoever shows one to a viewer says otherwise.
        shown = (identify(row, record.type_name(row)) | {"hidden_fields": frozen()} for row in rows)
        return {row["_id"]: row for row in shown}

    def _is_sound(self, record: type[Record], row: Row) -> bool:
        """Whether a row can be kept: one that is not of its document's shape would stop all that asks for its kind."""
        fault = fault_of(record, row)
        if fault is not None:
            log.error("row_left_out", collection=record.collection_name(), id=str(row["_id"]), field=fault)
        return fault is None

    def _linked(self, found: Mapping[str, dict[str, dict[str, Any]]]) -> Mapping[str, Mapping[str, Row]]:
        """The rows to keep, each holding those that its record links to."""
        kept = {
            name: {row_id: FrozenRow(row) for row_id, row in rows.items()} for name, rows in found.items()
        }
        for name, rows in found.items():
            for shown, (collection, key) in self._records[name].links.items():
                for row in rows.values():
                    row[shown] = kept[collection].get(row[key])
        return MappingProxyType({name: MappingProxyType(rows) for name, rows in kept.items()})


def _copied(collections: Mapping[str, Mapping[str, Row]]) -> dict[str, dict[str, dict[str, Any]]]:
    """The rows as they can be linked anew."""
    return {name: {row_id: {**row} for row_id, row in rows.items()} for name, rows in collections.items()}


def _beside(collection: str, row_id: str) -> Sequence[Mapping[str, Any]]:
    """The stages that read both versions and a row. Joined by a field, other than by a condition, every server finds by
    the id."""
    wanted = {REVOCATIONS: REVOCATIONS_ID, ASIDE: row_id}
    places = {REVOCATIONS: VERSIONS, ASIDE: collection}
    return [
        {"$match": {"_id": VERSION_ID}},
        # Ids come from callers, and may begin with the sign of a field.
        {"$set": {name: {"$literal": one} for name, one in wanted.items()}},
        *(
            {"$lookup": {"from": place, "localField": name, "foreignField": "_id", "as": name}}
            for name, place in places.items()
        ),
    ]
