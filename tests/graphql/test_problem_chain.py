"""The way from a problem to its solution: the same from any of its objects, in six commands, each link under own rights."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from documents.assignments.document import Assignment, Report
from documents.kernel.ids import global_id
from documents.meetings.document import AgendaItem, AgendaSource, Meeting, Participant
from documents.protocols.document import Decision, Dispatch, Item, Ordered, Protocol
from tests.support.asking import ask
from tests.support.cases import put_case
from tests.support.town import Town

DAY = timedelta(days=1)
HELD = datetime(2026, 5, 12, 3)
DONE = datetime(2026, 5, 15, 3)
BEFORE, AFTER = 12, 3

DOCUMENT = """query($id: ID!) { problemChain(id: $id) { hiddenLinks questions {
  order title sources { kind objectId } cases { number } meeting { number } protocol { number dispatches { fullName } }
  decisions { no text } assignments { number reports { text } }
  effect { topic { title } settlement { title } beforeFrom before afterFrom after verdict } hiddenLinks } } }"""

CANCELLED = """query($id: ID!) { problemChain(id: $id) { questions { hiddenLinks
  decisions { cancels { number assignment { number } } } assignments { number }
  cancelled { number cancellingDecisionNo cancellingProtocol { number } } } } }"""

STARTS = {
    "Message": ("chain-road", 1),
    "Meeting": ("chain", 2),
    "Protocol": ("chain", 2),
    "Assignment": ("chain-1", 1),
}
"""Type → an object of the chain, and how many questions it belongs to."""


@pytest.fixture(scope="module", autouse=True)
async def held(town: Town) -> None:
    """A meeting with two questions: one that came from two cases, and one that came from nobody."""
    await _cases(town)
    at: dict[str, Any] = {"updated_at": town.now, "secretary_id": "person-pos"}
    ordered = Ordered(text="Засыпать", responsible_id="person-assignee", organization_id="roads")
    people = ("person-curator", "person-head")
    sources = [AgendaSource(type="Message", id=one) for one in ("chain-road", "chain-school")]
    meeting = Meeting(
        id="chain",
        number="З-2026-000900",
        form="IN_PERSON",
        status="HELD",
        title="О дорогах",
        planned_at=HELD,
        held_on="2026-05-12",
        participants=[Participant(person_id=one, full_name=one) for one in people],
        agenda=[
            AgendaItem(order=1, title="Ямы", sources=[*sources, AgendaSource(type="Topic", id="holes")]),
            AgendaItem(order=2, title="Разное"),
        ],
        **at,
    )
    protocol = Protocol(
        id="chain",
        meeting_id="chain",
        meeting_number=meeting.number,
        number=900,
        year=2026,
        date="2026-05-12",
        form="IN_PERSON",
        status="DISPATCHED",
        participant_ids=list(people),
        items=[
            Item(
                order=1,
                title="Ямы",
                decisions=[Decision(no="1.1", text="Поручить", assignments=[ordered, ordered])],
            ),
            Item(order=2, title="Разное"),
        ],
        dispatches=[Dispatch(person_id="person-assignee", full_name="assignee", sent_at=HELD, via="ACCOUNT")],
        **at,
    )
    assignments = [
        Assignment(
            id=f"chain-{number}",
            number=f"900/{number}",
            protocol_id="chain",
            decision_no="1.1",
            text="Засыпать",
            responsible_id="person-assignee",
            organization_id="roads",
            due_on="2026-05-20",
            status="COMPLETED",
            issued_at=HELD,
            completed_at=DONE,
            reports=[Report(no=1, text="Засыпали", at=DONE, by_id="person-assignee")],
            **at,
        )
        for number in (1, 2)
    ]
    for record in (meeting, protocol, *assignments):
        record.derive()
        await town.store.collection(record.collection_name()).insert_one(record.to_row())


async def _cases(town: Town) -> None:
    received = [HELD - DAY * (1 + number % 7) for number in range(BEFORE)]
    received += [DONE + DAY * (1 + number % 7) for number in range(AFTER)]
    # On the day itself, and in the days of the work: in neither week.
    received += [HELD, DONE]
    named = ("chain-road", "chain-school", *(f"chain-{number}" for number in range(len(received))))
    for name, moment in zip(named, received, strict=False):
        sector = {"sector_id": "EDUCATION"} if name == "chain-school" else {}
        await put_case(town, name, status="CLOSED", moments={"received_at": moment}, **sector)


async def chain(town: Town, login: str, type_name: str, record_id: str) -> Any:
    return (await ask(town, login, DOCUMENT, id=global_id(type_name, record_id)))["problemChain"]


@pytest.mark.parametrize("type_name", STARTS)
async def test_from_each_of_its_objects_it_is_the_same(town: Town, type_name: str) -> None:
    record_id, questions = STARTS[type_name]
    with town.recorder.capturing() as captured:
        found = await chain(town, "head", type_name, record_id)
    asked = [one for one in captured.commands if one.collection not in {"accounts", "versions"}]
    assert len(asked) <= 6, [one.collection for one in asked]
    assert found["hiddenLinks"] == []
    assert [one["order"] for one in found["questions"]] == [1, 2][:questions]
    first = found["questions"][0]
    assert first == {
        "order": 1,
        "title": "Ямы",
        "sources": [
            {"kind": "MESSAGE", "objectId": global_id("Message", "chain-road")},
            {"kind": "MESSAGE", "objectId": global_id("Message", "chain-school")},
            {"kind": "TOPIC", "objectId": global_id("Topic", "holes")},
        ],
        "cases": [{"number": "chain-road"}, {"number": "chain-school"}],
        "meeting": {"number": "З-2026-000900"},
        "protocol": {"number": 900, "dispatches": [{"fullName": "assignee"}]},
        "decisions": [{"no": "1.1", "text": "Поручить"}],
        "assignments": [{"number": f"900/{number}", "reports": [{"text": "Засыпали"}]} for number in (1, 2)],
        "effect": {
            "topic": {"title": first["effect"]["topic"]["title"]},
            "settlement": None,
            "beforeFrom": "2026-05-05",
            "before": BEFORE,
            "afterFrom": "2026-05-16",
            "after": AFTER,
            "verdict": "FEWER",
        },
        "hiddenLinks": [],
    }


@pytest.fixture
async def cancelling(town: Town) -> AsyncIterator[str]:
    """A later protocol, whose decision cancels one of the assignments."""
    protocols, assignments = (town.store.collection(one) for one in ("protocols", "assignments"))
    kept, before = await protocols.find_one({"_id": "chain"}), await assignments.find_one({"_id": "chain-1"})
    assert kept is not None
    assert before is not None
    cancels = [{"assignment_id": "chain-1", "number": "900/1"}]
    decision = {"no": "1.1", "text": "Отменить", "votes": None, "assignments": [], "cancels": cancels}
    later = {"_id": "chain-later", "number": 901, "meeting_id": "later", "access_keys": ["center"]}
    later["items"] = [{**kept["items"][0], "decisions": [decision]}]
    await protocols.insert_one({**kept, **later})
    cancelled = {"cancelling_protocol_id": "chain-later", "cancelling_decision_no": "1.1"}
    await assignments.update_one({"_id": "chain-1"}, {"$set": cancelled})
    yield global_id("Protocol", "chain-later")
    await protocols.delete_one({"_id": "chain-later"})
    await assignments.replace_one({"_id": "chain-1"}, before)


async def test_a_question_shows_what_its_decisions_cancelled_and_the_assignment_by_which(
    town: Town, cancelling: str
) -> None:
    with town.recorder.capturing() as captured:
        answer = await ask(town, "head", CANCELLED, id=cancelling)
    asked = [one for one in captured.commands if one.collection not in {"accounts", "versions"}]
    assert len(asked) <= 6, [one.collection for one in asked]
    (question,) = answer["problemChain"]["questions"]
    by = {"cancellingDecisionNo": "1.1", "cancellingProtocol": {"number": 901}}
    assert question["cancelled"] == [{"number": "900/1", **by}]
    assert question["decisions"] == [{"cancels": [{"number": "900/1", "assignment": {"number": "900/1"}}]}]
    assert (question["assignments"], "ASSIGNMENTS" in question["hiddenLinks"]) == ([], False)


async def test_who_does_not_see_what_was_cancelled_is_told_its_number_alone(
    town: Town, cancelling: str
) -> None:
    await town.store.collection("assignments").update_one({"_id": "chain-1"}, {"$set": {"access_keys": []}})
    (question,) = (await ask(town, "member", CANCELLED, id=cancelling))["problemChain"]["questions"]
    assert question["decisions"] == [{"cancels": [{"number": "900/1", "assignment": None}]}]
    assert (question["cancelled"], "ASSIGNMENTS" in question["hiddenLinks"]) == ([], True)


async def test_a_question_that_came_from_nowhere_has_no_effect(town: Town) -> None:
    found = await chain(town, "head", "Meeting", "chain")
    assert (
        found["questions"][1] | {"sources": [], "cases": [], "decisions": [], "assignments": []}
        == (found["questions"][1])
    )
    assert (found["questions"][1]["effect"], found["questions"][1]["hiddenLinks"]) == (None, [])


async def test_what_may_not_be_seen_is_named_and_never_counted(town: Town) -> None:
    member = (await chain(town, "member", "Meeting", "chain"))["questions"][0]
    assert (member["cases"], member["effect"]) == ([], None)
    assert [one["objectId"] for one in member["sources"]] == [None, None, global_id("Topic", "holes")]
    assert member["hiddenLinks"] == ["CASES", "EFFECT"]
    lead = (await chain(town, "lead.roads", "Protocol", "chain"))["questions"][0]
    assert ([one["number"] for one in lead["cases"]], lead["effect"]) == (["chain-road"], None)
    assert lead["hiddenLinks"] == ["CASES", "EFFECT"]


async def test_who_sees_no_protocol_is_told_that_there_is_one_and_nothing_of_it(town: Town) -> None:
    found = await chain(town, "assignee", "Assignment", "chain-1")
    assert found == {"hiddenLinks": ["PROTOCOL"], "questions": []}


async def test_who_does_not_see_the_object_sees_no_chain(town: Town) -> None:
    assert await chain(town, "member", "Message", "chain-road") is None
    assert await chain(town, "assignee", "Protocol", "chain") is None
    assert await chain(town, "head", "Appeal", "chain-road") is None
    assert await chain(town, "head", "Message", "nowhere") is None


async def test_who_may_not_see_all_meetings_is_told_so_with_the_case(town: Town) -> None:
    assert (await chain(town, "head", "Message", "chain-3"))["hiddenLinks"] == []
    found = await chain(town, "lead.roads", "Message", "chain-3")
    assert found == {"hiddenLinks": ["MEETING"], "questions": []}


async def test_of_other_objects_there_is_no_chain(town: Town) -> None:
    answer = await ask(town, "head", DOCUMENT, id=global_id("Topic", "holes"))
    assert answer.codes == ["BAD_REQUEST"]
