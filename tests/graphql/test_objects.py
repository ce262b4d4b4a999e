"""Objects with a life cycle through the schema: alone, by global id, in lists, with their histories."""

from datetime import timedelta
from typing import Any

import pytest

from documents.kernel.ids import global_id
from documents.meetings.document import AgendaItem, Meeting, Participant
from tests.support.asking import ask
from tests.support.cases import registered, routed
from tests.support.town import NOW, Town
from tests.support.town_for_each import town_for_each

TARGET = "mutation($id: ID!) {{ {name}(input: {{id: $id}}) {{ {shown} {{ id status }} errors {{ code path facts }} }} }}"


town = town_for_each


def a_meeting(meeting_id: str) -> Meeting:
    names = ("curator", "head", "lead.roads")
    meeting = Meeting(
        id=meeting_id,
        updated_at=NOW,
        number=f"З-{meeting_id}",
        form="IN_PERSON",
        status="HELD",
        title="О дорогах",
        planned_at=NOW - timedelta(days=2),
        chair_id="person-curator",
        secretary_id="person-pos",
        participants=[Participant(person_id=f"person-{one}", full_name=one) for one in names],
        agenda=[AgendaItem(order=1, title="Ямы", draft_decision="Принять к сведению")],
        held_on="2026-05-30",
    )
    meeting.derive()
    return meeting


async def move(
    town: Town, login: str, name: str, object_id: str, shown: str = "protocol", **more: Any
) -> Any:
    """Run a mutation that takes an id alone; the payload, which must hold no error."""
    document = TARGET.format(name=name, shown=shown)
    payload = (await ask(town, login, document, id=object_id, **more))[name]
    assert payload["errors"] == [], payload
    return payload[shown]


DRAFT = """mutation($input: DraftProtocolInput!) { draftProtocol(input: $input) {
  protocol { id status revision allowedActions { action allowed } meeting { number } } errors { code path facts } } }"""


async def test_a_protocol_goes_from_its_draft_to_an_accepted_report(town: Town) -> None:
    await town.load([a_meeting("long")])
    ordered = {
        "text": "Засыпать ямы",
        "responsibleId": global_id("Person", "person-assignee"),
        "dueOn": "2026-06-20",
    }
    given = {
        "meetingId": global_id("Meeting", "long"),
        "items": [
            {"title": "Ямы", "decisions": [{"text": "Поручить засыпать ямы", "assignments": [ordered]}]}
        ],
    }
    drafted = (await ask(town, "pos", DRAFT, input=given))["draftProtocol"]
    assert drafted["errors"] == []
    protocol_id = drafted["protocol"]["id"]
    assert drafted["protocol"]["meeting"] == {"number": "З-long"}
    assert {"action": "updateProtocol", "allowed": True} in drafted["protocol"]["allowedActions"]

    update = """mutation($id: ID!) { updateProtocol(input: {id: $id, expectedRevision: 9, place: null}) {
      protocol { revision } errors { code facts } } }"""
    stale = (await ask(town, "pos", update, id=protocol_id))["updateProtocol"]
    assert stale == {"protocol": {"revision": 1}, "errors": [{"code": "STALE", "facts": {"revision": 1}}]}

    assert (await move(town, "pos", "submitProtocol", protocol_id))["status"] == "IN_REVIEW"
    assert (await move(town, "head", "markProtocolReady", protocol_id))["status"] == "READY_FOR_SIGNATURE"
    sign = TARGET.format(name="signProtocol", shown="protocol")
    refused = (await ask(town, "head", sign, id=protocol_id))["signProtocol"]
    assert [one["code"] for one in refused["errors"]] == ["NOT_EFFECTIVE_CURATOR"]
    assert refused["protocol"]["status"] == "READY_FOR_SIGNATURE"
    assert (await move(town, "curator", "signProtocol", protocol_id))["status"] == "SIGNED"

    dispatch = """mutation($input: DispatchProtocolInput!) { dispatchProtocol(input: $input) {
      protocol { number year dispatches { person { fullName } via } } errors { code path facts } } }"""
    to_nobody = {"id": protocol_id, "recipients": []}
    uncovered = (await ask(town, "pos", dispatch, input=to_nobody))["dispatchProtocol"]
    assert [one["facts"]["rule"] for one in uncovered["errors"]] == ["officials_not_covered"]
    recipient = {"personId": ordered["responsibleId"], "via": "Почта"}
    sent = await ask(town, "pos", dispatch, input={"id": protocol_id, "recipients": [recipient]})
    assert sent["dispatchProtocol"]["protocol"] == {
        "number": 1,
        "year": 2026,
        "dispatches": [{"person": {"fullName": "assignee"}, "via": "Почта"}],
    }
    await finish_assignment(town, protocol_id)


