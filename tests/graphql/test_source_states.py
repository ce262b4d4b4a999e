"""What another system says of a case's states, through the schema: read with the case, found by it, mapped by the desk."""

from typing import Any

from documents.kernel.ids import global_id
from tests.operations.test_intake import MESSAGE, stored, take
from tests.support.asking import ask
from tests.support.town import Town
from tests.support.town_for_each import town_for_each

HISTORY = [
    {"status": "MODERATION_NEW", "createdAt": "2026-05-30T02:00:00Z"},
    {"status": "ON_SITE_CHECK", "createdAt": "2026-05-31T02:00:00Z"},
]
SHOWN = """query($id: ID!) { message(id: $id) { status sourceState { code words status at }
  sourceStates { code words status at toldAt }
  history(first: 9) { nodes { name words changes { field from to hasValues } } } } }"""
FOUND = "query($filter: CaseFilter) { messages(filter: $filter, first: 5) { nodes { externalId } } }"
NAMES = "{ unmatchedReferences(first: 5, filter: {kind: [STATE]}) { nodes { id kind name status records } } }"
MAP = """mutation($i: MapReferenceInput!) { mapReference(input: $i) { unmatchedReference { status records }
  errors { code path facts } } }"""


town = town_for_each


async def found(town: Town, login: str, *statuses: str) -> list[Any]:
    answer = await ask(town, login, FOUND, filter={"sourceStatus": list(statuses)})
    return [one["externalId"] for one in answer["messages"]["nodes"]]


async def test_who_reads_a_case_reads_its_states_there_and_its_history_tells_them(town: Town) -> None:
    await take(town, {**MESSAGE, "history": HISTORY})
    case = await stored(town, "ПОС-1")
    shown: dict[str, Any] = {}
    for login in ("head", "pos", "lead.roads"):
        shown = (await ask(town, login, SHOWN, id=global_id("Message", case["_id"])))["message"]
        assert [one["code"] for one in shown["sourceStates"]] == ["MODERATION_NEW", "ON_SITE_CHECK"]
        assert shown["sourceStates"][0]["words"] == "На модерации"
        present = {"code": "ON_SITE_CHECK", "words": None, "status": None, "at": "2026-05-31T02:00:00Z"}
        assert (shown["status"], shown["sourceState"]) == ("NEW", present)
    told = {one["field"]: one["to"] for one in shown["history"]["nodes"][1]["changes"] if one["hasValues"]}
    assert told["sourceState.code"] == "MODERATION_NEW"
    assert {"sourceState.at", "sourceState.status"} <= told.keys()
    assert [one["name"] for one in shown["history"]["nodes"]][1:] == ["case.source_state_told"] * 2


async def test_a_state_that_nobody_knows_is_listed_mapped_and_found(town: Town) -> None:
    await take(town, {**MESSAGE, "history": HISTORY}, {**MESSAGE, "id": "ПОС-2", "history": HISTORY[:1]})
    assert await found(town, "pos", "NEW") == ["ПОС-2"]
    (name,) = (await ask(town, "pos", NAMES))["unmatchedReferences"]["nodes"]
    assert {key: name[key] for key in ("kind", "name", "status", "records")} == {
        "kind": "STATE",
        "name": "ON_SITE_CHECK",
        "status": None,
        "records": 1,
    }
    refused = (await ask(town, "pos", MAP, i={"id": name["id"]}))["mapReference"]["errors"]
    assert [(one["path"], one["facts"]) for one in refused] == [(["standsForStatus"], {"rule": "required"})]
    given = {"id": name["id"], "standsForStatus": "IN_PROGRESS"}
    mapped = (await ask(town, "pos", MAP, i=given))["mapReference"]
    assert mapped == {"unmatchedReference": {"status": "IN_PROGRESS", "records": 0}, "errors": []}
    assert await found(town, "head", "IN_PROGRESS", "CLOSED") == ["ПОС-1"]
    assert await found(town, "partner", "IN_PROGRESS") == []
