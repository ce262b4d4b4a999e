"""An outside history is told as history: each state of a record once, in its order, and our own state stays."""

from datetime import datetime
from typing import Any

import pytest

from auth.errors import Invalid
from documents.intake.codes import told_to_pos
from documents.intake.ids import reference_id_of
from documents.intake.layouts import INCIDENTS
from documents.intake.operations.mapping import map_reference
from documents.intake.pipelines import batches_of
from documents.submissions.operations.intake import accept_submission, formalize_submission
from documents.submissions.operations.reopening import decide_reopening
from tests.operations.test_intake import INCIDENT, MESSAGE, stored, take, told, wrong
from tests.support.town import NOW, Town

HISTORY: list[dict[str, Any]] = [
    {"status": "MODERATION_NEW", "statusText": "На модерации", "createdAt": "2026-05-30T02:00:00Z"},
    {"status": "SET_EXECUTOR", "createdAt": "2026-05-30T05:00:00Z", "createdBy": {"surname": "Котова"}},
    {"status": "TAKE_TO_WORK", "createdAt": "2026-05-31T02:00:00Z"},
]
ODD = reference_id_of("POS", "POS", "STATE", "ON_SITE_CHECK")


def message(*history: Any, number: int = 1, **cells: Any) -> dict[str, Any]:
    return {**MESSAGE, "id": f"ПОС-{number}", "email": None, "history": list(history), **cells}


async def states(town: Town, external_id: str = "ПОС-1") -> list[tuple[str, str | None]]:
    case = await stored(town, external_id)
    assert case["status"] == "NEW"
    return [(one["code"], one["status"]) for one in case["source_states"]]


async def event_names(town: Town, external_id: str = "ПОС-1") -> list[str]:
    case = await stored(town, external_id)
    return [one["name"] for one in await town.events_of(case["_id"])]


async def told_of_pos(town: Town) -> list[Any]:
    rows = [row async for batch in batches_of(town.store, "POS", None) for row in batch]
    return [said and said["status"] for said in map(told_to_pos, rows)]


async def test_each_entry_of_a_history_is_told_once_in_its_order(town: Town) -> None:
    (first,) = await take(town, message(*reversed(HISTORY)))
    assert (first.outcome, [one.code for one in first.states]) == (
        "CREATED",
        ["MODERATION_NEW", "SET_EXECUTOR", "TAKE_TO_WORK"],
    )
    assert await states(town) == [
        ("MODERATION_NEW", "NEW"),
        ("SET_EXECUTOR", "ASSIGNED"),
        ("TAKE_TO_WORK", "IN_PROGRESS"),
    ]
    assert await event_names(town) == ["submission.registered", *["case.source_state_told"] * 3]
    case = await stored(town, "ПОС-1")
    assert (case["source_code"], case["source_at"]) == ("TAKE_TO_WORK", datetime(2026, 5, 31, 2))
    events = await town.event_count()
    assert told(await take(town, message(*reversed(HISTORY)))) == ["UNCHANGED"]
    assert told(await take(town, message(*HISTORY))) == ["UNCHANGED"]
    assert [one["name"] for one in await town.events_of(case["_id"])][4:] == []
    assert await town.event_count() <= events + 1


async def test_an_older_record_that_comes_later_turns_nothing_back(town: Town) -> None:
    await take(town, message(HISTORY[2]))
    (result,) = await take(town, message(HISTORY[0]))
    assert (result.outcome, [one.code for one in result.states]) == ("UPDATED", ["MODERATION_NEW"])
    assert [code for code, _ in await states(town)] == ["MODERATION_NEW", "TAKE_TO_WORK"]
    assert (await stored(town, "ПОС-1"))["source_code"] == "TAKE_TO_WORK"
    assert (await event_names(town))[1:] == ["case.source_state_told", "case.source_past_told"]


