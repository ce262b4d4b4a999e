"""Addresses of cases: streets of the directory are linked, houses have one form, and what is not known stays as written."""

from typing import Any

import pytest

from auth.errors import Invalid, Problem, Problems
from documents.cases.document import Case, Location
from documents.cases.places_anew import read_places
from documents.directory.operations.streets import create_street, update_street
from documents.directory.operations.topics import create_settlement
from documents.incidents.operations import intake as incident_intake
from documents.submissions.operations import intake, splitting
from tests.support.cases import put_case, refused, registered
from tests.support.town import Town

WAYS = ("ул. Ленина", "улица Ленина", "Ленина ул", "Ленина", "УЛ.ЛЕНИНА", "ул. им. Ленина")


@pytest.fixture(autouse=True)
async def streets(town: Town) -> dict[str, str]:
    """Streets of the town and of a village that has one of the same name."""
    village = await town.do("admin", create_settlement, fields={"title": "Критово", "kind": "VILLAGE"})
    found = {"village": village.id}
    for name, settlement_id, kind, called in (
        ("lenina", "bogotol", "STREET", "Ленина"),
        ("lane", "bogotol", "LANE", "Ленина"),
        ("march", "bogotol", "STREET", "8 Марта"),
        ("south", "bogotol", "MICRODISTRICT", "Южный"),
        ("village-lenina", village.id, "STREET", "Ленина"),
    ):
        fields = {"settlement_id": settlement_id, "kind": kind, "name": called}
        found[name] = (await town.do("admin", create_street, fields=fields)).id
    return found


async def placed(town: Town, settlement_id: str | None = "bogotol", **location: Any) -> Case:
    return await registered(town, settlement_id=settlement_id, location=location)


@pytest.mark.parametrize("written", WAYS)
async def test_a_street_is_linked_however_it_is_written(
    town: Town, streets: dict[str, str], written: str
) -> None:
    case = await placed(town, street=written, house="д. 5 к. 2 кв. 17")
    place = case.location
    assert (place.street_id, place.street) == (streets["lenina"], "ул. Ленина")
    assert (place.house, place.flat, place.house_redacted) == ("5к2", "17", "5к2")


async def test_the_kind_and_the_settlement_tell_streets_of_one_name_apart(
    town: Town, streets: dict[str, str]
) -> None:
    lane = await placed(town, street="пер. Ленина")
    village = await placed(town, streets["village"], street="Ленина")
    nowhere = await placed(town, None, street="Ленина")
    assert [one.location.street_id for one in (lane, village, nowhere)] == [
        streets["lane"],
        streets["village-lenina"],
        None,
    ]


async def test_a_house_behind_the_street_is_taken_from_it(town: Town, streets: dict[str, str]) -> None:
    for written, street, house, flat in (
        ("ул. Ленина, д. 48-12", "lenina", "48", "12"),
        ("Ленина 5/2", "lenina", "5/2", None),
        ("8 Марта 5", "march", "5", None),
        ("мкр. Южный 7", "south", "7", None),
    ):
        place = (await placed(town, street=written)).location
        assert (place.street_id, place.house, place.flat) == (streets[street], house, flat)


async def test_what_is_not_known_stays_as_it_was_written(town: Town) -> None:
    place = (await placed(town, street="за клубом 5", house="у пруда", flat="цоколь")).location
    assert (place.street_id, place.street) == (None, "за клубом 5")
    assert (place.house, place.flat) == ("у пруда", "цоколь")


async def test_a_chosen_street_brings_its_settlement_and_its_words(
    town: Town, streets: dict[str, str]
) -> None:
    case = await placed(
        town, None, street_id=streets["village-lenina"], street="что-то ещё", house="3-4", flat="9"
    )
    assert (case.settlement_id, case.location.street) == (streets["village"], "ул. Ленина")
    assert (case.location.house, case.location.flat) == ("3", "9")
    facts = {"channel_id": "VK", "summary": "Люк", "topic_id": "holes"}
    post = [{"url": "https://vk.com/wall-1_77", "text": "Люк открыт"}]
    incident = await town.do(
        "incident",
        incident_intake.register_incident,
        **facts,
        publications=post,
        location={"street_id": streets["march"]},
    )
    assert (incident.settlement_id, incident.location.street) == ("bogotol", "ул. 8 Марта")


