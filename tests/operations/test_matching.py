"""Unknown names of other systems: somebody says once what one stands for; records know it, old ones too."""

from typing import Any

import pytest

from auth.errors import Forbidden, InactiveTarget, Invalid, NotFound, Problem, Stale
from documents.intake.ids import reference_id_of
from documents.intake.layouts import INCIDENTS
from documents.intake.operations import mapping
from documents.intake.operations.mapping import map_reference, unmap_reference
from documents.sectors.document import Topic
from documents.submissions.operations.intake import accept_submission, formalize_submission
from tests.operations.test_intake import INCIDENT, MESSAGE, stored, take, told, wrong
from tests.support.town import FOUNDED, Town

NAME = "Ямы и выбоины"
TOPIC_NAME = reference_id_of("POS", "POS", "TOPIC", NAME)


def message(number: int, **cells: Any) -> dict[str, Any]:
    return {**MESSAGE, "id": f"ПОС-{number}", "fact": NAME, "email": None, **cells}


async def names(town: Town) -> list[tuple[str, str, str, str | None]]:
    rows = await town.store.collection("unmatched_references").find({}).to_list(length=None)
    return sorted((one["kind"], one["name"], one["channel_id"], one["target_id"]) for one in rows)


async def waiting(town: Town) -> int:
    return await town.store.collection("intake_records").count_documents({"waiting": TOPIC_NAME})


async def test_a_name_that_nobody_knows_is_noted_once_however_it_is_spelled(town: Town) -> None:
    await take(town, message(1), message(2, fact="ЯМЫ  и выбоины", department="Отдел дорог"))
    await take(town, INCIDENT, login="incident", layout=INCIDENTS)
    assert await names(town) == [
        ("DEPARTMENT", "Неизвестный отдел", "VK", None),
        ("DEPARTMENT", "Отдел дорог", "POS", None),
        ("TOPIC", "Освещение", "VK", None),
        ("TOPIC", NAME, "POS", None),
    ]
    assert await waiting(town) == 2
    events = await town.event_count()
    assert told(await take(town, message(1))) == ["UNCHANGED"]
    assert await town.event_count() == events


async def test_a_mapped_name_is_known_in_records_to_come(town: Town) -> None:
    await take(town, message(1))
    await town.do("pos", map_reference, TOPIC_NAME, stands_for_id="holes")
    foreseen = await take(town, message(2, fact="Ямы и  выбоины"), is_dry=True)
    (result,) = await take(town, message(2, fact="Ямы и  выбоины"))
    assert (wrong(foreseen[0]), wrong(result)) == ([], [])
    assert (await stored(town, "ПОС-2"))["topic_id"] == "holes"
    assert await waiting(town) == 0


async def test_open_cases_that_wait_take_the_topic_and_their_history_tells_it(town: Town) -> None:
    await take(town, message(1))
    await town.do("head", map_reference, TOPIC_NAME, stands_for_id="holes")
    case = await stored(town, "ПОС-1")
    assert (case["topic_id"], case["sector_id"]) == ("holes", "ROADS")
    last = (await town.events_of(case["_id"]))[-1]
    assert (last["name"], last["actor"]["person_id"], last["action"]) == (
        "case.source_told",
        "person-head",
        "intake.resolve",
    )
    assert told(await take(town, message(1))) == ["UNCHANGED"]
    assert (await take(town, message(1, fact="Наледь")))[0].outcome == "UPDATED"


async def test_what_people_have_set_stays_and_is_no_conflict(town: Town) -> None:
    await take(town, message(1))
    case_id = (await stored(town, "ПОС-1"))["_id"]
    await town.do("pos", formalize_submission, case_id, topic_id="ice", summary="Лёд")
    await town.do("pos", accept_submission, case_id)
    await town.do("pos", map_reference, TOPIC_NAME, stands_for_id="holes")
    assert (await stored(town, "ПОС-1"))["topic_id"] == "ice"
    assert await waiting(town) == 0
    assert told(await take(town, message(1))) == ["UNCHANGED"]


