"""Finds what is remembered of records, many at once, before a transaction is begun for those that say something new."""

from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from documents.cases.document import Case
from documents.intake.comparing import held_values
from documents.intake.document import IntakeRecord, UnmatchedReference
from documents.kernel.store.connection import Store

Row = Mapping[str, Any]

TOLD = ("external_id", "number", "status", "responses", "rejection", "source_states", "updated_at")
"""What is read of a case to tell its own system of it."""

HELD = (
    "external_due_at",
    "topic_id",
    "settlement_id",
    "location",
    "is_actionable",
    "received_at",
    "text",
    "publications",
)
"""What is read of a case to hold it against its record."""

BATCH = 200


async def remembered(store: Store, record_ids: Sequence[str]) -> Mapping[str, Row]:
    """Return what is remembered of some records, by id."""
    rows = await store.find(
        IntakeRecord.collection_name(), {"_id": {"$in": list(record_ids)}}, at_most=len(record_ids)
    )
    return {row["_id"]: row for row in rows}


async def cases_of(store: Store, system: str, external_ids: Collection[str]) -> Mapping[str, Row]:
    """Return the cases that records of a system are already, by their numbers there."""
    where = {"external_system": system, "external_id": {"$in": sorted(external_ids)}}
    rows = await store.find(Case.collection_name(), where, at_most=len(external_ids))
    return {row["external_id"]: row for row in rows}


async def mapped_names(store: Store, name_ids: Collection[str]) -> Mapping[str, str]:
    """Return what some names of other systems stand for; nothing of those of which nobody has said it."""
    if not name_ids:
        return {}
    where = {"_id": {"$in": sorted(name_ids)}}
    rows = await store.find(UnmatchedReference.collection_name(), where, at_most=len(name_ids))
    return {row["_id"]: row["target_id"] for row in rows if row["target_id"] is not None}


async def waiting_records(store: Store, name_ids: Collection[str]) -> Mapping[str, Row]:
    """Return of some names how many records wait for them (`count`), and when the latest of these came (`last_at`); nothing
    of those for which none does."""
    stages: Sequence[Row] = [
        {"$match": {"waiting": {"$in": sorted(name_ids)}}},
        {"$unwind": "$waiting"},
        {"$group": {"_id": "$waiting", "count": {"$sum": 1}, "last_at": {"$max": "$first_at"}}},
    ]
    rows = await store.aggregate(IntakeRecord.collection_name(), stages)
    return {row["_id"]: row for row in rows if isinstance(row["_id"], str)}


async def held_by_cases(store: Store, case_ids: Collection[str]) -> Mapping[str, Row]:
    """Return of some cases what they hold of the fields that records tell, by id."""
    where = {"_id": {"$in": sorted(case_ids)}}
    rows = await store.find(Case.collection_name(), where, keys=HELD, at_most=len(case_ids))
    return {row["_id"]: held_values(row) for row in rows}


async def batches_of(store: Store, system: str, since: datetime | None) -> AsyncIterator[Sequence[Row]]:
    """Yield the cases that records of a system are, some at a time in the order of their numbers there; those that changed
    since a moment, where one is given."""
    last = ""
    while True:
        where: dict[str, Any] = {"external_system": system, "external_id": {"$gt": last}}
        rows = await store.find(
            Case.collection_name(), where, keys=TOLD, sort={"external_id": 1}, at_most=BATCH
        )
        if not rows:
            return
        yield [row for row in rows if since is None or row["updated_at"] >= since]
        last = rows[-1]["external_id"]
