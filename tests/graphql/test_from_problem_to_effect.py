"""A problem on its way through a meeting in person and through an absentee one, by the API alone: proposed, decided, signed,
sent out, done, accepted, and measured (docs/meetings.md tells the same in words)."""

from datetime import timedelta
from typing import Any

import pytest

from documents.kernel.ids import global_id
from tests.support.asking import ask
from tests.support.cases import put_case
from tests.support.town import Town

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
HOLES = global_id("Topic", "holes")
VOTERS = ("curator", "head", "lead.roads", "pos")
ORDER = "Отделу дорог засыпать ямы на Озёрной"
CHAIN = """query($id: ID!) { problemChain(id: $id) { questions { title sources { kind }
  cases { id } meeting { id form status } protocol { id number status dispatches { via acknowledgedAt } }
  decisions { no text votes { inFavour against abstained } assignments { text } }
  assignments { id number status acknowledgedAt reports { verdict evidence } }
  effect { before after verdict } hiddenLinks } hiddenLinks } }"""
VERIFY = "query($id: ID!) { verifyProtocol(id: $id) { number isIntact contentHash computedHash broken { fault } } }"


def person(login: str) -> str:
    return global_id("Person", f"person-{login}")


def iso(moment: Any) -> str:
    return f"{moment.isoformat()}Z"


async def act(town: Town, login: str, name: str, kind: str, shown: str, /, **given: Any) -> Any:
    """What a mutation shows, of which nothing was refused, a minute later."""
    town.now += MINUTE
    document = f"mutation($i: {kind}!) {{ {name}(input: $i) {{ {shown} errors {{ code path facts }} }} }}"
    payload = (await ask(town, login, document, i=given))[name]
    assert payload["errors"] == [], (name, payload)
    return payload[shown.partition(" ")[0]]


async def complained(town: Town, name: str) -> list[str]:
    """Ids of two cases of twelve that came in the week before."""
    for number in range(12):
        received = {"received_at": town.now - timedelta(days=1 + number % 6)}
        await put_case(town, f"{name}-{number}", status="CLOSED", moments=received)
    return [global_id("Message", f"{name}-{number}") for number in range(2)]


async def called(town: Town, form: str, proposal: str, cases: list[str]) -> str:
    """A scheduled meeting, on whose agenda the proposal stands with the cases that it came from."""
    question = {
        "title": "О ямах на Озёрной",
        "speakerId": person("lead.roads"),
        "draftDecision": ORDER,
        "sourceIds": [proposal, *cases, HOLES],
    }
    given = {
        "form": form,
        "title": "О дорогах",
        "plannedAt": iso(town.now + 5 * MINUTE),
        "secretaryId": person("pos"),
        "participants": [{"personId": person(one)} for one in VOTERS],
        "agenda": [question],
        **({"place": "г. Боготол"} if form == "IN_PERSON" else {}),
    }
    meeting = (await act(town, "head", "draftMeeting", "DraftMeetingInput", "meeting { id }", **given))["id"]
    await act(town, "head", "scheduleMeeting", "TargetInput", "meeting { id }", id=meeting)
    stands = "query($id: ID!) { proposal(id: $id) { status meeting { id } } }"
    found = (await ask(town, "lead.roads", stands, id=proposal))["proposal"]
    assert found == {"status": "ON_AGENDA", "meeting": {"id": meeting}}
    town.now += 6 * MINUTE
    return str(meeting)


async def held_in_person(town: Town, meeting: str) -> None:
    status = "meeting { id status }"
    marks = [{"personId": person(one), "attendance": "PRESENT"} for one in VOTERS]
    await act(town, "pos", "recordAttendance", "RecordAttendanceInput", status, id=meeting, marks=marks)
    await act(town, "curator", "openMeeting", "TargetInput", status, id=meeting)
    said = {"order": 1, "personId": person("lead.roads"), "summary": "Доложил"}
    await act(town, "pos", "recordSpeaker", "RecordSpeakerInput", status, id=meeting, **said)
    counted = {"order": 1, "inFavour": 3, "against": 1}
    await act(town, "pos", "recordVotes", "RecordVotesInput", status, id=meeting, **counted)
    held = await act(town, "curator", "closeMeeting", "TargetInput", status, id=meeting)
    assert held["status"] == "HELD"


async def held_by_ballot(town: Town, meeting: str) -> None:
    status = "meeting { id status }"
    await act(town, "curator", "startVoting", "TargetInput", status, id=meeting)
    for login in VOTERS:
        answers = [{"order": 1, "choice": "AGAINST" if login == "pos" else "FOR"}]
        await act(town, login, "castBallot", "CastBallotInput", status, id=meeting, answers=answers)
    await act(town, "curator", "closeVoting", "TargetInput", status, id=meeting)
    held = await act(town, "curator", "countBallots", "CountBallotsInput", status, id=meeting)
    assert held["status"] == "HELD"


