"""Who leaves, at the door: the list of what is open, the hand-over, and the deactivation that goes through then."""

from typing import Any

import pytest

from documents.handover import operations
from documents.kernel.ids import global_id
from schema.members import handover as schema_handover
from tests.support.asking import ask
from tests.support.cases import routed
from tests.support.town import NOW, Town
from tests.support.town_for_each import town_for_each

HAND_OVER = """mutation($input: HandOverPersonWorkInput!) { handOverPersonWork(input: $input) {
  handedOver { moved { kind count } left { kind count } isComplete } errors { code path facts message } } }"""
DEACTIVATE = """mutation($input: DeactivatePersonInput!) { deactivatePerson(input: $input) {
  person { id isActive } errors { code path facts message } } }"""

LEAVING, TAKING = global_id("Person", "person-assignee"), global_id("Person", "person-recipient.head")


town = town_for_each


async def hand_over(town: Town, login: str, **given: Any) -> Any:
    asked = {"fromId": LEAVING, "toId": TAKING, "reason": "Перевод", **given}
    return (await ask(town, login, HAND_OVER, input=asked))["handOverPersonWork"]


async def deactivate(town: Town, login: str, person: str = LEAVING) -> Any:
    return (await ask(town, login, DEACTIVATE, input={"id": person}))["deactivatePerson"]


async def test_the_open_work_is_listed_then_handed_over_then_the_person_leaves(town: Town) -> None:
    case = await routed(town)
    refused = await deactivate(town, "admin")
    (problem,) = refused["errors"]
    assert (problem["code"], problem["path"]) == ("INACTIVE_TARGET", ["id"])
    assert problem["facts"] == {
        "rule": "open_work",
        "work": [{"kind": "SUBMISSION", "count": 1, "ids": []}],
    }
    assert refused["person"] == {"id": LEAVING, "isActive": True}

    payload = await hand_over(town, "head")
    assert payload == {
        "handedOver": {"moved": [{"kind": "SUBMISSION", "count": 1}], "left": [], "isComplete": True},
        "errors": [],
    }
    assert (await town.stored(case.id)).assignee_id == "person-recipient.head"

    town.now = NOW.replace(hour=9)
    gone = await deactivate(town, "admin")
    assert gone == {"person": {"id": LEAVING, "isActive": False}, "errors": []}


async def test_the_history_of_a_case_tells_who_handed_it_over(town: Town) -> None:
    case = await routed(town)
    await hand_over(town, "head")
    document = """query($id: ID!) { message(id: $id) { assignee { fullName }
      history(first: 10) { nodes { name action actor { fullName } changes { field from to } } } } }"""
    shown = (await ask(town, "pos", document, id=global_id("Message", case.id)))["message"]
    last = shown["history"]["nodes"][-1]
    assert (last["name"], last["action"], last["actor"]["fullName"]) == (
        "submission.handed_over",
        "submission.route",
        "head",
    )
    assert {"field": "assignee", "from": "assignee", "to": "recipient.head"} in last["changes"]


async def test_a_refused_hand_over_moves_nothing_and_says_why(town: Town) -> None:
    case = await routed(town)
    for login, given, code in (
        ("admin", {}, "FORBIDDEN"),
        ("head", {"toId": LEAVING}, "INVALID"),
        ("head", {"toId": "x"}, "INVALID"),
        ("head", {"reason": ""}, "INVALID"),
    ):
        payload = await hand_over(town, login, **given)
        assert payload["handedOver"] is None
        assert [one["code"] for one in payload["errors"]] == [code]
    assert (await town.stored(case.id)).assignee_id == "person-assignee"


async def test_who_is_not_the_administrator_deactivates_nobody(town: Town) -> None:
    for login in ("head", "curator", "recipient.head", "partner"):
        payload = await deactivate(town, login)
        assert [one["facts"] for one in payload["errors"]] == [{"action": "reference.manage"}]
        assert payload["person"] == {"id": LEAVING, "isActive": True}


async def test_a_call_ends_in_time_and_the_next_one_goes_on(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(operations, "AT_ONCE", 2)
    monkeypatch.setattr(schema_handover, "MOST_TRANSACTIONS", 2)
    for _ in range(5):
        await routed(town)
    first, second = await hand_over(town, "head"), await hand_over(town, "head")
    assert [one["handedOver"]["isComplete"] for one in (first, second)] == [False, True]
    assert [one["handedOver"]["moved"] for one in (first, second)] == [
        [{"kind": "SUBMISSION", "count": 4}],
        [{"kind": "SUBMISSION", "count": 1}],
    ]
