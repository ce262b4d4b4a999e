"""Calling a meeting: drafted and scheduled by the head, changed, moved and cancelled with a reason."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from documents.meetings.operations.calling import (
    cancel_meeting,
    draft_meeting,
    move_meeting,
    schedule_meeting,
    update_meeting,
)
from documents.members.document import Membership
from tests.support.center import LONG_AGO, NOW, Center, stored
from tests.support.meetings import (
    DAY,
    PLANNED,
    by_ballot,
    called,
    in_draft,
    in_session,
    question,
    scheduled,
    seats,
)


async def test_the_head_drafts_a_meeting_that_nobody_else_sees(center: Center) -> None:
    row = await center.act("head", draft_meeting, **called())
    assert (row["status"], row["number"], row["convened_by_id"]) == ("DRAFT", "З-2026-000001", "head")
    assert row["access_keys"] == ["secretary:secretary"]
    assert [one["full_name"] for one in row["participants"]][:1] == ["Иванов curator"]
    assert await center.told(row["_id"]) == ["meeting.drafted"]


async def test_participants_and_invitees_see_it_once_it_is_scheduled(center: Center) -> None:
    meeting = await in_draft(center)
    row = await center.act("head", schedule_meeting, meeting)
    assert row["status"] == "SCHEDULED"
    assert {"participant:lead", "participant:assignee"} <= set(row["access_keys"])
    assert await center.told(meeting) == ["meeting.drafted", "meeting.scheduled"]


@pytest.mark.parametrize("login", ["curator", "secretary", "lead", "coordinator", "assignee", "admin"])
async def test_nobody_but_the_head_calls_one(center: Center, login: str) -> None:
    problem = await center.refused(login, draft_meeting, **called())
    assert (problem.code, problem.facts) == ("FORBIDDEN", {"action": "meeting.schedule"})


@pytest.mark.parametrize(
    ("facts", "path", "rule"),
    [
        ({"agenda": []}, ("agenda",), "required"),
        ({"participants": seats(invited=())[:0]}, ("participants",), "required"),
        ({"place": None}, ("place",), "required"),
        ({"voting_to": PLANNED + DAY}, ("votingTo",), "not_for_this_form"),
        ({"participants": seats("recipient", "lead")}, ("participants", "0", "personId"), "not_a_member"),
        ({"secretary_id": "recipient"}, ("secretaryId",), "not_a_member"),
        ({"agenda": [question(speaker_id="member")]}, ("agenda", "0", "speakerId"), "not_a_participant"),
        ({"planned_at": NOW - DAY}, ("plannedAt",), "in_the_past"),
        ({"form": "ABSENTEE", "planned_at": PLANNED}, ("place",), "not_for_this_form"),
        (by_ballot(voting_to=PLANNED + timedelta(hours=2)), ("votingTo",), "voting_too_short"),
    ],
)
async def test_what_is_missing_is_asked_for_when_it_is_scheduled(
    center: Center, facts: dict[str, Any], path: tuple[str, ...], rule: str
) -> None:
    meeting = await in_draft(center, **facts)
    problem = await center.refused("head", schedule_meeting, meeting)
    assert (problem.code, problem.path, problem.facts) == ("INVALID", path, {"rule": rule})


@pytest.mark.parametrize(
    ("facts", "path", "rule"),
    [
        ({"secretary_id": "nobody"}, ("secretaryId",), "unknown_person"),
        ({"participants": seats("nobody")}, ("participants", "0", "personId"), "unknown_person"),
        ({"participants": seats("lead", "lead")}, ("participants", "1", "personId"), "duplicate"),
        ({"agenda": [question(speaker_id="nobody")]}, ("agenda", "0", "speakerId"), "unknown_person"),
        ({"agenda": [question(title=" ")]}, ("agenda", "0", "title"), "required"),
        ({"agenda": [question(minutes=0)]}, ("agenda", "0", "minutes"), "out_of_range"),
        ({"agenda": [question(draft_decision="д" * 20_001)]}, ("agenda", "0", "draftDecision"), "too_long"),
        ({"agenda": [question()] * 51}, ("agenda",), "too_many"),
        ({"title": " "}, ("title",), "required"),
        ({"place": "г" * 501}, ("place",), "too_long"),
    ],
)
async def test_what_names_nobody_or_is_too_much_is_no_draft(
    center: Center, facts: dict[str, Any], path: tuple[str, ...], rule: str
) -> None:
    problem = await center.refused("head", draft_meeting, **called(**facts))
    assert (problem.path, problem.facts["rule"]) == (path, rule)


@pytest.mark.parametrize("type_name", ["Message", "Topic", "Assignment"])
async def test_a_question_comes_from_what_is_there(center: Center, type_name: str) -> None:
    sources = [{"type": type_name, "id": "nothing"}]
    problem = await center.refused("head", draft_meeting, **called(agenda=[question(sources=sources)]))
    assert (problem.path, problem.facts) == (("agenda", "0", "sourceIds", "0"), {"rule": "unknown_id"})


async def test_sources_are_named_once_and_are_not_too_many(center: Center) -> None:
    one = {"type": "Topic", "id": "snow"}
    twice = await center.all_refused("head", draft_meeting, **called(agenda=[question(sources=[one] * 21)]))
    assert [problem.facts["rule"] for problem in twice][:2] == ["too_many", "duplicate"]


async def test_a_vote_lasts_three_working_days_unless_an_end_is_named(center: Center) -> None:
    row = await center.act("head", draft_meeting, **by_ballot(voting_to=None))
    # From Wednesday 10 June: Thursday, Monday after the holiday, Tuesday.
    assert row["voting_from"] == row["planned_at"]
    assert row["voting_to"].date().isoformat() in ("2026-06-15", "2026-06-16")


async def test_an_official_who_has_left_is_not_called(center: Center) -> None:
    await center.store.collection("persons").update_one({"_id": "lead"}, {"$set": {"is_active": False}})
    await center.container.reference.refresh()
    problem = (await center.all_refused("head", draft_meeting, **called()))[0]
    assert (problem.code, problem.path) == ("INACTIVE_TARGET", ("participants", "2", "personId"))


async def test_a_membership_that_has_ended_by_that_day_calls_nobody(center: Center) -> None:
    await center.store.collection("memberships").delete_one({"_id": "m-lead"})
    await center.put(
        stored(
            Membership,
            "m-lead",
            person_id="lead",
            role="SECTOR_LEAD",
            valid_from=LONG_AGO,
            valid_to=NOW + timedelta(minutes=10),
        )
    )
    meeting = await in_draft(center)
    problem = await center.refused("head", schedule_meeting, meeting)
    assert (problem.path, problem.facts) == (("participants", "2", "personId"), {"rule": "not_a_member"})


# Changing


async def test_a_draft_is_changed_in_everything(center: Center) -> None:
    meeting = await in_draft(center)
    row = await center.act(
        "head",
        update_meeting,
        meeting,
        expected_revision=1,
        title="О паводке",
        place=None,
        planned_at=PLANNED + DAY,
        secretary_id="officer",
        participants=seats("curator"),
        agenda=[question("Первый"), question("Второй")],
    )
    assert (row["title"], row["place"], row["planned_at"]) == ("О паводке", None, PLANNED + DAY)
    assert [(one["order"], one["title"]) for one in row["agenda"]] == [(1, "Первый"), (2, "Второй")]
    assert await center.told(meeting) == ["meeting.drafted", "meeting.updated"]


async def test_a_scheduled_meeting_keeps_its_time(center: Center) -> None:
    meeting = await scheduled(center)
    problem = await center.refused(
        "head", update_meeting, meeting, expected_revision=2, planned_at=PLANNED + DAY
    )
    assert (problem.path, problem.facts) == (("plannedAt",), {"rule": "moved_with_a_reason"})


async def test_who_is_called_to_a_scheduled_meeting_is_told(center: Center) -> None:
    meeting = await scheduled(center)
    more = seats("curator", "head", "lead", "officer", "member")
    await center.act("head", update_meeting, meeting, expected_revision=2, participants=more)
    fewer = seats("curator", "head", "lead")
    await center.act("head", update_meeting, meeting, expected_revision=3, participants=fewer)
    assert (await center.told(meeting))[2:] == ["meeting.recomposed", "meeting.updated"]


async def test_an_update_that_names_nothing_changes_nothing(center: Center) -> None:
    meeting = await in_draft(center)
    problem = await center.refused("head", update_meeting, meeting, expected_revision=1)
    assert problem.facts == {"rule": "nothing_to_change"}


async def test_a_stale_change_is_told_the_current_revision(center: Center) -> None:
    meeting = await in_draft(center)
    await center.act("head", update_meeting, meeting, expected_revision=1, title="О паводке")
    problem = await center.refused("head", update_meeting, meeting, expected_revision=1, title="О снеге")
    assert (problem.code, problem.facts) == ("STALE", {"revision": 2})


async def test_what_is_in_session_is_changed_no_more(center: Center) -> None:
    meeting = await in_session(center)
    problem = await center.refused("head", update_meeting, meeting, expected_revision=4, title="О паводке")
    assert problem.code == "INVALID_TRANSITION"


async def test_a_meeting_is_moved_with_a_reason_and_everybody_comes_anew(center: Center) -> None:
    meeting = await scheduled(center)
    row = await center.act("head", move_meeting, meeting, planned_at=PLANNED + DAY, reason="Паводок")
    assert (row["status"], row["planned_at"], row["move_reason"]) == ("SCHEDULED", PLANNED + DAY, "Паводок")
    assert {one["attendance"] for one in row["participants"]} == {None}
    assert (await center.told(meeting))[-1] == "meeting.moved"


@pytest.mark.parametrize(
    ("facts", "path", "rule"),
    [
        ({"planned_at": PLANNED, "reason": "Паводок"}, ("plannedAt",), "nothing_to_change"),
        ({"planned_at": NOW - DAY, "reason": "Паводок"}, ("plannedAt",), "in_the_past"),
        ({"planned_at": PLANNED + DAY, "reason": " "}, ("reason",), "required"),
    ],
)
async def test_a_move_names_another_time_to_come_and_why(
    center: Center, facts: dict[str, Any], path: tuple[str, ...], rule: str
) -> None:
    meeting = await scheduled(center)
    problem = await center.refused("head", move_meeting, meeting, **facts)
    assert (problem.path, problem.facts["rule"]) == (path, rule)


@pytest.mark.parametrize("login", ["head", "curator"])
async def test_the_head_or_the_curator_cancels_it_with_a_reason(center: Center, login: str) -> None:
    meeting = await scheduled(center)
    row = await center.act(login, cancel_meeting, meeting, reason="Вопрос решён")
    assert (row["status"], row["cancellation_reason"]) == ("CANCELLED", "Вопрос решён")
    assert (await center.told(meeting))[-1] == "meeting.cancelled"


async def test_a_participant_cancels_nothing_and_a_reason_is_named(center: Center) -> None:
    meeting = await scheduled(center)
    assert (await center.refused("lead", cancel_meeting, meeting, reason="Нет")).code == "FORBIDDEN"
    problem = await center.refused("head", cancel_meeting, meeting, reason=" ")
    assert problem.facts == {"rule": "required"}


async def test_of_a_move_and_a_cancellation_at_once_the_second_finds_what_the_first_left(
    center: Center,
) -> None:
    meeting = await scheduled(center)
    results = await asyncio.gather(
        center.act("head", move_meeting, meeting, planned_at=PLANNED + DAY, reason="Паводок"),
        center.act("curator", cancel_meeting, meeting, reason="Вопрос решён"),
        return_exceptions=True,
    )
    row = await center.row("meetings", meeting)
    assert row["status"] == "CANCELLED"
    moved = isinstance(results[0], dict)
    assert (row["planned_at"] == PLANNED + DAY) is moved