async def test_a_dry_run_says_what_would_be_told_and_tells_nothing(town: Town) -> None:
    events = await town.event_count()
    (foreseen,) = await take(town, message(*HISTORY), is_dry=True)
    assert [one.code for one in foreseen.states] == [one["status"] for one in HISTORY]
    assert await town.event_count() == events
    await take(town, message(*HISTORY[:1]))
    (foreseen,) = await take(town, message(*HISTORY), is_dry=True)
    assert (foreseen.outcome, len(foreseen.states)) == ("UPDATED", 2)
    await take(town, message(*HISTORY))
    (foreseen,) = await take(town, message(*HISTORY[:2]), is_dry=True)
    assert (foreseen.outcome, foreseen.states) == ("UNCHANGED", [])


async def test_moments_in_columns_and_a_named_state_are_told_too(town: Town) -> None:
    cells: dict[str, Any] = {
        "accepted_at": "30.05.2026 10:00",
        "taken_at": "31.05.2026",
        "declined_at": "когда-то",
        "status": "Получен ответ",
        "status_at": "2026-05-31T05:00:00Z",
    }
    (result,) = await take(town, message(**cells))
    assert wrong(result) == [("declined_at", "malformed_moment")]
    assert [code for code, _ in await states(town)] == ["MODERATION_ACCEPT", "TAKE_TO_WORK", "SEND_RESPONSE"]
    (again,) = await take(town, message(**{**cells, "status_at": None}))
    assert again.states == []


async def test_an_incident_tells_its_reply_and_its_end(town: Town) -> None:
    cells = {**INCIDENT, "answered_at": "30.05.2026 12:00"}
    await take(town, {**cells, "result": "Отложено"}, login="incident", layout=INCIDENTS)
    assert await states(town, "ИМ-1") == [("Дан ответ", "REPLIED"), ("Отложено", "POSTPONED")]
    ended = {**cells, "result": "РЕШЕНО", "closed_at": "31.05.2026 12:00"}
    assert told(await take(town, ended, login="incident", layout=INCIDENTS)) == ["UPDATED"]
    assert (await states(town, "ИМ-1"))[-1] == ("Решено", "CLOSED")
    silent = {**cells, "id": "ИМ-2", "url": "https://vk.com/wall-1_3", "closed_at": "31.05.2026 13:00"}
    await take(town, silent, login="incident", layout=INCIDENTS)
    assert (await states(town, "ИМ-2"))[-1] == ("Закрыт", "CLOSED")


async def test_what_lies_ahead_is_told_when_it_has_come(town: Town) -> None:
    ahead = {"status": "SEND_RESPONSE", "createdAt": "2026-06-30T02:00:00Z"}
    (result,) = await take(town, message(HISTORY[0], ahead))
    assert (wrong(result), [one.code for one in result.states]) == (
        [("history", "in_the_future")],
        ["MODERATION_NEW"],
    )


@pytest.mark.parametrize(
    "entry",
    [
        "MODERATION_NEW",
        {"createdAt": "2026-05-30T02:00:00Z"},
        {"status": "я" * 101},
        {"status": ["NEW"]},
        {"status": "Звоните Котовой Марине Петровне, 8 913 555-01-42"},
    ],
)
async def test_an_entry_that_is_no_state_is_noted_and_the_record_is_taken(town: Town, entry: Any) -> None:
    (result,) = await take(town, message(entry))
    assert (result.outcome, wrong(result)) == ("CREATED", [("history", "malformed_state")])
    assert await states(town) == []


async def test_a_code_that_nobody_knows_is_told_as_it_came_and_waits_to_be_mapped(town: Town) -> None:
    odd = {"status": "ON_SITE_CHECK", "createdAt": "2026-05-31T03:00:00Z"}
    (result,) = await take(town, message(*HISTORY, odd))
    assert wrong(result) == [("history", "unknown_state")]
    assert (await states(town))[-1] == ("ON_SITE_CHECK", None)
    name = await town.store.collection("unmatched_references").find_one({"_id": ODD})
    assert name is not None
    assert (name["kind"], name["name"], name["target_id"]) == ("STATE", "ON_SITE_CHECK", None)
    for facts in ({}, {"stands_for_id": "holes"}):
        with pytest.raises(Invalid):
            await town.do("pos", map_reference, ODD, **facts)
    await town.do("pos", map_reference, ODD, stands_for_status="IN_PROGRESS")
    assert (await states(town))[-1] == ("ON_SITE_CHECK", "IN_PROGRESS")
    assert (await event_names(town))[-1] == "case.source_state_mapped"
    assert (await stored(town, "ПОС-1"))["source_status"] == "IN_PROGRESS"
    (later,) = await take(town, message(odd, number=2))
    assert (wrong(later), later.states[0].status) == ([], "IN_PROGRESS")
    assert await town.store.collection("intake_records").count_documents({"waiting": ODD}) == 0


