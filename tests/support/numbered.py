"""A town's cases and papers in numbers: `counted-1` … are cases of the three kinds in turn, and a paper of each kind."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from documents.assignments.document import Assignment
from documents.cases.document import Case
from documents.conferences.document import Conference
from documents.intake.conflict import IntakeConflict, IntakeDifference
from documents.intake.disputing import sealed
from documents.intake.document import UnmatchedReference
from documents.kernel.record import Record
from documents.meetings.document import AgendaItem, Meeting, MemberProposal, Participant
from documents.protocols.document import Decision, Item, Ordered, Protocol
from documents.webhooks.document import Webhook
from tests.support.keys import VAULT
from tests.support.town import NOW, Town

ROWS = 156


def numbered_records() -> Iterable[Record]:
    """All of them."""
    for number in range(1, ROWS + 1):
        yield _case(number)
        yield from _papers(number)


def _case(number: int) -> Case:
    kind = ("MESSAGE", "APPEAL", "INCIDENT")[(number - 1) % 3]
    received = NOW - timedelta(hours=number)
    return Case(
        id=f"counted-{number}",
        updated_at=NOW,
        kind=kind,
        number=f"2026-8{number:05d}",
        status="ASSIGNED" if number % 2 else "NEW",
        regime={"MESSAGE": "MESSAGE", "APPEAL": "APPEAL_59FZ"}.get(kind),
        channel_id="POS",
        sector_id="ROADS",
        topic_id="holes",
        settlement_id="bogotol",
        recipient_id="roads",
        assignee_id="person-assignee",
        co_assignee_ids=["person-assignee.yard"],
        received_at=received,
        registered_at=received,
        due_at=NOW + timedelta(hours=number - 20),
        policy_code="POS_STANDARD",
        creator_id="person-pos",
    )


def _papers(number: int) -> Iterable[Record]:
    record_id, people = f"counted-{number}", ["person-curator", "person-head"]
    at: dict[str, Any] = {"id": record_id, "updated_at": NOW, "secretary_id": "person-pos"}
    yield Meeting(
        **at,
        number=f"З-{number}",
        form="IN_PERSON",
        status="HELD",
        title="О дорогах",
        planned_at=NOW - timedelta(days=number),
        participants=[Participant(person_id=one, full_name=one) for one in people],
        agenda=[AgendaItem(order=1, title="Ямы", speaker_id="person-head")],
    )
    yield Conference(
        id=record_id,
        updated_at=NOW,
        person_id="person-pos",
        held_on="2026-05-30",
        host="Отдел образования",
        title="О подвозе",
        outcome="Согласован маршрут",
        recorded_by_id="person-head",
    )
    yield UnmatchedReference(
        id=record_id,
        updated_at=NOW,
        system="POS",
        kind="TOPIC",
        name="Ямы и выбоины",
        channel_id="POS",
        target_id="holes",
        first_at=NOW - timedelta(days=number),
    )
    yield IntakeConflict(
        id=record_id,
        updated_at=NOW,
        system="POS",
        external_id=record_id,
        case_id=record_id,
        channel_id="POS",
        differences=[
            IntakeDifference(
                field="TOPIC", mark="mark", since=NOW, decision="OURS", decided_by_id="person-head"
            ),
            IntakeDifference(field="SETTLEMENT", mark="mark", since=NOW),
        ],
        since=NOW - timedelta(days=number),
        said=sealed(VAULT, record_id, [{"theirs": "holes", "ours": "ice"}, {"theirs": "bogotol"}]),
    )
    yield Webhook(
        id=record_id,
        updated_at=NOW,
        client_id="account-partner",
        client_login="partner",
        title="Район",
        url="https://example.org/",
        selection="query Case($id: ID!) { node(id: $id) { id } }",
        secret="-",
    )
    yield MemberProposal(
        id=record_id,
        updated_at=NOW,
        number=f"ПР-{number}",
        status="ACCEPTED",
        title="О дорогах",
        text="Предлагаю рассмотреть",
        person_id="person-pos",
        submitted_at=NOW - timedelta(days=number),
        meeting_id=record_id,
        decided_by_id="person-head",
    )
    ordered = Ordered(text="Засыпать", responsible_id="person-assignee", organization_id="roads")
    decision = Decision(no="1.1", text="Поручить", assignments=[ordered])
    yield Protocol(
        **at,
        meeting_id=record_id,
        meeting_number=f"З-{number}",
        number=number,
        year=2026,
        date="2026-05-30",
        form="IN_PERSON",
        status="SIGNED",
        participant_ids=people,
        items=[Item(order=1, title="Ямы", decisions=[decision])],
    )
    yield Assignment(
        **at,
        number=f"П-{number}",
        protocol_id=record_id,
        text="Засыпать",
        responsible_id="person-assignee",
        organization_id="roads",
        controller_id="person-head",
        status="ISSUED",
    )


async def fill(town: Town) -> None:
    """Store them all, as they are."""
    rows: dict[str, list[dict[str, Any]]] = {}
    for record in numbered_records():
        record.derive()
        rows.setdefault(record.collection_name(), []).append(record.to_row())
    for name, found in rows.items():
        await town.store.collection(name).insert_many(found)