async def finish_assignment(town: Town, protocol_id: str) -> None:
    by_protocol = (
        "query($ids: [ID!]) { assignments(first: 5, filter: {protocolIds: $ids}) { totalCount { value } } }"
    )
    # A protocol that one does not see is as unknown as one that there is not, and says nothing of one's own.
    for asked in (protocol_id, global_id("Protocol", "nothing")):
        assert (await ask(town, "assignee", by_protocol, ids=[asked]))["assignments"] == {
            "totalCount": {"value": 0}
        }
    assert (await ask(town, "head", by_protocol, ids=[protocol_id]))["assignments"] == {
        "totalCount": {"value": 1}
    }
    listed = """{ assignments(first: 5, filter: {assignedToMe: true}) {
      nodes { id number status dueOn isOverdue isLate lateDays responsible { fullName } protocol { number } }
      totalCount { value } } }"""
    page = (await ask(town, "assignee", listed))["assignments"]
    assert page["totalCount"] == {"value": 1}
    (assignment,) = page["nodes"]
    # The assignee has no right to protocols: there is an assignment, and no protocol.
    assert (assignment["status"], assignment["dueOn"], assignment["protocol"]) == (
        "ISSUED",
        "2026-06-20",
        None,
    )
    for name in ("acknowledgeAssignment", "startAssignment"):
        await move(town, "assignee", name, assignment["id"], "assignment")
    report = """mutation($id: ID!) { reportAssignment(input: {id: $id, text: "Засыпаны", evidence: ["https://a.b/1"]}) {
      assignment { status reports { no by { fullName } verdict } } errors { code } } }"""
    reported = (await ask(town, "assignee", report, id=assignment["id"]))["reportAssignment"]
    assert reported["assignment"]["reports"] == [{"no": 1, "by": {"fullName": "assignee"}, "verdict": None}]
    accept = TARGET.format(name="acceptAssignmentReport", shown="assignment")
    forbidden = (await ask(town, "assignee", accept, id=assignment["id"]))["acceptAssignmentReport"]
    assert [one["code"] for one in forbidden["errors"]] == ["FORBIDDEN"]
    done = await move(town, "head", "acceptAssignmentReport", assignment["id"], "assignment")
    assert done["status"] == "COMPLETED"


async def test_a_history_tells_who_did_what_in_words(town: Town) -> None:
    case = await routed(town)
    document = """query($id: ID!, $after: String) { message(id: $id) { history(first: 2, after: $after) {
      nodes { at actor { fullName } actorRole actingFor { id } action name words changes { field from to } }
      pageInfo { hasNextPage endCursor } } } }"""
    message_id = global_id("Message", case.id)
    entries: list[Any] = []
    after = None
    while True:
        page = (await ask(town, "head", document, id=message_id, after=after))["message"]["history"]
        entries += page["nodes"]
        if not page["pageInfo"]["hasNextPage"]:
            break
        after = page["pageInfo"]["endCursor"]

    assert [one["name"] for one in entries] == [
        "submission.registered",
        "submission.formalized",
        "submission.accepted",
        "submission.routed",
    ]
    assert entries[0]["actor"] == {"fullName": "pos"}
    assert entries[0]["actorRole"] == "POS_OFFICER"
    assert entries[3]["words"] == "Направлено исполнителю"
    changes = {one["field"]: (one["from"], one["to"]) for entry in entries[1:] for one in entry["changes"]}
    assert changes["sector"] == (None, "Дороги")
    assert changes["topic"] == (None, "Ямы")
    assert changes["recipient"] == (None, "roads")
    assert changes["status"] == ("ACCEPTED", "ASSIGNED")
    assert changes["routedAt"][1].endswith("Z")
    assert "Мария" not in str(entries)


async def test_nodes_keep_their_order_and_are_null_for_hidden_and_unknown(town: Town) -> None:
    case, other = await routed(town), await registered(town, channel_id="PHONE", login="registrar")
    names = [
        global_id("Message", other.id),
        global_id("Sector", "ROADS"),
        global_id("Message", "nothing"),
        global_id("Message", case.id),
        global_id("Incident", case.id),
        global_id("Topic", "nothing"),
        global_id("Message", case.id),
    ]
    document = "query($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }"
    seen = (await ask(town, "assignee", document, ids=names))["nodes"]

    assert [one and one["__typename"] for one in seen] == [
        None,
        "Sector",
        None,
        "Message",
        None,
        None,
        "Message",
    ]
    assert [one["id"] for one in seen if one] == [names[1], names[3], names[3]]