async def test_a_record_that_comes_again_knows_what_its_code_was_mapped_to(town: Town) -> None:
    odd, other = {"status": "ON_SITE_CHECK", "createdAt": "2026-05-31T03:00:00Z"}, {"status": "ODDER"}
    await take(town, message(odd))
    await town.store.collection("intake_records").update_many({}, {"$set": {"waiting": []}})
    await town.do("pos", map_reference, ODD, stands_for_status="ACCEPTED")
    (result,) = await take(town, message(odd))
    assert (result.outcome, result.states) == ("UPDATED", [])
    assert await states(town) == [("ON_SITE_CHECK", "ACCEPTED")]
    (result,) = await take(town, message(odd, other))
    assert wrong(result) == [("history", "unknown_state")]


async def test_pos_is_not_told_what_only_came_from_there(town: Town) -> None:
    await take(town, message(*HISTORY), message(HISTORY[0], number=2), message(number=3))
    assert await told_of_pos(town) == [None, None, "MODERATION_NEW"]
    case_id = (await stored(town, "ПОС-2"))["_id"]
    await town.do("pos", formalize_submission, case_id, topic_id="holes", summary="Яма")
    await town.do("pos", accept_submission, case_id)
    assert await told_of_pos(town) == [None, "MODERATION_ACCEPT", "MODERATION_NEW"]
    accepted = {"status": "MODERATION_ACCEPT", "createdAt": "2026-05-31T02:00:00Z"}
    await take(town, message(accepted, number=2))
    assert await told_of_pos(town) == [None, None, "MODERATION_NEW"]


async def test_an_answer_that_went_out_after_what_pos_says_is_told(town: Town) -> None:
    answered = {"status": "SEND_RESPONSE", "createdAt": "2026-05-31T02:00:00Z"}
    await take(town, message(answered))
    sent = {"status": "SENT", "text": "Засыпали", "sent_at": NOW}
    sets = {"status": "ANSWERED", "responses": [sent]}
    await town.store.collection("cases").update_one({"external_id": "ПОС-1"}, {"$set": sets})
    assert await told_of_pos(town) == ["SEND_RESPONSE"]
    sets["responses"] = [{**sent, "sent_at": datetime(2026, 5, 31, 1)}]
    await town.store.collection("cases").update_one({"external_id": "ПОС-1"}, {"$set": sets})
    assert await told_of_pos(town) == [None]


async def answered(town: Town) -> None:
    await take(town, message(HISTORY[0]))
    sets = {"status": "ANSWERED", "answered_at": datetime(2026, 5, 31, 4)}
    await town.store.collection("cases").update_one({"external_id": "ПОС-1"}, {"$set": sets})


async def test_a_resident_who_says_not_solved_there_asks_to_open_it_again(town: Town) -> None:
    await answered(town)
    await take(town, message(HISTORY[0], status="Не решено", status_at="2026-05-31T10:00:00Z"))
    case = await stored(town, "ПОС-1")
    assert (case["status"], case["proposal"], case["source_status"]) == ("ANSWERED", "REOPENING", "REOPENED")
    assert (await event_names(town))[-2:] == ["case.source_state_told", "submission.reopening_asked"]
    decided = await town.do("pos", decide_reopening, case["_id"], is_accepted=True)
    assert decided.status == "REOPENED"


@pytest.mark.parametrize(
    ("named", "at"), [("Не решено", "2026-05-31T03:00:00Z"), ("В работе", "2026-05-31T10:00:00Z")]
)
async def test_what_was_said_before_our_answer_or_of_no_answer_asks_nothing(
    town: Town, named: str, at: str
) -> None:
    await answered(town)
    await take(town, message(HISTORY[0], status=named, status_at=at))
    assert (await stored(town, "ПОС-1"))["proposal"] is None
