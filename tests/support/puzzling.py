"""Objects about which people ask why: each refuses somebody for a reason of its own."""

import random
from typing import Any

from documents.cases.document import Case
from documents.meetings.document import Meeting
from documents.protocols.document import Protocol
from tests.support.town import NOW, Town


def a_case(case_id: str, **facts: Any) -> Case:
    given = {
        "kind": "MESSAGE",
        "status": "NEW",
        "channel_id": "POS",
        "sector_id": "ROADS",
        "creator_id": "person-pos",
        **facts,
    }
    case = Case(
        id=case_id,
        updated_at=NOW,
        number=f"2026-{case_id}",
        received_at=NOW,
        registered_at=NOW,
        due_at=NOW,
        policy_code="POS_STANDARD",
        **given,
    )
    case.derive()
    return case


async def plant(town: Town) -> None:
    """Store a case of each kind of trouble, twenty drawn ones, and a protocol that waits for a signature."""
    chance = random.Random("explain")
    cases = [
        a_case("roads", recipient_id="roads", status="ASSIGNED", assignee_id="person-assignee"),
        a_case("sensitive", kind="APPEAL", is_sensitive=True, sector_id="EDUCATION", text="Секрет"),
        a_case("phone", channel_id="PHONE", creator_id="person-registrar", sector_id=None),
        a_case("incident", kind="INCIDENT", channel_id="VK", status="NEW"),
    ]
    cases += [
        a_case(
            f"drawn{number}",
            kind=chance.choice(["MESSAGE", "APPEAL", "INCIDENT"]),
            status=chance.choice(["NEW", "ACCEPTED", "ASSIGNED", "ROUTED", "IN_PROGRESS", "IN_REVIEW"]),
            channel_id=chance.choice(["POS", "PHONE", "VK", "PAGES"]),
            sector_id=chance.choice([None, "ROADS", "EDUCATION"]),
            recipient_id=chance.choice([None, "roads", "education"]),
            assignee_id=chance.choice([None, "person-assignee"]),
        )
        for number in range(20)
    ]
    meeting = Meeting(
        id="held",
        updated_at=NOW,
        number="З-1",
        form="IN_PERSON",
        status="DRAFT",
        title="О",
        planned_at=NOW,
        secretary_id="person-head",
    )
    protocol = Protocol(
        id="waits",
        updated_at=NOW,
        meeting_id="held",
        meeting_number="З-1",
        year=2026,
        date="2026-05-30",
        form="IN_PERSON",
        status="READY_FOR_SIGNATURE",
        secretary_id="person-head",
    )
    for record in (*cases, meeting, protocol):
        record.derive()
        await town.store.collection(record.collection_name()).insert_one(record.to_row())