async def test_hidden_and_unknown_objects_cost_the_same_commands(town: Town) -> None:
    hidden = await registered(town)
    document = "query($id: ID!) { node(id: $id) { id } }"
    shapes = []
    for name in (global_id("Message", hidden.id), global_id("Message", "nothing")):
        with town.recorder.capturing() as captured:
            assert (await ask(town, "assignee", document, id=name))["node"] is None
        shapes.append([(one.name, one.collection, sorted(one.body)) for one in captured.commands])

    assert shapes[0] == shapes[1]


async def test_a_hundred_nodes_take_one_command_a_collection(town: Town) -> None:
    case = await routed(town)
    names = [global_id("Message", f"no-{index}") for index in range(97)]
    names += [global_id("Appeal", case.id), global_id("Message", case.id), global_id("Meeting", "none")]
    document = "query($ids: [ID!]!) { nodes(ids: $ids) { id ... on Case { number history(first: 1) { nodes { at } } } } }"
    who = await ask(town, "pos", "{ viewer { login } }")
    assert who["viewer"]["login"] == "pos"
    with town.recorder.capturing() as captured:
        answer = await ask(town, "pos", document, ids=names)

    assert sum(one is not None for one in answer["nodes"]) == 1
    assert sorted(one.collection for one in captured.commands) == ["accounts", "cases", "events", "meetings"]
    too_many = await ask(town, "pos", document, ids=[*names, names[0]])
    assert too_many.codes == ["BAD_REQUEST"]


@pytest.mark.parametrize("wrong", ["", "@@@", global_id("Viewer", "x"), global_id("Applicant", "x")])
async def test_an_id_of_nothing_of_ours_is_a_bad_request(town: Town, wrong: str) -> None:
    assert (await ask(town, "pos", "query($id: ID!) { node(id: $id) { id } }", id=wrong)).codes == [
        "BAD_REQUEST"
    ]


async def test_an_absence_is_recorded_and_ended_through_the_schema(town: Town) -> None:
    record = """mutation($input: RecordCuratorAbsenceInput!) { recordCuratorAbsence(input: $input) {
      curatorAbsence { id isInForce curator { fullName } legalAct { number } revision
        allowedActions { action allowed } history { nodes { name words } } } errors { code path facts } } }"""
    later = NOW + timedelta(days=30)
    nothing = (await ask(town, "head", record, now=later, input={"reason": "Отпуск"}))["recordCuratorAbsence"]
    assert [(one["code"], one["path"]) for one in nothing["errors"]] == [("INVALID", ["legalActId"])]
    given = {"reason": "Отпуск", "legalActId": global_id("LegalAct", "order")}
    recorded = (await ask(town, "head", record, now=later, input=given))["recordCuratorAbsence"]
    assert recorded["errors"] == []
    absence = recorded["curatorAbsence"]
    assert (absence["isInForce"], absence["curator"]) == (True, {"fullName": "curator"})
    assert absence["history"]["nodes"][0]["name"] == "absence.recorded"

    acting = (await ask(town, "pos", "{ effectiveCurator { person { fullName } acting } }", now=later))[
        "effectiveCurator"
    ]
    assert acting == {"person": {"fullName": "head"}, "acting": True}
    viewer = (await ask(town, "head", "{ viewer { actingFor { fullName } } }", now=later))["viewer"]
    assert viewer == {"actingFor": {"fullName": "curator"}}
    by_id = (await ask(town, "pos", "query($id: ID!) { node(id: $id) { __typename } }", id=absence["id"]))[
        "node"
    ]
    assert by_id == {"__typename": "CuratorAbsence"}

    end = """mutation($input: EndCuratorAbsenceInput!) { endCuratorAbsence(input: $input) {
      curatorAbsence { endedAt endedBy { fullName } } errors { code } } }"""
    ended = (await ask(town, "curator", end, now=later, input={"id": absence["id"]}))["endCuratorAbsence"]
    assert ended["errors"] == []
    assert ended["curatorAbsence"]["endedBy"] == {"fullName": "curator"}


