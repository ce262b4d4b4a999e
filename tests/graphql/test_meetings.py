"""Meetings through the schema: from the draft to the protocol, in person and by ballot, as each caller sees them."""

from datetime import timedelta
from typing import Any

from documents.kernel.ids import global_id
from tests.support.asking import ask
from tests.support.cases import registered
from tests.support.files import waiting
from tests.support.town import Town

DAY = timedelta(days=1)
SHOWN = """meeting { id status number revision agenda { order title minutes sources { kind objectId } heard { summary }
  voted { inFavour needed outcome ground } } participants { fullName kind attendance absenceReason isLate }
  quorum { rule members present needed isReached isMandatory } ballots { order choice opinion } chairCapacity
  hiddenFields allowedActions { action allowed reasons { rule } } }"""
CALL = "mutation($input: {kind}!) {{ {name}(input: $input) {{ {shown} errors {{ code path facts }} }} }}"
ASK = "query($id: ID!) { " + SHOWN.replace("meeting {", "meeting(id: $id) {", 1) + " }"


async def done(town: Town, login: str, name: str, kind: str, **given: Any) -> dict[str, Any]:
    """Run a mutation on a meeting; the meeting, of which nothing was refused."""
    document = CALL.format(kind=kind, name=name, shown=SHOWN)
    payload = (await ask(town, login, document, input=given))[name]
    assert payload["errors"] == [], payload
    found: dict[str, Any] = payload["meeting"]
    return found


def called(town: Town, form: str = "IN_PERSON", **more: Any) -> dict[str, Any]:
    people = [
        {"personId": global_id("Person", f"person-{one}")} for one in ("curator", "head", "lead.roads", "pos")
    ]
    guest = {"personId": global_id("Person", "person-assignee"), "kind": "INVITEE"}
    return {
        "form": form,
        "title": "О дорогах",
        "plannedAt": (town.now + timedelta(minutes=5)).isoformat() + "Z",
        "secretaryId": global_id("Person", "person-pos"),
        "participants": [*people, guest],
        **({"place": "г. Боготол"} if form == "IN_PERSON" else {}),
        **more,
    }


def question(**more: Any) -> dict[str, Any]:
    speaker = global_id("Person", "person-lead.roads")
    return {
        "title": "Ямы",
        "speakerId": speaker,
        "minutes": 15,
        "draftDecision": "Принять к сведению",
        **more,
    }


async def test_a_meeting_in_person_goes_from_its_draft_to_its_protocol(town: Town) -> None:
    case = await registered(town)
    sources = [global_id("Message", case.id), global_id("Topic", "holes")]
    given = called(town, agenda=[question(sourceIds=sources)])
    drafted = await done(town, "head", "draftMeeting", "DraftMeetingInput", **given)
    one = {"id": drafted["id"]}
    assert (await ask(town, "lead.roads", ASK, **one))["meeting"] is None
    offered = {each["action"]: each["allowed"] for each in drafted["allowedActions"]}
    assert offered == {
        "addMeetingMaterial": True,
        "remarkMaterial": False,
        "scheduleMeeting": True,
        "takeBackMaterial": False,
        "updateMeeting": True,
    }
    await done(town, "head", "scheduleMeeting", "TargetInput", **one)
    # An invitee who never sees cases is not told which one a question comes from.
    seen = (await ask(town, "assignee", ASK, **one))["meeting"]
    assert seen["agenda"][0]["sources"] == [
        {"kind": "MESSAGE", "objectId": None},
        {"kind": "TOPIC", "objectId": sources[1]},
    ]
    town.now += timedelta(minutes=6)
    there = [
        {"personId": each["personId"], "attendance": "PRESENT", "isLate": place == 3}
        for place, each in enumerate(given["participants"])
    ]
    await done(town, "pos", "recordAttendance", "RecordAttendanceInput", **one, marks=there)
    opened = await done(town, "curator", "openMeeting", "TargetInput", **one)
    assert (opened["status"], opened["chairCapacity"], opened["quorum"]["isReached"]) == (
        "IN_SESSION",
        "CURATOR",
        True,
    )
    said = {"order": 1, "personId": question()["speakerId"], "summary": "Доложил о ямах"}
    await done(town, "pos", "recordSpeaker", "RecordSpeakerInput", **one, **said)
    voted = await done(town, "pos", "recordVotes", "RecordVotesInput", **one, order=1, inFavour=4)
    assert voted["agenda"][0]["voted"] == {
        "inFavour": 4,
        "needed": 3,
        "outcome": "ADOPTED",
        "ground": "UNANIMOUS",
    }
    held = await done(town, "curator", "closeMeeting", "TargetInput", **one)
    assert held["status"] == "HELD"
    draft = """mutation($input: DraftProtocolInput!) { draftProtocol(input: $input) {
      protocol { status items { heard decisions { text votes { inFavour } } } } errors { code } } }"""
    protocol = (await ask(town, "pos", draft, input={"meetingId": one["id"]}))["draftProtocol"]["protocol"]
    assert protocol["items"][0]["decisions"] == [{"text": "Принять к сведению", "votes": {"inFavour": 4}}]


