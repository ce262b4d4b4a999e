"""Proposals to agendas and conferences of others through the schema, as each caller sees them."""

from datetime import timedelta
from typing import Any

from documents.kernel.ids import global_id
from tests.support.asking import ask
from tests.support.cases import registered
from tests.support.files import waiting
from tests.support.town import Town

SHOWN = """proposal { id number status revision title text draftDecision answer person { id } decidedBy { id } meeting { id }
  sources { kind objectId } hiddenFields allowedActions { action allowed } }"""
CALL = "mutation($i: {kind}!) {{ {name}(input: $i) {{ {shown} errors {{ code path facts }} }} }}"
LIST = """query($f: ProposalFilter) { proposals(first: 20, filter: $f) {
  totalCount { value } nodes { id status } } }"""
ONE = "query($id: ID!) { " + SHOWN.replace("proposal {", "proposal(id: $id) {", 1) + " }"


async def done(town: Town, login: str, name: str, kind: str, shown: str = SHOWN, **given: Any) -> Any:
    """The payload of a mutation of which nothing was refused."""
    payload = (await ask(town, login, CALL.format(name=name, kind=kind, shown=shown), i=given))[name]
    assert payload["errors"] == [], payload
    return payload


async def listed(town: Town, login: str, **filtered: Any) -> list[str]:
    page = (await ask(town, login, LIST, f=filtered or None))["proposals"]
    assert page["totalCount"]["value"] == len(page["nodes"])
    return [one["id"] for one in page["nodes"]]


async def test_a_proposal_goes_from_a_member_to_an_agenda_and_back_with_an_answer(town: Town) -> None:
    case = await registered(town)
    sources = [global_id("Message", case.id), global_id("Topic", "holes")]
    given = {"title": "О ямах", "text": "Третья жалоба за месяц", "draftDecision": "Составить график"}
    made = (await done(town, "pos", "proposeItem", "ProposeItemInput", **given, sourceIds=sources))[
        "proposal"
    ]
    assert (made["status"], made["person"]["id"]) == ("SUBMITTED", global_id("Person", "person-pos"))
    assert made["allowedActions"] == [{"action": "withdrawProposal", "allowed": True}]
    assert [one["objectId"] for one in made["sources"]] == sources
    # Ones own, and all of them for the head and the curator.
    for login, sees in (
        ("pos", True),
        ("head", True),
        ("curator", True),
        ("member", False),
        ("admin", False),
    ):
        assert (made["id"] in await listed(town, login)) is sees, login
        answer = await ask(town, login, ONE, id=made["id"])
        assert answer.data is not None
        assert (answer.data["proposal"] is not None) is sees, login
    people = [{"personId": global_id("Person", f"person-{one}")} for one in ("curator", "head", "pos")]
    called = {
        "form": "IN_PERSON",
        "title": "О дорогах",
        "place": "г. Боготол",
        "plannedAt": (town.now + timedelta(days=1)).isoformat() + "Z",
        "secretaryId": global_id("Person", "person-info"),
        "participants": people,
        "agenda": [{"title": "Ямы", "sourceIds": [made["id"]]}],
    }
    shown = "meeting { id agenda { sources { kind objectId } } }"
    meeting = (await done(town, "head", "draftMeeting", "DraftMeetingInput", shown, **called))["meeting"]
    assert meeting["agenda"][0]["sources"] == [{"kind": "PROPOSAL", "objectId": made["id"]}]
    await done(town, "head", "scheduleMeeting", "TargetInput", "meeting { id }", id=meeting["id"])
    stands = (await ask(town, "pos", ONE, id=made["id"]))["proposal"]
    assert (stands["status"], stands["meeting"]) == ("ON_AGENDA", {"id": meeting["id"]})
    assert made["id"] in await listed(town, "head", status=["ON_AGENDA"])
    assert made["id"] not in await listed(town, "head", status=["SUBMITTED"])
    decision = {"id": made["id"], "accept": True, "answer": "График составит отдел дорог"}
    decided = (await done(town, "head", "decideProposal", "DecideProposalInput", **decision))["proposal"]
    assert (decided["status"], decided["answer"]) == ("ACCEPTED", decision["answer"])
    assert decided["decidedBy"] == {"id": global_id("Person", "person-head")}