@pytest.mark.parametrize(
    ("document", "collections"),
    [
        (
            """{ protocols(first: 50) { nodes { number chair { fullName } participants { fullName } signedBy { fullName }
              meeting { number chair { fullName } agenda { speaker { id } } } allowedActions { action } hiddenFields
              items { decisions { assignments { responsible { fullName } organization { shortName } } } } }
              totalCount { value } } }""",
            ["meetings", "protocols", "protocols"],
        ),
        (
            """{ assignments(first: 50) { nodes { number responsible { organization { shortName } } reports { by { id } }
              protocol { number meeting { number } } controller { fullName } allowedActions { action } } } }""",
            ["assignments", "meetings", "protocols"],
        ),
        (
            """{ meetings(last: 50, filter: {year: 2026, status: [HELD]}) { nodes { title convenedBy { id }
              participants { person { fullName } } allowedActions { action } } pageInfo { hasPreviousPage } } }""",
            ["meetings"],
        ),
    ],
)
async def test_a_page_takes_a_command_a_collection_whatever_its_size(
    town: Town, document: str, collections: list[str]
) -> None:
    await dispatched(town, f"paged-{len(document)}")
    with town.recorder.capturing() as captured:
        answer = await ask(town, "head", document)

    assert not answer.errors
    assert sorted(one.collection for one in captured.commands if one.collection != "accounts") == collections


async def dispatched(town: Town, meeting_id: str) -> dict[str, Any]:
    """A protocol of its own meeting with one assignment, signed and sent."""
    await town.load([a_meeting(meeting_id)])
    officer = global_id("Person", "person-assignee")
    ordered = {"text": "Посыпать", "responsibleId": officer, "dueOn": "2026-06-20"}
    item = {"title": "Наледь", "decisions": [{"text": "Поручить посыпать", "assignments": [ordered]}]}
    given = {"meetingId": global_id("Meeting", meeting_id), "items": [item]}
    protocol_id = (await ask(town, "pos", DRAFT, input=given))["draftProtocol"]["protocol"]["id"]
    for login, name in (
        ("pos", "submitProtocol"),
        ("head", "markProtocolReady"),
        ("curator", "signProtocol"),
    ):
        await move(town, login, name, protocol_id)
    recipient = {"personId": officer, "via": "Почта"}
    document = """mutation($input: DispatchProtocolInput!) { dispatchProtocol(input: $input) {
      protocol { id number } errors { code } } }"""
    sent = await ask(town, "pos", document, input={"id": protocol_id, "recipients": [recipient]})
    found: dict[str, Any] = sent["dispatchProtocol"]["protocol"]
    return found


async def test_filters_of_lists_find_what_they_name(town: Town) -> None:
    protocol = await dispatched(town, "filtered")
    document = """query($officer: ID!, $ids: [ID!]!, $meeting: ID!, $number: Int!) {
      due: assignments(first: 5, filter: {protocolIds: $ids, dueOn: {from: "2026-06-20", to: "2026-06-21"}}) {
        totalCount { value } }
      later: assignments(first: 5, filter: {protocolIds: $ids, dueOn: {from: "2026-06-21"}}) { totalCount { value } }
      his: assignments(first: 5, filter: {protocolIds: $ids, responsibleIds: [$officer], status: [ISSUED],
        isOverdue: false}) { totalCount { value } }
      mine: assignments(first: 5, filter: {responsibleIds: [$officer], assignedToMe: true}) { totalCount { value } }
      signed: protocols(first: 5, filter: {status: [SIGNED, DISPATCHED], year: 2026, meetingIds: [$meeting],
        date: {from: "2026-05-30", to: "2026-05-31"}}) { nodes { id } }
      one: protocol(number: $number, year: 2026) { id isSigned contentHash history(first: 1) { nodes { words } } }
      none: protocol(number: 99, year: 2026) { status }
      held: meetings(first: 5, filter: {year: 2025}) { nodes { title } }
    }"""
    officer, meeting = global_id("Person", "person-assignee"), global_id("Meeting", "filtered")
    named = {"ids": [protocol["id"]], "number": protocol["number"], "meeting": meeting}
    answer = await ask(town, "head", document, officer=officer, **named)

    values = {name: answer[name]["totalCount"]["value"] for name in ("due", "later", "his", "mine")}
    assert values == {"due": 1, "later": 0, "his": 1, "mine": 0}
    assert answer["signed"]["nodes"] == [{"id": protocol["id"]}]
    assert (answer["one"]["id"], answer["one"]["isSigned"]) == (protocol["id"], True)
    assert (answer["none"], answer["held"]["nodes"]) == (None, [])


async def test_a_protocol_is_named_by_its_id_or_by_number_and_year(town: Town) -> None:
    wrong = "{ a: protocol(number: 1) { id } b: protocol { id } c: meetings(first: 1, filter: {year: 1}) { nodes { id } } }"

    assert (await ask(town, "head", wrong)).codes == ["BAD_REQUEST"] * 3
