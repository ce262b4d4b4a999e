"""The list of officials: whom somebody may give work to, by body, role and name."""

from typing import Any

import pytest

from documents.kernel.ids import global_id
from tests.support.asking import ask
from tests.support.town import PEOPLE, Town
from tests.support.town_for_each import town_for_each

QUERY = (
    "query($f: PersonFilter) { people(first: 100, filter: $f) { nodes { fullName } totalCount { value } } }"
)


town = town_for_each


def body(name: str) -> str:
    return global_id("Organization", name)


async def names(town: Town, login: str = "recipient.coordinator", **given: Any) -> list[str]:
    page = (await ask(town, login, QUERY, f=given))["people"]
    assert page["totalCount"]["value"] == len(page["nodes"])
    return [node["fullName"] for node in page["nodes"]]


@pytest.mark.parametrize("login", sorted(PEOPLE))
async def test_everybody_who_reads_the_directory_finds_the_assignees_of_a_body(
    town: Town, login: str
) -> None:
    found = await names(town, login, organizationIds=[body("roads")], role=["ASSIGNEE"])
    assert found == ["assignee"]


async def test_people_are_found_by_body_role_and_parts_of_their_names(town: Town) -> None:
    assert await names(town, organizationIds=[body("roads"), body("yard")], search="ASSIGN") == [
        "assignee",
        "assignee.yard",
    ]
    assert await names(town, role=["SECTOR_LEAD"]) == ["lead.education", "lead.roads"]
    assert await names(town, organizationIds=[body("yard")], role=["CURATOR"]) == []


async def test_who_receives_no_work_any_more_is_left_out_unless_asked_for(town: Town) -> None:
    persons = town.store.collection("persons")
    await persons.update_one({"_id": "person-member"}, {"$set": {"is_active": False}})
    await town.store.collection("versions").update_one({}, {"$inc": {"version": 1}})
    await town.container.reference.refresh()
    assert "member" not in await names(town)
    assert await names(town, isActive=False) == ["member"]
    assert await names(town, isActive=False, search="head") == []


async def test_work_contacts_are_not_searched_and_stay_withheld_from_partners(town: Town) -> None:
    assert await names(town, search="a@b") == []
    query = "{ people(first: 1) { nodes { workPhone hiddenFields } } }"
    [shown] = (await ask(town, "partner", query))["people"]["nodes"]
    assert shown == {"workPhone": None, "hiddenFields": ["workEmail", "workPhone"]}


async def test_an_id_of_another_kind_is_refused(town: Town) -> None:
    answer = await ask(town, "head", QUERY, f={"organizationIds": [global_id("Topic", "holes")]})
    assert answer.codes == ["BAD_REQUEST"]
