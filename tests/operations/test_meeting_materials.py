"""Materials of a meeting: prepared by who takes part until it begins, late ones taken and marked."""

from datetime import timedelta
from typing import Any

import pytest

from documents.kernel.calendar import Calendar
from documents.meetings.materials import last_day
from documents.meetings.operations.calling import move_meeting, update_meeting
from documents.meetings.operations.preparing import add_meeting_material, take_back_material
from tests.support.center import NOW, Center
from tests.support.meetings import DAY, PLANNED, in_draft, in_session, scheduled

LATER = {"planned_at": PLANNED + 9 * DAY}


async def test_who_takes_part_adds_a_note_in_time(center: Center) -> None:
    meeting = await scheduled(center, **LATER)
    row = await center.act("lead", add_meeting_material, meeting, order=1, note="Справка о снеге")
    (kept,) = row["materials"]
    assert (kept["no"], kept["order"], kept["note"], kept["is_late"]) == (1, 1, "Справка о снеге", False)
    assert (kept["added_by_id"], kept["added_at"]) == ("lead", NOW)
    assert (await center.told(meeting))[-1] == "meeting.material_added"


async def test_what_comes_later_than_the_lead_time_is_taken_and_marked(center: Center) -> None:
    meeting = await scheduled(center)
    row = await center.act("lead", add_meeting_material, meeting, order=1, note="Справка")
    assert row["materials"][0]["is_late"] is True


async def test_who_is_invited_from_the_center_prepares_too_and_nobody_else(center: Center) -> None:
    meeting = await scheduled(center)
    assert (await center.act("assignee", add_meeting_material, meeting, order=1, note="Справка"))["materials"]
    refused = await center.refused("member", add_meeting_material, meeting, order=1, note="Справка")
    assert refused.code == "NOT_FOUND"
    admin = await center.refused("admin", add_meeting_material, meeting, order=1, note="Справка")
    assert admin.code == "FORBIDDEN"
    draft = await in_draft(center)
    hidden = await center.refused("lead", add_meeting_material, draft, order=1, note="Справка")
    assert hidden.code == "NOT_FOUND"


async def test_once_it_has_begun_the_head_and_the_curator_alone_add_some(center: Center) -> None:
    meeting = await in_session(center)
    problem = await center.refused(
        "lead", add_meeting_material, meeting, now=PLANNED, order=1, note="Справка"
    )
    assert problem.facts == {"rule": "meeting_begun"}
    for login in ("head", "curator"):
        await center.act(login, add_meeting_material, meeting, now=PLANNED, order=1, note="Справка")
    assert [one["no"] for one in (await center.row("meetings", meeting))["materials"]] == [1, 2]


@pytest.mark.parametrize(
    ("facts", "path", "rule"),
    [
        ({"order": 2, "note": "Справка"}, ("order",), "unknown_item"),
        ({"order": 1, "note": " "}, ("note",), "required"),
        ({"order": 1, "note": "с" * 4001}, ("note",), "too_long"),
        ({"order": 1, "file_ids": ["nothing"]}, ("fileIds", "0"), "unknown_file"),
        ({"order": 1, "file_ids": ["one", "one"]}, ("fileIds",), "duplicate"),
        ({"order": 1, "file_ids": [f"f{one}" for one in range(21)]}, ("fileIds",), "too_many"),
    ],
)
async def test_materials_are_of_a_question_and_say_something(
    center: Center, facts: dict[str, Any], path: tuple[str, ...], rule: str
) -> None:
    meeting = await scheduled(center)
    problem = await center.refused("lead", add_meeting_material, meeting, **facts)
    assert (problem.path, problem.facts["rule"]) == (path, rule)


async def test_who_added_materials_takes_them_back_until_the_meeting_begins(center: Center) -> None:
    meeting = await scheduled(center)
    for note in ("Справка", "Таблица"):
        await center.act("lead", add_meeting_material, meeting, order=1, note=note)
    row = await center.act("lead", take_back_material, meeting, no=1)
    assert [(one["no"], one["note"]) for one in row["materials"]] == [(2, "Таблица")]
    assert (await center.told(meeting))[-1] == "meeting.material_taken_back"


@pytest.mark.parametrize(
    ("login", "no", "path", "rule"),
    [
        ("lead", 3, "no", "unknown_material"),
        ("lead", 2, "no", "added_by_another"),
        ("curator", 1, "id", "added_by_another"),
    ],
)
async def test_what_is_not_there_or_of_another_is_not_taken_back(
    center: Center, login: str, no: int, path: str, rule: str
) -> None:
    meeting = await scheduled(center)
    await center.act("lead", add_meeting_material, meeting, order=1, note="Справка")
    await center.act("head", add_meeting_material, meeting, order=1, note="Таблица")
    told = await center.told(meeting)
    problem = await center.refused(login, take_back_material, meeting, no=no)
    assert (problem.path, problem.facts["rule"]) == ((path,), rule)
    assert len((await center.row("meetings", meeting))["materials"]) == 2
    assert await center.told(meeting) == told


async def test_nothing_is_taken_back_once_it_has_begun(center: Center) -> None:
    meeting = await in_session(center)
    await center.act("curator", add_meeting_material, meeting, now=PLANNED, order=1, note="Справка")
    problem = await center.refused("curator", take_back_material, meeting, now=PLANNED, no=1)
    assert problem.code == "INVALID_TRANSITION"


async def test_a_moved_meeting_has_its_materials_judged_by_the_new_day(center: Center) -> None:
    meeting = await scheduled(center)
    await center.act("lead", add_meeting_material, meeting, order=1, note="Справка")
    row = await center.act("head", move_meeting, meeting, planned_at=PLANNED + 9 * DAY, reason="Паводок")
    assert row["materials"][0]["is_late"] is False
    assert row["materials"][0]["note"] == "Справка"


async def test_so_has_a_draft_of_which_the_day_is_changed(center: Center) -> None:
    meeting = await in_draft(center, **LATER)
    await center.act("head", add_meeting_material, meeting, order=1, note="Справка")
    row = await center.act("head", update_meeting, meeting, expected_revision=2, planned_at=PLANNED + DAY)
    assert row["materials"][0]["is_late"] is True


async def test_materials_have_an_end(center: Center) -> None:
    meeting = await scheduled(center)
    row = await center.act("lead", add_meeting_material, meeting, order=1, note="Справка")
    many = row["materials"] * 200
    await center.store.collection("meetings").update_one({"_id": meeting}, {"$set": {"materials": many}})
    problem = await center.refused("lead", add_meeting_material, meeting, order=1, note="Справка")
    assert problem.facts["rule"] == "too_many"


def test_the_lead_time_counts_working_days_before_the_meeting() -> None:
    calendar, planned = Calendar({}), PLANNED.date() + timedelta(days=5)
    assert planned.isoformat() == "2026-06-15"
    assert last_day(calendar, planned, 3).isoformat() == "2026-06-09"
    assert last_day(calendar, planned, 0) == planned
