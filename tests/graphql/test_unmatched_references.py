"""Unknown names of other systems through the schema: each desk sees its own, says what they stand for, and takes it back."""

from typing import Any

import pytest

from documents.intake.layouts import INCIDENTS
from documents.kernel.ids import global_id
from tests.operations.test_intake import INCIDENT, MESSAGE, take
from tests.support.asking import ask
from tests.support.town import Town
from tests.support.town_for_each import town_for_each

SHOWN = """id system kind name channel { code } firstAt lastAt records topic { id } organization { id } person { id }
  settlement { id } revision"""
LIST = f"{{ unmatchedReferences(first: 20) {{ totalCount {{ value }} nodes {{ {SHOWN} }} }} }}"
MAP = f"""mutation($i: MapReferenceInput!) {{ mapReference(input: $i) {{ unmatchedReference {{ {SHOWN}
  history(first: 5) {{ nodes {{ name }} }} }} errors {{ code path facts }} }} }}"""
UNMAP = f"""mutation($i: UnmapReferenceInput!) {{ unmapReference(input: $i) {{ unmatchedReference {{ {SHOWN} }}
  errors {{ code }} }} }}"""


town = town_for_each


async def filled(town: Town) -> None:
    await take(town, *({**MESSAGE, "id": f"ПОС-{number}", "fact": "Провалы"} for number in range(2)))
    await take(town, INCIDENT, login="incident", layout=INCIDENTS)


async def listed(town: Town, login: str) -> list[dict[str, Any]]:
    answer = await ask(town, login, LIST)
    assert answer.data is not None
    page: dict[str, Any] = answer.data["unmatchedReferences"]
    assert page["totalCount"]["value"] == len(page["nodes"])
    return list(page["nodes"])


@pytest.mark.parametrize(
    ("login", "expected"),
    [
        ("head", {"Провалы", "Освещение", "Неизвестный отдел"}),
        ("pos", {"Провалы"}),
        ("incident", {"Освещение", "Неизвестный отдел"}),
        ("registrar", set()),
        ("curator", set()),
        ("partner", set()),
    ],
)
async def test_each_desk_sees_the_names_of_its_own_records(
    town: Town, login: str, expected: set[str]
) -> None:
    await filled(town)
    assert {one["name"] for one in await listed(town, login)} == expected


async def test_a_name_is_mapped_changed_and_taken_back(town: Town) -> None:
    await filled(town)
    (name,) = await listed(town, "pos")
    shown = {key: name[key] for key in ("system", "kind", "channel", "records", "topic")}
    assert shown == {
        "system": "POS",
        "kind": "TOPIC",
        "channel": {"code": "POS"},
        "records": 2,
        "topic": None,
    }
    assert name["lastAt"] == name["firstAt"]
    given = {"id": name["id"], "standsForId": global_id("Topic", "holes"), "expectedRevision": 1}
    payload = (await ask(town, "pos", MAP, i=given))["mapReference"]
    assert payload["errors"] == []
    mapped = payload["unmatchedReference"]
    assert (mapped["topic"], mapped["records"], mapped["lastAt"]) == (
        {"id": global_id("Topic", "holes")},
        0,
        None,
    )
    assert [one["name"] for one in mapped["history"]["nodes"]] == [
        "unmatched_reference.met",
        "unmatched_reference.mapped",
    ]
    payload = (await ask(town, "pos", UNMAP, i={"id": name["id"]}))["unmapReference"]
    assert (payload["errors"], payload["unmatchedReference"]["topic"]) == ([], None)


@pytest.mark.parametrize(
    ("login", "stands_for", "code", "facts"),
    [
        ("pos", global_id("Topic", "none"), "INVALID", {"rule": "unknown_topic"}),
        ("pos", global_id("Person", "person-pos"), "INVALID", {"rule": "unknown_topic"}),
        ("incident", global_id("Topic", "holes"), "NOT_FOUND", {}),
        ("registrar", global_id("Topic", "holes"), "FORBIDDEN", {"action": "intake.resolve"}),
    ],
)
async def test_a_refusal_says_why_and_changes_nothing(
    town: Town, login: str, stands_for: str, code: str, facts: dict[str, Any]
) -> None:
    await filled(town)
    (name,) = await listed(town, "pos")
    events = await town.event_count()
    given = {"id": name["id"], "standsForId": stands_for}
    payload = (await ask(town, login, MAP, i=given))["mapReference"]
    (problem,) = payload["errors"]
    assert (problem["code"], {key: problem["facts"].get(key) for key in facts}) == (code, facts)
    assert await town.event_count() == events


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("{kind: [TOPIC]}", {"Провалы", "Освещение"}),
        ('{channel: ["VK"], kind: [DEPARTMENT, EXECUTOR]}', {"Неизвестный отдел"}),
        ("{isMapped: true}", {"Провалы"}),
        ("{isMapped: false, kind: [TOPIC]}", {"Освещение"}),
        ('{search: "ОТДЕЛ неизвёст"}', {"Неизвестный отдел"}),
        ('{search: "отдел."}', set()),
        ('{search: " "}', {"Провалы", "Освещение", "Неизвестный отдел"}),
    ],
)
async def test_names_are_narrowed_by_kind_channel_words_and_whether_they_are_mapped(
    town: Town, condition: str, expected: set[str]
) -> None:
    await filled(town)
    (name,) = await listed(town, "pos")
    given = {"id": name["id"], "standsForId": global_id("Topic", "holes")}
    assert (await ask(town, "pos", MAP, i=given))["mapReference"]["errors"] == []
    answer = await ask(
        town, "head", f"{{ unmatchedReferences(first: 20, filter: {condition}) {{ nodes {{ name }} }} }}"
    )
    assert {one["name"] for one in answer["unmatchedReferences"]["nodes"]} == expected
