"""Conflicts with other systems: what a record says otherwise waits for people, who take it or keep ours, with a reason."""

from datetime import datetime
from typing import Any

import pytest

from auth.errors import Forbidden, InactiveTarget, Invalid, NotFound, Problems, Stale
from documents.cases.document import Case
from documents.intake.conflict import IntakeConflict
from documents.intake.disputing import MOST_DIFFERENCES, opened
from documents.intake.ids import record_id_of
from documents.intake.layouts import INCIDENTS
from documents.intake.operations.deciding import decide_conflict
from documents.submissions.operations.intake import formalize_submission, reject_submission
from tests.operations.test_intake import INCIDENT, MESSAGE, stored, take, told
from tests.support.keys import VAULT
from tests.support.town import Town

CONFLICT = record_id_of("POS", "ПОС-1")
LATER: dict[str, Any] = {
    **MESSAGE,
    "fact": "Наледь",
    "text": "Другие слова",
    "address": "у почты",
    "created_at": "2026-05-30T05:00:00Z",
}
REASON = "Заявитель уточнил"


async def disputed(town: Town, external_id: str = "ПОС-1") -> dict[str, Any]:
    """The case of a record that came again and says otherwise than people have decided."""
    await take(town, {**MESSAGE, "id": external_id})
    case_id = (await stored(town, external_id))["_id"]
    await town.do(
        "pos",
        formalize_submission,
        case_id,
        topic_id="doctors",
        summary="О враче",
        outside_sectors=True,
        location={"description": "у школы № 2"},
    )
    assert told(await take(town, {**LATER, "id": external_id})) == ["CONFLICT"]
    return await stored(town, external_id)


async def conflict(town: Town, record_id: str = CONFLICT) -> dict[str, Any]:
    row = await town.store.collection("intake_conflicts").find_one({"_id": record_id})
    assert row is not None
    return row


async def standing(town: Town, record_id: str = CONFLICT) -> dict[str, str | None]:
    return {one["field"]: one["decision"] for one in (await conflict(town, record_id))["differences"]}


async def test_what_is_said_otherwise_waits_sealed_and_nothing_is_overwritten(town: Town) -> None:
    case = await disputed(town)
    row = await conflict(town)
    assert (case["topic_id"], case["location"]["description"]) == ("doctors", "у школы № 2")
    assert (row["case_id"], row["is_open"]) == (case["_id"], True)
    assert await standing(town) == dict.fromkeys(("TOPIC", "LOCATION", "RECEIVED_AT", "TEXT"))
    assert "слова" not in str(row)
    said = {one["field"]: values for one, values in zip(row["differences"], opened(VAULT, row), strict=True)}
    assert said["TEXT"] == {"theirs": "Другие слова"}
    assert said["RECEIVED_AT"] == {"theirs": datetime(2026, 5, 30, 5)}
    events = await town.event_count()
    assert told(await take(town, LATER)) == ["CONFLICT"]
    assert await town.event_count() == events


async def test_theirs_is_taken_with_all_that_follows_and_the_case_tells_why(town: Town) -> None:
    before = await disputed(town)
    names = ["TOPIC", "LOCATION", "RECEIVED_AT", "TEXT"]
    await town.do("pos", decide_conflict, CONFLICT, take=names, reason=REASON)
    case = await stored(town, "ПОС-1")
    assert (case["topic_id"], case["sector_id"], case["text"]) == ("ice", "ROADS", "Другие слова")
    assert (case["location"]["description"], case["received_at"]) == ("у почты", datetime(2026, 5, 30, 5))
    assert case["due_at"] != before["due_at"]
    assert (case["decisions"][-1]["kind"], case["decisions"][-1]["reason"]) == ("SOURCE_CONFLICT", REASON)
    last = (await town.events_of(case["_id"]))[-1]
    assert (last["name"], last["actor"]["person_id"]) == ("case.conflict_decided", "person-pos")
    assert await standing(town) == dict.fromkeys(names, "THEIRS")
    row = await conflict(town)
    assert "Яма у дома. Мой СНИЛС [СНИЛС]." in [one.get("ours") for one in opened(VAULT, row)]
    assert told(await take(town, LATER)) == ["UNCHANGED"]


async def test_ours_is_kept_and_the_same_record_is_unchanged_from_then_on(town: Town) -> None:
    before = await disputed(town)
    await town.do("head", decide_conflict, CONFLICT, keep=["TOPIC", "TEXT"], reason=REASON)
    assert told(await take(town, LATER)) == ["CONFLICT"]
    await town.do("pos", decide_conflict, CONFLICT, keep=["LOCATION", "RECEIVED_AT"], reason=REASON)
    events = await town.event_count()
    assert told(await take(town, LATER)) == ["UNCHANGED"]
    assert await town.event_count() == events
    assert told(await take(town, {**LATER, "phone": ""})) == ["UNCHANGED"]
    after = await stored(town, "ПОС-1")
    held = ("topic_id", "text", "location", "received_at")
    assert [after[name] for name in held] == [before[name] for name in held]
    assert not (await conflict(town))["is_open"]


