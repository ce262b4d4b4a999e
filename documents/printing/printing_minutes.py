"""Printing a protocol, or the extract of one official: for who reads the protocol, and the extract for that official too."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from auth.errors import NotFound
from auth.principal import Principal
from documents.assignments.resource import ASSIGNMENTS
from documents.center.calendars import calendar_of
from documents.kernel.ids import MalformedId, read_global_id
from documents.kernel.read.access import Access
from documents.kernel.read.readable import readable
from documents.kernel.read.reference import Snapshot
from documents.kernel.store.connection import Store
from documents.meetings.resource import MEETINGS
from documents.printing.minutes import PrintedProtocol, Surroundings, extract_of, protocol_of
from documents.printing.pipelines import given_to, stored_paper
from documents.protocols.people import named_people
from documents.protocols.resource import PROTOCOLS
from documents.protocols.rules import IMMUTABLE, SIGNED_FIELDS, SINCE_FIELDS

Row = Mapping[str, Any]

FIELDS = frozenset(
    {
        *SIGNED_FIELDS,
        *SINCE_FIELDS,
        "meeting_number",
        "status",
        "signed_by_id",
        "signed_at",
        "signer_capacity",
        "content_hash",
        "errata_ids",
        "dispatches",
    }
)
BESIDE = frozenset({"number", "date"})
OF_MEETING = frozenset({"participants", "agenda", "chair_capacity", "ballots"})

_ID = re.compile(r"[A-Za-z0-9_-]+")


def paper_id(text: str, type_name: str) -> str:
    """Return which object of a type an address names. Raises: NotFound for what names none."""
    try:
        found, record_id = read_global_id(text) if _ID.fullmatch(text) else ("", "")
    except MalformedId as error:
        raise NotFound from error
    if found != type_name:
        raise NotFound
    return record_id


async def printed_protocol(
    access: Access, who: Principal, now: datetime, protocol_id: str
) -> PrintedProtocol:
    """Return a protocol as it is printed. Raises: NOT_FOUND for one that is not there or not the reader's."""
    read = await _read(access, who, now, protocol_id)
    if read is None:
        raise NotFound
    return protocol_of(*read)


async def printed_extract(
    access: Access, store: Store, who: Principal, now: datetime, protocol_id: str, person_id: str
) -> PrintedProtocol:
    """Return the extract from a signed protocol for the official named: to who reads the protocol, and to the official
    himself while something of it is his to do.

    Raises: NOT_FOUND for a protocol that is not there or not the reader's, and for an extract that would be empty.
    """
    read = await _read(access, who, now, protocol_id)
    if read is None and person_id == who.person_id:
        read = await _own(access, store, who, protocol_id, person_id)
    found = extract_for(*read, person_id) if read is not None else None
    if found is None:
        raise NotFound
    return found


def extract_for(protocol: Row, around: Surroundings, person_id: str) -> PrintedProtocol | None:
    """Return the extract from a signed protocol for an official: what it gives him, and what it gave those whom he takes
    over from; None where it is not signed, or gives nothing."""
    before = [
        str(one["instead_of_id"])
        for one in protocol["dispatches"]
        if one["person_id"] == person_id and one.get("instead_of_id") is not None
    ]
    is_signed = protocol["status"] in IMMUTABLE
    return extract_of(protocol, around, person_id, *before) if is_signed else None


async def _read(
    access: Access, who: Principal, now: datetime, protocol_id: str
) -> tuple[Row, Surroundings] | None:
    """A protocol and what it is printed with; None where it is not there or not the reader's."""
    protocol = await access.one(PROTOCOLS, who, now, where={"_id": protocol_id}, fields=FIELDS)
    if protocol is None:
        return None
    meeting = await access.one(MEETINGS, who, now, where={"_id": protocol["meeting_id"]}, fields=OF_MEETING)
    beside = [one for one in (protocol.get("corrects_id"), *protocol["errata_ids"]) if one is not None]
    related = await access.many(PROTOCOLS, who, now, ids=beside, fields=BESIDE) if beside else {}
    return protocol, surroundings(access.reference, protocol, meeting, related)


async def _own(
    access: Access, store: Store, who: Principal, protocol_id: str, person_id: str
) -> tuple[Row, Surroundings] | None:
    """A protocol for the extract of who may not read it, by the right to what it gives him; None where it gives him
    nothing, or no more."""
    rights = readable(who, ASSIGNMENTS)
    if not any(rights.admits(one) for one in await given_to(store, protocol_id, person_id)):
        return None
    paper = await stored_paper(store, protocol_id)
    if paper is None:
        return None
    return paper.protocol, surroundings(access.reference, paper.protocol, paper.meeting, paper.related)


def surroundings(
    reference: Snapshot, protocol: Row, meeting: Row | None, related: Mapping[str, Row]
) -> Surroundings:
    """Return what a protocol is printed with, from its meeting and the protocols that correct it or that it corrects."""
    # Those whom a signed protocol names are called as they were when it was signed.
    people = protocol.get("people") or named_people(reference, protocol, meeting)
    bodies = sorted(reference.rows("organizations"), key=lambda row: str(row["_id"]))
    above = next((row["name"] for row in bodies if row["kind"] == "ADMINISTRATION"), "")
    return Surroundings(
        meeting=meeting,
        people={one["person_id"]: one for one in people},
        body_above=str(above),
        calendar=calendar_of(reference),
        corrects=related.get(protocol.get("corrects_id") or ""),
        errata=[related[one] for one in protocol["errata_ids"] if one in related],
    )
