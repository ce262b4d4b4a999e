"""Warnings on a protocol before its signature: what to look at, and no refusal."""

from datetime import timedelta
from typing import Any

from documents.kernel.ids import global_id
from documents.meetings.document import AgendaItem, Meeting, Participant
from tests.support.asking import ask
from tests.support.town import NOW, Town

DRAFT = "mutation($input: DraftProtocolInput!) { draftProtocol(input: $input) { protocol { id } errors { code } } }"


def a_meeting() -> Meeting:
    meeting = Meeting(
        id="weekend",
        updated_at=NOW,
        number="З-weekend",
        form="IN_PERSON",
        status="HELD",
        title="О дорогах",
        planned_at=NOW - timedelta(days=2),
        secretary_id="person-pos",
        participants=[Participant(person_id="person-curator", full_name="curator")],
        agenda=[AgendaItem(order=1, title="Ямы")],
        held_on="2026-05-30",
    )
    meeting.derive()
    return meeting


async def move(town: Town, login: str, name: str, protocol_id: str) -> Any:
    """What a mutation that takes an id alone refuses."""
    document = f"mutation($id: ID!) {{ {name}(input: {{id: $id}}) {{ errors {{ code }} }} }}"
    return (await ask(town, login, document, id=protocol_id))[name]["errors"]


WARNINGS = "query($id: ID!) { protocol(id: $id) { warnings { rule message path } } }"
DUE_ON = ["items", "0", "decisions", "0", "assignments", "0", "dueOn"]


async def test_a_due_date_on_a_day_off_is_a_warning_and_no_refusal(town: Town) -> None:
    await town.load([a_meeting()])
    ordered = {"text": "Засыпать ямы", "responsibleId": global_id("Person", "person-assignee")}
    decisions = [{"text": "Поручить засыпать ямы", "assignments": [{**ordered, "dueOn": "2026-06-20"}]}]
    given = {
        "meetingId": global_id("Meeting", "weekend"),
        "items": [{"title": "Ямы", "decisions": decisions}],
    }
    protocol_id = (await ask(town, "pos", DRAFT, input=given))["draftProtocol"]["protocol"]["id"]
    for name, login in (("submitProtocol", "pos"), ("markProtocolReady", "head")):
        assert await move(town, login, name, protocol_id) == []
    (warning,) = (await ask(town, "head", WARNINGS, id=protocol_id))["protocol"]["warnings"]
    assert warning == {
        "rule": "due_on_day_off",
        "message": "Срок 20.06.2026 — нерабочий день.",
        "path": DUE_ON,
    }
    assert await move(town, "curator", "signProtocol", protocol_id) == []
    assert (await ask(town, "head", WARNINGS, id=protocol_id))["protocol"]["warnings"] == []
