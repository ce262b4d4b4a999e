"""Words of the store that are enumerations to callers, with their Russian terms; strange ones stop no list."""

import pytest

from documents.kernel.ids import global_id
from documents.meetings.document import Ballot, Meeting, Participant
from tests.support.asking import ask
from tests.support.cases import put_case
from tests.support.town import Town
from tests.support.town_for_each import town_for_each

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


town = town_for_each


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


STRANGE = {
    ("organizations", "education"): {"kind": "COMMITTEE", "state": "SLEEPING"},
    ("settlements", "bogotol"): {"kind": "CAPITAL"},
    ("channels", "PAGES"): {"desk": "CELLAR"},
    ("deadline_policies", "IM_HIGH"): {"counted_from": "SUNRISE"},
}
"""Row → words that no enumeration knows."""


async def test_a_strange_word_stops_no_row_and_nothing_that_names_it(town: Town) -> None:
    for (collection, row_id), sets in STRANGE.items():
        await town.store.collection(collection).update_one({"_id": row_id}, {"$set": sets})
    await town.store.collection("versions").update_one({}, {"$inc": {"version": 1}})
    await town.container.reference.refresh()
    named = {"recipient_id": "education", "settlement_id": "bogotol", "channel_id": "PAGES"}
    await put_case(town, "strange", status="NEW", **named)
    query = """query($n: String) { deadlinePolicies { code countedFrom }
      message(number: $n) { recipient { kind state } settlement { kind } channel { desk } } }"""
    for _ in range(2):
        answer = await ask(town, "head", query, n="strange")
        assert answer["message"] == {
            "recipient": {"kind": "OTHER", "state": "CLOSED"},
            "settlement": {"kind": "OTHER"},
            "channel": {"desk": "OTHER"},
        }
        assert {"code": "IM_HIGH", "countedFrom": "RECEIVED"} in answer["deadlinePolicies"]


async def test_a_strange_vote_or_presence_stops_no_meeting(town: Town) -> None:
    participant = {"person_id": "person-head", "full_name": "head", "attendance": "BY_LETTER"}
    ballot = {"person_id": "person-head", "order": 1, "choice": "MAYBE", "cast_at": town.now}
    meeting = Meeting(
        id="strange",
        updated_at=town.now,
        number="1",
        form="ABSENTEE",
        status="HELD",
        title="Заочное",
        planned_at=town.now,
        secretary_id="person-pos",
        participants=[Participant(**participant)],
        ballots=[Ballot(**ballot)],
    )
    meeting.derive()
    await town.store.collection("meetings").insert_one(meeting.to_row())
    query = "query($id: ID!) { meeting(id: $id) { participants { attendance } ballots { choice } } }"
    shown = (await ask(town, "head", query, id=global_id("Meeting", "strange")))["meeting"]
    assert shown == {"participants": [{"attendance": "OTHER"}], "ballots": [{"choice": "OTHER"}]}


async def test_no_channel_is_given_to_the_desk_that_nobody_keeps(town: Town) -> None:
    query = "mutation($id: ID!) { updateChannel(input: {id: $id, desk: OTHER}) { errors { code path } } }"
    answer = await ask(town, "admin", query, id=global_id("Channel", "POST"))
    assert answer["updateChannel"]["errors"] == [{"code": "INVALID", "path": ["desk"]}]
