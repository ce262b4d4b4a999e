"""What keeps a protocol from being signed: all that cannot be mended after the signature (invariants 6, 9, 26)."""

from collections.abc import AsyncIterator
from datetime import date

from auth.errors import Invalid, Problem
from documents.center.calendars import last_listed_year
from documents.files.storing import FILES
from documents.files.vocabulary import ScanStatus
from documents.kernel.write.change import Change
from documents.meetings.document import Meeting
from documents.meetings.rules import decided_by_chair
from documents.protocols.cancelling import cancelling_problems
from documents.protocols.document import Protocol
from documents.protocols.naming import names_attachment
from documents.protocols.rules import Path, check_dissents, check_items, check_terms, voters
from documents.protocols.writing import checked_people


async def gaps(change: Change, protocol: Protocol) -> list[Problem]:
    """Return what keeps the protocol from being signed: its items by invariant 9, due dates of years without a calendar,
    dissenting opinions on nothing, officials and bodies that take no new work, and what cannot be cancelled."""
    row = protocol.to_row()
    items = row["items"]
    meeting = await change.get(Meeting, protocol.meeting_id)
    present = _voters(meeting) if meeting is not None else None
    # What an erratum decides stood on no agenda.
    is_of_agenda = meeting is not None and protocol.corrects_id is None
    agenda = [one.model_dump() for one in meeting.agenda] if meeting is not None and is_of_agenda else []
    found = [
        (path, rule)
        for path, rule in check_items(items, date.fromisoformat(protocol.date), present=present)
        # Of equal votes that of the chair has decided; whoever counts differently has to say so there.
        if rule != "not_carried" or not decided_by_chair(agenda, items[int(path[1])]["order"])
    ]
    found += check_terms(items, last_listed_year(change.reference))
    found += check_dissents(row)
    found += [one async for one in _files(change, protocol)]
    refused = [Invalid(rule, path=path) for path, rule in found]
    return [*refused, *checked_people(change.reference, items), *await cancelling_problems(change, protocol)]


async def _files(change: Change, protocol: Protocol) -> AsyncIterator[tuple[Path, str]]:
    """What is wrong with the files that it is signed with: none where its text names one, gone, or infected."""
    if not protocol.attachments and names_attachment(protocol.to_row()["items"]):
        yield ("attachments",), "attachment_required"
    for index, one in enumerate(protocol.attachments):
        kept = await change.kept_row(FILES, {"_id": one.id, "object_id": protocol.id})
        if kept is None:
            yield ("attachments", str(index)), "attachment_missing"
        elif kept["scan_status"] == ScanStatus.INFECTED:
            yield ("attachments", str(index)), "infected"


def _voters(meeting: Meeting) -> int:
    """How many had a vote: as the meeting counted them when it ended; who did not answer took no part."""
    if meeting.quorum is not None:
        return meeting.quorum.present
    return voters([one.model_dump() for one in meeting.participants])