async def test_an_absentee_meeting_is_voted_on_and_counted(town: Town) -> None:
    given = called(town, "ABSENTEE", agenda=[question()])
    one = {"id": (await done(town, "head", "draftMeeting", "DraftMeetingInput", **given))["id"]}
    await done(town, "head", "scheduleMeeting", "TargetInput", **one)
    town.now += timedelta(minutes=6)
    await done(town, "curator", "startVoting", "TargetInput", **one)
    for login in ("curator", "head", "lead.roads", "pos"):
        choice = "AGAINST" if login == "lead.roads" else "FOR"
        answers = [{"order": 1, "choice": choice, "opinion": "Мнение"}]
        cast = await done(town, login, "castBallot", "CastBallotInput", **one, answers=answers)
        # Nobody but the chair and the secretary is told of another's.
        assert login in ("curator", "pos") or len(cast["ballots"]) == 1
        assert cast["quorum"] is None
    await done(town, "curator", "closeVoting", "TargetInput", **one)
    held = await done(town, "curator", "countBallots", "CountBallotsInput", **one)
    assert held["agenda"][0]["voted"]["ground"] == "MAJORITY"
    assert held["quorum"] == {
        "rule": "MORE_THAN_HALF",
        "members": 4,
        "present": 4,
        "needed": 3,
        "isReached": True,
        "isMandatory": False,
    }
    seen = (await ask(town, "lead.roads", ASK, **one))["meeting"]
    assert len(seen["ballots"]) == 4


async def test_materials_are_files_that_participants_see(town: Town) -> None:
    given = called(town, agenda=[question()])
    one = {"id": (await done(town, "head", "draftMeeting", "DraftMeetingInput", **given))["id"]}
    await done(town, "head", "scheduleMeeting", "TargetInput", **one)
    file = global_id("File", await waiting(town, "lead.roads"))
    add = CALL.format(
        kind="AddMeetingMaterialInput",
        name="addMeetingMaterial",
        shown="meeting { materials { no order note isLate addedBy { id } attachments { id name } } }",
    )
    added = {**one, "order": 1, "note": "Справка", "fileIds": [file]}
    payload = (await ask(town, "lead.roads", add, input=added))["addMeetingMaterial"]
    assert payload["errors"] == []
    assert payload["meeting"]["materials"] == [
        {
            "no": 1,
            "order": 1,
            "note": "Справка",
            "isLate": True,
            "addedBy": {"id": global_id("Person", "person-lead.roads")},
            "attachments": [{"id": file, "name": "scan.pdf"}],
        }
    ]
    again = (await ask(town, "lead.roads", add, input=added))["addMeetingMaterial"]
    assert [(each["path"], each["facts"]) for each in again["errors"]] == [
        (["fileIds", "0"], {"rule": "unknown_file"})
    ]
    take = CALL.format(
        kind="TakeBackMaterialInput", name="takeBackMaterial", shown="meeting { materials { no } }"
    )
    other = (await ask(town, "curator", take, input={**one, "no": 1}))["takeBackMaterial"]
    assert other["errors"][0]["facts"] == {"rule": "added_by_another"}
    taken = (await ask(town, "lead.roads", take, input={**one, "no": 1}))["takeBackMaterial"]
    assert taken == {"meeting": {"materials": []}, "errors": []}
    waits = await town.store.find("stored_files", {}, sort={"_id": -1}, at_most=1)
    assert waits[0]["state"] == "DETACHED"


async def test_a_meeting_is_changed_moved_and_cancelled(town: Town) -> None:
    given = called(town, agenda=[question()])
    one = {"id": (await done(town, "head", "draftMeeting", "DraftMeetingInput", **given))["id"]}
    changed = {"title": "О снеге", "place": "каб. 214", "secretaryId": given["secretaryId"], "votingTo": None}
    more = {"participants": given["participants"], "agenda": [question(title="Снег")]}
    after = await done(
        town, "head", "updateMeeting", "UpdateMeetingInput", **one, expectedRevision=1, **changed, **more
    )
    assert after["agenda"][0]["title"] == "Снег"
    await done(town, "head", "scheduleMeeting", "TargetInput", **one)
    moved = {"plannedAt": (town.now + DAY).isoformat() + "Z", "reason": "Паводок"}
    await done(town, "head", "moveMeeting", "MoveMeetingInput", **one, **moved)
    cancelled = await done(town, "curator", "cancelMeeting", "ReasonInput", **one, reason="Решено")
    assert (cancelled["status"], cancelled["allowedActions"]) == ("CANCELLED", [])


async def test_what_an_input_names_wrongly_is_refused_at_its_place(town: Town) -> None:
    wrong = called(town, agenda=[question(speakerId="?", sourceIds=["?", global_id("Person", "person-pos")])])
    document = CALL.format(kind="DraftMeetingInput", name="draftMeeting", shown="meeting { id }")
    payload = (await ask(town, "head", document, input=wrong))["draftMeeting"]
    assert payload["meeting"] is None
    assert [one["path"] for one in payload["errors"]] == [
        ["agenda", "0", "speakerId"],
        ["agenda", "0", "sourceIds", "0"],
        ["agenda", "0", "sourceIds", "1"],
    ]


async def test_without_its_mandatory_quorum_a_meeting_is_not_held(town: Town) -> None:
    given = called(town, agenda=[question()])
    one = {"id": (await done(town, "head", "draftMeeting", "DraftMeetingInput", **given))["id"]}
    await done(town, "head", "scheduleMeeting", "TargetInput", **one)
    town.now += timedelta(minutes=6)
    document = CALL.format(kind="ReasonInput", name="declareNotHeld", shown="meeting { status }")
    told = (await ask(town, "curator", document, input={**one, "reason": "Кворума нет"}))["declareNotHeld"]
    assert told["errors"][0]["facts"] == {"rule": "quorum_not_mandatory"}