async def test_a_source_that_one_may_not_see_is_told_like_one_that_is_not_there(town: Town) -> None:
    case = await registered(town)
    document = CALL.format(name="proposeItem", kind="ProposeItemInput", shown=SHOWN)
    told = []
    for source in (global_id("Message", case.id), global_id("Message", "none")):
        given = {"title": "О ямах", "text": "Жалоба", "sourceIds": [source]}
        told.append((await ask(town, "member", document, i=given))["proposeItem"])
    assert told[0] == told[1]
    assert told[0]["errors"] == [
        {"code": "INVALID", "path": ["sourceIds", "0"], "facts": {"rule": "unknown_id"}}
    ]


async def test_a_proposal_is_withdrawn_by_whose_it_is(town: Town) -> None:
    given = {"title": "О снеге", "text": "Вывоз"}
    made = (await done(town, "member", "proposeItem", "ProposeItemInput", **given))["proposal"]
    withdrawn = (await done(town, "member", "withdrawProposal", "TargetInput", id=made["id"]))["proposal"]
    assert (withdrawn["status"], withdrawn["allowedActions"]) == ("WITHDRAWN", [])


async def test_remarks_on_materials_are_read_by_who_takes_part(town: Town) -> None:
    people = [{"personId": global_id("Person", f"person-{one}")} for one in ("curator", "head", "pos")]
    called = {
        "form": "IN_PERSON",
        "title": "О дорогах",
        "place": "г. Боготол",
        "plannedAt": (town.now + timedelta(days=1)).isoformat() + "Z",
        "secretaryId": global_id("Person", "person-info"),
        "participants": people,
        "agenda": [{"title": "Ямы"}],
    }
    shown = "meeting { id }"
    one = (await done(town, "head", "draftMeeting", "DraftMeetingInput", shown, **called))["meeting"]
    await done(town, "head", "scheduleMeeting", "TargetInput", shown, **one)
    add = {**one, "order": 1, "note": "Справка"}
    await done(town, "pos", "addMeetingMaterial", "AddMeetingMaterialInput", shown, **add)
    shown = "meeting { materials { remarks { text by { id } } } }"
    said = {**one, "no": 1, "text": "Нет данных за май"}
    payload = await done(town, "curator", "remarkMaterial", "RemarkMaterialInput", shown, **said)
    assert payload["meeting"]["materials"][0]["remarks"] == [
        {"text": "Нет данных за май", "by": {"id": global_id("Person", "person-curator")}}
    ]


async def test_conferences_are_ones_own_and_the_head_reads_all(town: Town) -> None:
    file = global_id("File", await waiting(town, "pos"))
    given = {
        "heldOn": "2026-05-29",
        "host": "Отдел образования",
        "title": "О подвозе",
        "outcome": "Согласован маршрут",
        "fileIds": [file],
    }
    shown = "conference { id heldOn host attachments { id name } person { id } recordedBy { id } }"
    made = (await done(town, "pos", "recordConference", "RecordConferenceInput", shown, **given))[
        "conference"
    ]
    assert made["attachments"] == [{"id": file, "name": "scan.pdf"}]
    assert made["person"] == made["recordedBy"] == {"id": global_id("Person", "person-pos")}
    query = "{ conferences(first: 20) { nodes { id } } }"
    for login, sees in (("pos", True), ("head", True), ("curator", False), ("leadership", False)):
        answer = await ask(town, login, query)
        assert answer.data is not None
        nodes = answer.data["conferences"]["nodes"]
        assert (made["id"] in [one["id"] for one in nodes]) is sees, login