async def signed(town: Town, meeting: str, due_on: str) -> Any:
    """The protocol from the agenda, with what it orders, signed by the curator."""
    shown = "protocol { id revision number items { title heard decisions { text votes { inFavour against abstained } } } }"
    draft = await act(town, "pos", "draftProtocol", "DraftProtocolInput", shown, meetingId=meeting)
    (item,) = draft["items"]
    ordered = {"text": "Засыпать ямы", "responsibleId": person("assignee"), "dueOn": due_on}
    item["decisions"][0]["assignments"] = [ordered]
    given = {"id": draft["id"], "expectedRevision": draft["revision"], "items": [item]}
    await act(town, "pos", "updateProtocol", "UpdateProtocolInput", shown, **given)
    for login, step in (("pos", "submitProtocol"), ("head", "markProtocolReady")):
        await act(town, login, step, "TargetInput", shown, id=draft["id"])
    return await act(town, "curator", "signProtocol", "TargetInput", shown, id=draft["id"])


async def done_and_accepted(town: Town, protocol: str) -> str:
    recipients = [{"personId": person("assignee"), "via": "СЭД"}]
    sent = "protocol { id status }"
    await act(
        town, "pos", "dispatchProtocol", "DispatchProtocolInput", sent, id=protocol, recipients=recipients
    )
    mine = "query($f: AssignmentFilter) { assignments(first: 5, filter: $f) { nodes { id status text } } }"
    waits = {"assignedToMe": True, "allowedAction": ["ACKNOWLEDGE_ASSIGNMENT"]}
    ((task,),) = ((await ask(town, "assignee", mine, f=waits))["assignments"]["nodes"],)
    shown = "assignment { id status }"
    for step in ("acknowledgeAssignment", "startAssignment"):
        await act(town, "assignee", step, "TargetInput", shown, id=task["id"])
    report = {"id": task["id"], "text": "Засыпано", "evidence": ["https://docs.example/akt.pdf"]}
    await act(town, "assignee", "reportAssignment", "ReportAssignmentInput", shown, **report)
    kind = "AcceptAssignmentReportInput"
    accepted = await act(town, "head", "acceptAssignmentReport", kind, shown, id=task["id"])
    assert accepted["status"] == "COMPLETED"
    return str(task["id"])


def tells_all(question: Any, form: str, cases: list[str], meeting: str, task: str) -> None:
    """The one question of the chain, link by link."""
    (assignment,) = question["assignments"]
    assert [one["kind"] for one in question["sources"]] == ["PROPOSAL", "MESSAGE", "MESSAGE", "TOPIC"]
    assert ([one["id"] for one in question["cases"]], question["hiddenLinks"]) == (cases, [])
    assert question["meeting"] == {"id": meeting, "form": form, "status": "HELD"}
    votes = {"inFavour": 3, "against": 1, "abstained": 0}
    ordered = [{"text": "Засыпать ямы"}]
    assert question["decisions"] == [{"no": "1.1", "text": ORDER, "votes": votes, "assignments": ordered}]
    (sent,) = question["protocol"]["dispatches"]
    assert (question["protocol"]["status"], sent["via"]) == ("DISPATCHED", "СЭД")
    assert sent["acknowledgedAt"] == assignment["acknowledgedAt"] is not None
    assert (assignment["id"], assignment["status"]) == (task, "COMPLETED")
    assert [one["verdict"] for one in assignment["reports"]] == ["ACCEPTED"]
    assert question["effect"] == {"before": 12, "after": 1, "verdict": "FEWER"}


@pytest.mark.parametrize(("form", "hold"), [("IN_PERSON", held_in_person), ("ABSENTEE", held_by_ballot)])
async def test_a_problem_goes_from_a_proposal_to_its_effect(town: Town, form: str, hold: Any) -> None:
    # Each story has weeks of its own.
    town.now += 30 * DAY
    cases = await complained(town, form.lower())
    given = {
        "title": "Ямы на Озёрной",
        "text": "Двенадцать сообщений за неделю",
        "sourceIds": [*cases, HOLES],
    }
    proposal = (await act(town, "lead.roads", "proposeItem", "ProposeItemInput", "proposal { id }", **given))[
        "id"
    ]
    meeting = await called(town, form, proposal, cases)
    await hold(town, meeting)
    protocol = await signed(town, meeting, (town.now + 10 * DAY).date().isoformat())
    task = await done_and_accepted(town, protocol["id"])
    answer = {"id": proposal, "accept": True, "answer": "Ямы засыпаны"}
    decided = await act(
        town, "head", "decideProposal", "DecideProposalInput", "proposal { status }", **answer
    )
    assert decided == {"status": "ACCEPTED"}
    await put_case(
        town, f"{form.lower()}-after", status="CLOSED", moments={"received_at": town.now + 2 * DAY}
    )
    town.now += 9 * DAY
    chains = [
        (await ask(town, "head", CHAIN, id=one))["problemChain"]
        for one in (*cases, meeting, protocol["id"], task)
    ]
    assert all(one == chains[0] for one in chains)
    (question,) = chains[0]["questions"]
    tells_all(question, form, cases, meeting, task)
    verified = (await ask(town, "member", VERIFY, id=protocol["id"]))["verifyProtocol"]
    assert (verified["isIntact"], verified["broken"], verified["number"]) == (True, [], protocol["number"])
    assert verified["contentHash"] == verified["computedHash"]
