"""Reads what a protocol is printed with where nobody asks who has a right to the whole: for an official's own extract."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from documents.assignments.document import Assignment
from documents.kernel.read.doubting import defaults_of
from documents.kernel.store.connection import Store
from documents.meetings.document import Meeting
from documents.protocols.document import Protocol

PROTOCOLS, MEETINGS, ASSIGNMENTS = (one.collection_name() for one in (Protocol, Meeting, Assignment))
AT_MOST = 100

Row = Mapping[str, Any]


@dataclass(frozen=True)
class StoredPaper:
    """A protocol as it is stored, its meeting (None: not there), and by id the protocols that correct it or that it
    corrects."""

    protocol: Row
    meeting: Row | None
    related: Mapping[str, Row]


async def stored_paper(store: Store, protocol_id: str) -> StoredPaper | None:
    """Return what a protocol is printed with, whoever asks; None where there is no such protocol."""
    found = await store.find(PROTOCOLS, {"_id": protocol_id}, at_most=1)
    if not found:
        return None
    protocol = defaults_of(Protocol) | found[0]
    meetings = await store.find(MEETINGS, {"_id": protocol["meeting_id"]}, at_most=1)
    meeting = defaults_of(Meeting) | meetings[0] if meetings else None
    beside = [one for one in (protocol["corrects_id"], *protocol["errata_ids"]) if one is not None]
    where = {"_id": {"$in": beside}}
    rows = (
        await store.find(PROTOCOLS, where, keys=("_id", "number", "date"), at_most=AT_MOST) if beside else ()
    )
    return StoredPaper(protocol, meeting, {row["_id"]: row for row in rows})


async def given_to(store: Store, protocol_id: str, person_id: str) -> list[Row]:
    """Return how the assignments stand that a protocol gives an official now, and who has a right to each."""
    where = {"protocol_id": protocol_id, "responsible_id": person_id, "series_id": None}
    return list(await store.find(ASSIGNMENTS, where, keys=("_id", "status", "access_keys"), at_most=AT_MOST))
