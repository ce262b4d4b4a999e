"""Words of the store that are enumerations to callers, with their Russian terms; strange ones stop no list."""

import pytest

from documents.kernel.ids import global_id
from tests.support.asking import ask
from tests.support.town import Town

NAMES = {
    "OrganizationKind": ("MUNICIPAL_INSTITUTION", "Муниципальное учреждение"),
    "OrganizationState": ("CLOSING", "Закрывается"),
    "BallotChoice": ("ABSTAINED", "Воздержался"),
    "Attendance": ("ABSENT_EXCUSED", "Отсутствовал по уважительной причине"),
    "Desk": ("OFFICE", "Приёмная"),
    "DeadlineStart": ("REGISTERED", "Регистрация"),
    "SettlementKind": ("TOWN", "Город"),
    "LegalActKind": ("ORDER", "Распоряжение Администрации"),
    "ActorRole": ("COMMAND_LINE", "Командная строка"),
}


@pytest.mark.parametrize("name", NAMES)
async def test_an_enumeration_has_its_terms(town: Town, name: str) -> None:
    answer = await ask(
        town, "head", "query($n: [String!]) { enumLabels(names: $n) { value label } }", n=[name]
    )
    assert NAMES[name] in [(one["value"], one["label"]) for one in answer["enumLabels"]]


async def test_reference_data_is_shown_and_filtered_by_its_words(town: Town) -> None:
    answer = await ask(
        town,
        "head",
        """{ organizations(first: 10, filter: {kind: [MUNICIPAL_INSTITUTION], state: [ACTIVE]})
          { nodes { shortName kind state } }
        settlements(first: 1) { nodes { title kind } } channels { code desk }
        deadlinePolicies { code countedFrom } }""",
    )
    assert answer["organizations"]["nodes"] == [
        {"shortName": "yard", "kind": "MUNICIPAL_INSTITUTION", "state": "ACTIVE"}
    ]
    assert answer["settlements"]["nodes"] == [{"title": "Боготол", "kind": "TOWN"}]
    assert {"code": "PHONE", "desk": "OFFICE"} in answer["channels"]
    assert {"code": "APPEAL_59FZ", "countedFrom": "REGISTERED"} in answer["deadlinePolicies"]


async def test_an_act_of_a_kind_in_words_is_another_act(town: Town) -> None:
    acts = town.store.collection("legal_acts")
    act = await acts.find_one({"_id": "order"})
    assert act is not None
    await acts.insert_one({**act, "_id": "in-words", "kind": "Протокол совещания"})
    await town.store.collection("versions").update_one({}, {"$inc": {"version": 1}})
    await town.container.reference.refresh()
    shown = (await ask(town, "head", "{ legalActs(first: 10) { nodes { id kind } } }"))["legalActs"]["nodes"]
    assert {"id": global_id("LegalAct", "in-words"), "kind": "OTHER"} in shown
    assert {"id": global_id("LegalAct", "order"), "kind": "ORDER"} in shown


async def test_an_entry_by_a_role_that_is_no_more_is_shown_without_one(town: Town) -> None:
    events = town.store.collection("events")
    event = await events.find_one({"object_collection": "organizations", "object_id": "yard"})
    assert event is not None
    query = "query($id: ID!) { organization(id: $id) { history(first: 9) { nodes { actorRole } } } }"
    found = []
    for role in ("COMMAND_LINE", "CURATOR", "FORMER_ROLE"):
        await events.update_one({"_id": event["_id"]}, {"$set": {"actor.role": role}})
        shown = (await ask(town, "head", query, id=global_id("Organization", "yard")))["organization"]
        found.append(shown["history"]["nodes"][0]["actorRole"])
    assert found == ["COMMAND_LINE", "CURATOR", "NONE"]
