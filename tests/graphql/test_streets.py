"""Streets of the directory as callers see them: chosen while typing, kept by the administrator, shown beside the words."""

from typing import Any

import pytest

from documents.kernel.ids import global_id
from tests.support.asking import ask
from tests.support.town import Town
from tests.support.town_for_each import town_for_each

CREATE = """mutation($s: ID!, $k: StreetKind!, $n: String!) {
  createStreet(input: {settlementId: $s, kind: $k, name: $n}) {
    street { id title name kind settlement { title } revision } errors { code path } } }"""
RENAME = """mutation($id: ID!, $n: String!) {
  updateStreet(input: {id: $id, name: $n}) { street { title revision } errors { code path } } }"""
FIND = "query($f: StreetFilter) { streets(first: 20, filter: $f) { nodes { title } totalCount { value } } }"
REGISTER = """mutation($c: ID!, $s: ID, $l: LocationInput) {
  registerSubmission(input: {regime: MESSAGE, channelId: $c, text: "Яма на дороге", settlementId: $s, location: $l}) {
    submission { id settlement { title } location {
      street house flat remarks directoryStreet { title settlement { title } } } }
    errors { code path } } }"""
TOWN_ID = global_id("Settlement", "bogotol")


town = town_for_each


async def create(town: Town, kind: str, name: str, *, login: str = "admin") -> Any:
    return (await ask(town, login, CREATE, s=TOWN_ID, k=kind, n=name))["createStreet"]


@pytest.fixture(autouse=True)
async def streets(town: Town) -> dict[str, str]:
    """Four streets of the town, beside the one that it has."""
    found = {}
    for kind, name in (
        ("STREET", "Лесная"),
        ("LANE", "Лесной"),
        ("STREET", "Ленина"),
        ("MICRODISTRICT", "Южный"),
    ):
        found[name] = (await create(town, kind, name))["street"]["id"]
    return found


async def titles(town: Town, login: str = "pos", **given: Any) -> list[str]:
    answer = await ask(town, login, FIND, f=given)
    return [one["title"] for one in answer["streets"]["nodes"]]


async def test_streets_are_found_while_somebody_types(town: Town) -> None:
    assert await titles(town, search="лес") == ["ул. Лесная", "пер. Лесной"]
    assert await titles(town, search="улица ле") == ["ул. Ленина", "ул. Лесная"]
    assert await titles(town, search="ул. ЛЕН") == ["ул. Ленина"]
    assert await titles(town, kind=["LANE"]) == ["пер. Лесной"]
    assert len(await titles(town, settlementIds=[TOWN_ID])) == 5
    assert await titles(town, settlementIds=[global_id("Settlement", "nowhere")]) == []
    assert (await ask(town, "pos", FIND, f={"settlementIds": ["x"]})).codes == ["BAD_REQUEST"]


async def test_all_who_read_the_directory_read_its_streets(town: Town) -> None:
    for login in ("leadership", "member", "assignee", "registrar", "admin"):
        assert await titles(town, login, search="Южный") == ["мкр. Южный"]


async def test_the_administrator_keeps_them_and_nobody_else(town: Town, streets: dict[str, str]) -> None:
    made = await create(town, "STREET", "Новая")
    assert made["errors"] == []
    assert made["street"] | {"id": ""} == {
        "id": "",
        "title": "ул. Новая",
        "name": "Новая",
        "kind": "STREET",
        "settlement": {"title": "Боготол"},
        "revision": 1,
    }
    renamed = (await ask(town, "admin", RENAME, id=made["street"]["id"], n="Новейшая"))["updateStreet"]
    assert renamed == {"street": {"title": "ул. Новейшая", "revision": 2}, "errors": []}
    events = await town.event_count()
    for login in ("head", "pos"):
        assert [one["code"] for one in (await create(town, "LANE", "Тихий", login=login))["errors"]] == [
            "FORBIDDEN"
        ]
    for kind, name in (("STREET", "ЛЕНИНА"), ("STREET", " ")):
        refused = await create(town, kind, name)
        assert [(one["code"], one["path"]) for one in refused["errors"]] == [("INVALID", ["name"])]
    assert await town.event_count() == events


async def test_a_case_shows_the_street_and_what_was_not_recognized(
    town: Town, streets: dict[str, str]
) -> None:
    async def register(**location: Any) -> Any:
        answer = await ask(town, "pos", REGISTER, c=global_id("Channel", "POS"), s=TOWN_ID, l=location)
        return answer["registerSubmission"]

    known = await register(street="Ленина улица", house="5/2-17")
    assert known["submission"]["location"] == {
        "street": "ул. Ленина",
        "house": "5/2",
        "flat": "17",
        "remarks": [],
        "directoryStreet": {"title": "ул. Ленина", "settlement": {"title": "Боготол"}},
    }
    chosen = await register(streetId=streets["Южный"], house="7 А")
    assert chosen["submission"]["location"]["directoryStreet"]["title"] == "мкр. Южный"
    other = await register(street="за клубом", house="у пруда")
    assert other["submission"]["location"] == {
        "street": "за клубом",
        "house": "у пруда",
        "flat": None,
        "remarks": ["STREET_NOT_IN_DIRECTORY", "HOUSE_NOT_READ"],
        "directoryStreet": None,
    }
    for street_id in (global_id("Street", "none"), global_id("Topic", "holes")):
        refused = await register(streetId=street_id)
        assert [(one["code"], one["path"]) for one in refused["errors"]] == [
            ("INVALID", ["location", "streetId"])
        ]


async def test_cases_are_found_by_a_street_of_the_directory_and_by_the_one_form_of_a_house(
    town: Town, streets: dict[str, str]
) -> None:
    document = "query($f: CaseFilter) { cases(first: 9, filter: $f) { nodes { location { house } } } }"

    async def houses(login: str = "head", **given: Any) -> list[str]:
        answer = await ask(town, login, document, f=given)
        return sorted(one["location"]["house"] for one in answer["cases"]["nodes"])

    for location in (
        {"street": "Лесная", "house": "д. 9 к. 2"},
        {"streetId": streets["Лесной"], "house": "9к2"},
    ):
        await ask(town, "pos", REGISTER, c=global_id("Channel", "POS"), s=TOWN_ID, l=location)
    both = [streets["Лесная"], streets["Лесной"]]
    assert await houses(streetIds=both) == ["9к2", "9к2"]
    assert await houses(streetIds=both[:1], house="9, корпус 2") == ["9к2"]
    assert await houses(street="улица Лесная", house="9 к. 2") == ["9к2"]
    assert (await ask(town, "head", document, f={"streetIds": ["x"]})).codes == ["BAD_REQUEST"]
    counts = "query($f: CaseFilter) { caseCounts(filter: $f) { total { count } } }"
    for login in ("leadership", "member"):
        assert (await ask(town, login, counts, f={"streetIds": both})).codes == ["FILTER_FORBIDDEN"]
