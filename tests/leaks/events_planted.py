"""One more event of every planted object: cases are taken away from a body, papers are as they were."""

from collections.abc import Iterable, Iterator, Mapping

from documents.kernel.record import Record
from documents.kernel.write.events import Actor, EventRecord, FieldChange, event_id
from tests.leaks.town_planted import ORGANIZATION, person_id
from tests.support.town import NOW

TAKEN_FROM = f"org:{ORGANIZATION}"
"""The key of the body that the cases are taken from."""

EVENTS: Mapping[str, tuple[str, str, int]] = {
    "cases": ("submission.routing_returned", "submission.return_routing", 2),
    "meetings": ("meeting.handed_over", "member.manage", 1),
    "member_proposals": ("proposal.submitted", "agenda.propose", 1),
    "conferences": ("conference.recorded", "conference.record", 1),
    "protocols": ("protocol.drafted", "protocol.draft", 1),
    "assignments": ("assignment.issued", "protocol.dispatch", 1),
}
"""Collection → the event, the permission that was used, and its place in the object's history."""


def events(records: Iterable[Record]) -> Iterator[EventRecord]:
    """The events of those records whose changes can be followed."""
    for record in records:
        if record.collection_name() in EVENTS:
            yield _event(record)


def _event(record: Record) -> EventRecord:
    collection = record.collection_name()
    name, action, sequence = EVENTS[collection]
    # The next change of it is told behind this one.
    record.revision = max(record.revision, sequence)
    keys = record.to_row()["access_keys"]
    row = EventRecord(
        id=event_id(collection, record.id, sequence),
        updated_at=NOW,
        name=name,
        object_collection=collection,
        object_id=record.id,
        sequence=sequence,
        at=NOW,
        actor=Actor(account_id="account-PO", person_id=person_id("PO"), role="POS_OFFICER"),
        action=action,
        keys_before=sorted({*keys, TAKEN_FROM}) if collection == "cases" else keys,
        keys_after=keys,
        changed=["recipient_id"],
        changes=_taken(record) if collection == "cases" else [],
    )
    row.derive()
    return row


def _taken(record: Record) -> list[FieldChange]:
    row = record.to_row()
    return [FieldChange(field="recipient_id", before=ORGANIZATION, after=row["recipient_id"])]
