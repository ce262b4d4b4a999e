"""Finds what is remembered of records, many at once, before a transaction is begun for those that say something new."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from documents.cases.document import Case
from documents.intake.document import IntakeRecord
from documents.kernel.store.connection import Store

Row = Mapping[str, Any]


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