async def test_what_is_said_anew_after_a_decision_waits_again(town: Town) -> None:
    await disputed(town)
    await town.do(
        "pos", decide_conflict, CONFLICT, keep=["TOPIC", "TEXT", "LOCATION", "RECEIVED_AT"], reason=REASON
    )
    assert told(await take(town, {**LATER, "text": "Третьи слова"})) == ["CONFLICT"]
    row = await conflict(town)
    assert [(one["field"], one["decision"]) for one in row["differences"]][-1] == ("TEXT", None)
    assert (row["is_open"], len(row["differences"])) == (True, 5)
    assert told(await take(town, {**LATER, "text": "Четвёртые слова"})) == ["CONFLICT"]
    row = await conflict(town)
    assert (len(row["differences"]), opened(VAULT, row)[-1]) == (5, {"theirs": "Четвёртые слова"})


async def test_what_is_said_no_more_lapses_and_what_is_left_out_waits_on(town: Town) -> None:
    await disputed(town)
    assert told(await take(town, {**LATER, "fact": "", "address": "", "phone": ""})) == ["CONFLICT"]
    assert await standing(town) == dict.fromkeys(("TOPIC", "LOCATION", "RECEIVED_AT", "TEXT"))
    assert told(await take(town, MESSAGE)) == ["UNCHANGED"]
    assert set((await standing(town)).values()) == {"LAPSED"}
    assert not (await conflict(town))["is_open"]


async def test_of_many_differences_the_last_are_kept(town: Town) -> None:
    await disputed(town)
    keep = ["TOPIC", "TEXT", "LOCATION", "RECEIVED_AT"]
    await town.do("pos", decide_conflict, CONFLICT, keep=keep, reason=REASON)
    for number in range(MOST_DIFFERENCES - 2):
        await take(town, {**LATER, "text": f"Слова {number}"})
        await town.do("pos", decide_conflict, CONFLICT, keep=["TEXT"], reason=REASON)
    row = await conflict(town)
    assert len(row["differences"]) == MOST_DIFFERENCES
    assert opened(VAULT, row)[-1]["theirs"] == f"Слова {MOST_DIFFERENCES - 3}"


async def test_the_text_of_an_incident_is_that_of_its_publication(town: Town) -> None:
    await take(town, INCIDENT, login="incident", layout=INCIDENTS)
    later = {**INCIDENT, "text": "Света нет давно"}
    assert told(await take(town, later, login="incident", layout=INCIDENTS)) == ["CONFLICT"]
    record_id = record_id_of("INCIDENT_MANAGEMENT", "ИМ-1")
    await town.do("incident", decide_conflict, record_id, take=["TEXT"], reason=REASON)
    case = await stored(town, "ИМ-1")
    assert [one["text"] for one in case["publications"]] == ["Света нет давно"]
    assert Case.from_row(case).text == ""
    assert told(await take(town, later, login="incident", layout=INCIDENTS)) == ["UNCHANGED"]


async def test_a_finished_case_keeps_what_it_holds(town: Town) -> None:
    await disputed(town)
    case_id = (await stored(town, "ПОС-1"))["_id"]
    await town.do("pos", reject_submission, case_id, reason="TEST", comment="Проверка связи")
    with pytest.raises(Invalid, match="already_finished"):
        await town.do("pos", decide_conflict, CONFLICT, take=["TEXT"], reason=REASON)
    await town.do("pos", decide_conflict, CONFLICT, keep=["TEXT"], reason=REASON)
    assert (await standing(town))["TEXT"] == "OURS"


@pytest.mark.parametrize(
    ("login", "given", "problem"),
    [
        ("pos", {}, Problems),
        ("pos", {"take": ["TEXT"], "keep": ["TEXT"]}, Problems),
        ("pos", {"take": ["SETTLEMENT"]}, Invalid),
        ("pos", {"keep": ["TEXT"], "reason": " "}, Problems),
        ("pos", {"take": ["TOPIC"]}, InactiveTarget),
        ("pos", {"keep": ["TEXT"], "expected_revision": 7}, Stale),
        ("incident", {"keep": ["TEXT"]}, NotFound),
        ("registrar", {"keep": ["TEXT"]}, Forbidden),
        ("curator", {"keep": ["TEXT"]}, Forbidden),
        ("partner", {"keep": ["TEXT"]}, Forbidden),
    ],
)
async def test_a_refused_decision_changes_and_tells_nothing(
    town: Town, login: str, given: dict[str, Any], problem: type[Exception]
) -> None:
    await disputed(town)
    await town.store.collection("topics").update_one({"_id": "ice"}, {"$set": {"is_active": False}})
    await town.container.reference.refresh()
    before, events = await conflict(town), await town.event_count()
    with pytest.raises(problem):
        await town.do(login, decide_conflict, CONFLICT, **{"reason": REASON, **given})
    assert (await conflict(town), await town.event_count()) == (before, events)


async def test_a_conflict_is_of_the_desk_of_its_case(town: Town) -> None:
    await disputed(town)
    row = await conflict(town)
    assert IntakeConflict.from_row(row).access_keys == ["channel:POS"]
