"""Text that was stored before there was one form of it, rewritten in that form: in batches, and again from where it stopped.

Events and the log of access stay as they were written, and so does a signed protocol, whose contents are hashed. Revisions
stay as well: nothing that anybody was told has changed.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from pymongo.errors import BulkWriteError, DuplicateKeyError

from auth.crypto.sealing import SealBroken, Vault
from documents.applicants.document import Applicant
from documents.applicants.storing import contact_marks, masked, opened
from documents.cases.document import Case
from documents.kernel.read.doubting import fault_of
from documents.kernel.read.reference import VERSION_ID, VERSIONS
from documents.kernel.record import Record
from documents.kernel.store.connection import Session, Store
from documents.kernel.text.canonical import canonical_line, canonical_text
from documents.privacy.sealing import sealed_values

BATCH = 200
"""Rows that are looked at in one command."""

ATTEMPTS = 12

KEPT = frozenset({"events", "personal_data_accesses", "accounts"})
"""Collections that stay as they are: what was told, and what is compared to the byte."""

LINES = frozenset(
    "title name short_name full_name summary street house flat description position division group author_handle number "
    "external_id place recurrence via meeting_number work_phone work_email url reply_url basis".split()
)
"""Fields of one line, wherever in a document they stand; all other texts may have several."""

OF_THE_STORE = ("_id", "search_terms", "access_keys")
ENDINGS = ("_id", "_ids", "_mark", "_hash", "_redacted")
"""How fields end that are no text, or follow from one."""

SORT_VALUE = "sort_"
"""How sort values begin: a row from before there was an order is not in it without one."""

FOLLOWING = (SORT_VALUE, "likeness_keys")
"""How fields begin that follow from others, and that a row of before may be stored without."""

EXTERNAL_ID = "external_id"
"""The number of another system: typed in by people, and blank where there is none."""

Row = Mapping[str, Any]
OnProgress = Callable[[str, int], object]
"""Is told a collection and how many rows of it have been gone through."""


@dataclass
class Canonicalized:
    """What came of one collection: rows looked at and rewritten; `odd` are no documents of ours, `doubled` would be a second
    one under a name or number that must be unique, `sealed` do not open in their place. Those stay as they are."""

    collection: str
    looked_at: int = 0
    rewritten: int = 0
    odd: int = 0
    doubled: int = 0
    sealed: int = 0

    @property
    def is_complete(self) -> bool:
        """Whether every text is in its form."""
        return not (self.odd or self.doubled or self.sealed)


async def canonicalize(
    store: Store, vault: Vault, records: Iterable[type[Record]], *, told: OnProgress, writes: bool = True
) -> list[Canonicalized]:
    """Rewrite every stored text in its canonical form, and what follows from it: terms, sort values, masks and marks.

    A second run finds nothing to do; one that was stopped goes on with the rest. Without `writes` it is only counted; what
    would be doubled shows when it is written.
    """
    return [
        await _kind(_Pass(store, vault, writes=writes), one, told)
        for one in records
        if one.collection_name() not in KEPT
    ]


@dataclass(frozen=True)
class _Pass:
    """One way through everything that is stored."""

    store: Store
    vault: Vault
    writes: bool


async def _kind(once: _Pass, record: type[Record], told: OnProgress) -> Canonicalized:
    store = once.store
    found, after = Canonicalized(record.collection_name()), ""
    while rows := await store.find(found.collection, {"_id": {"$gt": after}}, sort={"_id": 1}, at_most=BATCH):
        for row in rows:
            await _one(once, record, row, found)
        found.looked_at += len(rows)
        told(found.collection, found.looked_at)
        after = rows[-1]["_id"]
    if once.writes and found.rewritten and record.is_reference:
        await store.transaction(partial(_raise_version, store), attempts=ATTEMPTS)
    return found


async def _one(once: _Pass, record: type[Record], row: Row, found: Canonicalized) -> None:
    if fault_of(record, row) is not None:
        found.odd += 1
        return
    if row.get("signed_at") is not None:
        return
    try:
        if record is Applicant:
            found.rewritten += await once.store.transaction(partial(_applicant, once, row), attempts=ATTEMPTS)
            return
        sets = rewritten(record, row)
        if sets and not once.writes:
            found.rewritten += 1
        elif sets:
            found.rewritten += await once.store.transaction(
                partial(_written, once.store, found.collection, row, sets), attempts=ATTEMPTS
            )
    except (DuplicateKeyError, BulkWriteError):
        found.doubled += 1
    except SealBroken:
        found.sealed += 1


def rewritten(record: type[Record], row: Row) -> dict[str, Any]:
    """Return the fields of a stored row that hold something else in canonical form, with what follows from them, also where
    the row was stored without it."""
    anew = {name: one if _is_no_text(record, name) else _canonical(name, one) for name, one in row.items()}
    document = record.from_row(anew)
    document.derive()
    after = document.to_row()
    return {
        name: one
        for name, one in after.items()
        if (name in row and one != row[name]) or (name not in row and name.startswith(FOLLOWING))
    }


def _is_no_text(record: type[Record], name: str) -> bool:
    if name == EXTERNAL_ID:
        return False
    follows = name.endswith(ENDINGS) or name.startswith(SORT_VALUE)
    return follows or name in OF_THE_STORE or name in record.sealed | record.hashes


def _canonical(name: str, value: Any) -> Any:
    if isinstance(value, str):
        read = canonical_line(value) if name in LINES else canonical_text(value)
        return None if name == EXTERNAL_ID and not read else read
    if isinstance(value, list):
        return [_canonical(name, one) for one in value]
    if isinstance(value, Mapping):
        return {key: one if key.endswith(ENDINGS) else _canonical(key, one) for key, one in value.items()}
    return value


async def _written(store: Store, collection: str, row: Row, sets: Mapping[str, Any], session: Session) -> int:
    """Write a row where it still is what was read; somebody who changed it meanwhile wrote it in canonical form."""
    held = {"_id": row["_id"], "revision": row.get("revision"), "updated_at": row["updated_at"]}
    return await store.update(collection, held, {"$set": dict(sets)}, session=session)


async def _applicant(once: _Pass, row: Row, session: Session) -> int:
    """Seal the canonical values of one applicant, and renew what his case keeps of them; 0 where all is as it should be."""
    store, vault = once.store, once.vault
    plain = opened(vault, row)
    kept = {name: canonical_line(one) or None if one is not None else None for name, one in plain.items()}
    changed = {name: one for name, one in kept.items() if one != plain[name]}
    written = int(bool(changed))
    if changed and once.writes:
        sealed = sealed_values(
            vault, Applicant, row["_id"], {name: one for name, one in changed.items() if one is not None}
        )
        held = {"_id": row["_id"], **{name: row[name] for name in changed}}
        sets = {**dict.fromkeys(changed), **sealed}
        written = await store.update(Applicant.collection_name(), held, {"$set": sets}, session=session)
    name, marks = Case.collection_name(), contact_marks(vault, kept)
    shown = {
        "applicant": masked(kept),
        **{mark: marks.get(mark) for mark in ("applicant_phone_mark", "applicant_email_mark")},
    }
    cases = await store.find(name, {"_id": row["case_id"]}, keys=(*shown, "_id"), session=session)
    stale = [
        one
        for one in cases
        if one.get("applicant") and any(one.get(key) != value for key, value in shown.items())
    ]
    for one in stale if once.writes else ():
        await store.update(name, {"_id": one["_id"]}, {"$set": shown}, session=session)
    return int(bool(written or stale))


async def _raise_version(store: Store, session: Session) -> None:
    """Have every process load the reference data anew."""
    where = {"_id": VERSION_ID}
    await store.update(VERSIONS, where, {"$inc": {"version": 1}}, upsert=True, session=session)
