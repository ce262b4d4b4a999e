"""Printing a protocol, or the extract of one official, for who reads the protocol."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from auth.errors import NotFound
from auth.principal import Principal
from documents.center.calendars import calendar_of
from documents.kernel.ids import MalformedId, read_global_id
from documents.kernel.read.access import Access
from documents.kernel.read.reference import Snapshot
from documents.meetings.resource import MEETINGS
from documents.printing.minutes import PrintedProtocol, Surroundings, extract_of, protocol_of
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
    }
)
BESIDE = frozenset({"number", "date"})
OF_MEETING = frozenset({"participants", "agenda", "chair_capacity"})

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
    access: Access, who: Principal, now: datetime, protocol_id: str, *, person_id: str | None = None
) -> PrintedProtocol:
    """Return a protocol as it is printed, or once it is signed the extract for the official named.

    Raises: NOT_FOUND for a protocol that is not there or not the reader's, and for an extract that would be empty.
    """
    protocol = await access.one(PROTOCOLS, who, now, where={"_id": protocol_id}, fields=FIELDS)
    if protocol is None:
        raise NotFound
    meeting = await access.one(MEETINGS, who, now, where={"_id": protocol["meeting_id"]}, fields=OF_MEETING)
    beside = [one for one in (protocol.get("corrects_id"), *protocol["errata_ids"]) if one is not None]
    related = await access.many(PROTOCOLS, who, now, ids=beside, fields=BESIDE) if beside else {}
    around = _around(access.reference, protocol, meeting, related)
    if person_id is None:
        return protocol_of(protocol, around)
    found = extract_of(protocol, around, person_id) if protocol["status"] in IMMUTABLE else None
    if found is None:
        raise NotFound
    return found


def _around(
    reference: Snapshot, protocol: Row, meeting: Row | None, related: Mapping[str, Row]
) -> Surroundings:
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