async def test_a_street_of_nothing_or_of_another_place_is_refused_and_leaves_no_trace(
    town: Town, streets: dict[str, str]
) -> None:
    events, cases = await town.event_count(), town.store.collection("cases")
    there = await cases.count_documents({})
    for settlement_id, street_id in ((None, "none"), ("bogotol", streets["village-lenina"])):
        with pytest.raises((Problem, Problems)) as caught:
            await placed(town, settlement_id, street_id=street_id)
        (problem,) = caught.value.problems if isinstance(caught.value, Problems) else (caught.value,)
        assert isinstance(problem, Invalid)
        assert (problem.facts["rule"], problem.path) == ("unknown_street", ("location", "streetId"))
    assert (await town.event_count(), await cases.count_documents({})) == (events, there)
    case = await registered(town)
    found = await refused(
        town, Invalid, "pos", intake.formalize_submission, case,
        topic_id="holes", summary="Яма", location={"street_id": "none"},
    )  # fmt: skip
    assert found.path == ("location", "streetId")
    part = {"summary": "Свет", "location": {"street_id": "none"}}
    found = await refused(
        town, Invalid, "pos", splitting.split_submission, case, parts=[part], reason="Два вопроса"
    )
    assert found.path == ("parts", "0", "location", "streetId")


async def test_a_formalization_places_it_anew(town: Town, streets: dict[str, str]) -> None:
    case = await placed(town, street="Ленина", house="5")
    formal = {"topic_id": "holes", "summary": "Яма"}
    kept = await town.do("pos", intake.formalize_submission, case.id, **formal)
    assert kept.location == case.location
    moved = await town.do(
        "pos", intake.formalize_submission, case.id, **formal, settlement_id=streets["village"]
    )
    assert moved.location.street_id == streets["village-lenina"]
    other = await town.do(
        "pos",
        intake.formalize_submission,
        case.id,
        **formal,
        location={"street_id": streets["village-lenina"], "house": "7А"},
    )
    assert (other.location.house, other.settlement_id) == ("7а", streets["village"])


async def test_a_part_has_a_place_of_its_own(town: Town, streets: dict[str, str]) -> None:
    case = await placed(town, street="Ленина", house="5")
    parts = [
        {"summary": "Свет", "location": {"street": "пер. Ленина", "house": "2-3"}},
        {"summary": "Снег"},
    ]
    after = await town.do("pos", splitting.split_submission, case.id, parts=parts, reason="Два вопроса")
    first, second = [await town.stored(one) for one in after.split_into_ids]
    assert (first.location.street_id, first.location.flat) == (streets["lane"], "3")
    assert (second.location.street_id, second.location.house) == (streets["lenina"], "5")


async def test_a_renamed_street_stays_linked_and_a_second_of_its_name_is_refused(
    town: Town, streets: dict[str, str]
) -> None:
    fields = {"settlement_id": "bogotol", "kind": "STREET", "name": "Луговая"}
    street = await town.do("admin", create_street, fields=fields)
    case = await placed(town, street="Луговая")
    await town.do("admin", update_street, street.id, fields={"name": "Полевая"})
    stored = await town.stored(case.id)
    assert (stored.location.street_id, stored.location.street) == (street.id, "ул. Луговая")
    events = await town.event_count()
    for operation, target, given in (
        (create_street, None, {**fields, "name": "ленина"}),
        (update_street, street.id, {"name": "им. Ленина"}),
    ):
        with pytest.raises((Problem, Problems), match="duplicate"):
            await town.do("admin", operation, target, fields=given)
    assert await town.event_count() == events


async def test_older_cases_are_placed_by_a_migration_once(town: Town, streets: dict[str, str]) -> None:
    await put_case(
        town,
        "before",
        status="CLOSED",
        settlement_id="bogotol",
        location=Location(street="Ленина ул.", house="48-12", description="во дворе"),
    )
    cases = town.store.collection("cases")
    old = await cases.find_one({"_id": "before"})
    assert old is not None
    del old["location"]["street_id"]
    await cases.replace_one({"_id": "before"}, old)
    await cases.insert_one({"_id": "odd", "kind": 7})

    async def placed_anew(*, writes: bool) -> Any:
        snapshot = town.container.reference.snapshot
        return await read_places(town.store, snapshot, told=lambda name, count: None, writes=writes)

    expected = {"rows": await cases.count_documents({}), "rewritten": 1, "odd": 1}
    assert await placed_anew(writes=False) == expected
    assert await cases.find_one({"_id": "before"}) == old
    assert await placed_anew(writes=True) == expected
    place = (await town.stored("before")).location
    assert (place.street_id, place.house, place.flat) == (streets["lenina"], "48", "12")
    assert place.description == "во дворе"
    assert await placed_anew(writes=True) == {**expected, "rewritten": 0}
    await cases.delete_one({"_id": "odd"})