async def test_one_call_settles_so_many_records_and_the_next_one_goes_on(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mapping, "MOST_SETTLED", 2)
    await take(town, *map(message, range(3)))
    left = []
    for _ in range(3):
        await town.do("pos", map_reference, TOPIC_NAME, stands_for_id="holes")
        left.append((await waiting(town), await town.event_count()))
    assert [count for count, _ in left] == [1, 0, 0]
    assert left[1] == left[2]


async def test_a_mapping_is_changed_and_taken_back(town: Town) -> None:
    await take(town, message(1))
    for target_id in ("holes", "ice"):
        await town.do("pos", map_reference, TOPIC_NAME, stands_for_id=target_id)
    assert await names(town) == [("TOPIC", NAME, "POS", "ice")]
    await take(town, message(1))
    assert (await stored(town, "ПОС-1"))["topic_id"] == "ice"
    await town.do("pos", unmap_reference, TOPIC_NAME)
    events = await town.event_count()
    await town.do("pos", unmap_reference, TOPIC_NAME)
    assert await town.event_count() == events
    (result,) = await take(town, message(2))
    assert (wrong(result), await waiting(town)) == ([("fact", "unknown_topic")], 1)
    assert (await stored(town, "ПОС-1"))["topic_id"] == "ice"


async def test_departments_and_people_are_known_and_decide_nothing_of_a_case(town: Town) -> None:
    cells = {"fact": "Ямы", "department": "Отдел дорог", "executor": "Мастер участка", "settlement": "Китеж"}
    await take(town, message(1, **cells))
    for kind, name, target_id in (
        ("DEPARTMENT", "Отдел дорог", "roads"),
        ("EXECUTOR", "Мастер участка", "person-assignee"),
        ("SETTLEMENT", "Китеж", "bogotol"),
    ):
        await town.do(
            "pos", map_reference, reference_id_of("POS", "POS", kind, name), stands_for_id=target_id
        )
    case = await stored(town, "ПОС-1")
    assert (case["recipient_id"], case["assignee_id"], case["settlement_id"]) == (None, None, "bogotol")
    (result,) = await take(town, message(2, **cells))
    assert wrong(result) == []


async def test_what_was_switched_off_stands_for_nothing(town: Town) -> None:
    await take(town, message(1))
    await town.do("pos", map_reference, TOPIC_NAME, stands_for_id="holes")
    await town.store.collection("topics").update_one({"_id": "holes"}, {"$set": {"is_active": False}})
    await town.container.reference.refresh()
    (result,) = await take(town, message(2))
    assert wrong(result) == [("fact", "unknown_topic")]


@pytest.mark.parametrize(
    ("login", "target_id", "revision", "problem"),
    [
        ("pos", "nothing", None, Invalid),
        ("pos", "off", None, InactiveTarget),
        ("pos", "holes", 7, Stale),
        ("incident", "holes", None, NotFound),
        ("registrar", "holes", None, Forbidden),
        ("lead.roads", "holes", None, Forbidden),
        ("partner", "holes", None, Forbidden),
    ],
)
async def test_a_refused_mapping_changes_and_tells_nothing(
    town: Town, login: str, target_id: str, revision: int | None, problem: type[Problem]
) -> None:
    await town.load([Topic(id="off", updated_at=FOUNDED, title="Старая", sector_id="ROADS", is_active=False)])
    await take(town, message(1))
    events = await town.event_count()
    facts = {"stands_for_id": target_id, "expected_revision": revision}
    with pytest.raises(problem):
        await town.do(login, map_reference, TOPIC_NAME, **facts)
    if login != "pos":
        with pytest.raises(problem):
            await town.do(login, unmap_reference, TOPIC_NAME)
    assert await town.event_count() == events
    assert await names(town) == [("TOPIC", NAME, "POS", None)]
