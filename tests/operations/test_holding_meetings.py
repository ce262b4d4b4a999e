"""Holding a meeting in person: who opens it, who is there, who spoke, how was voted; and its protocol."""

import asyncio
from datetime import datetime, timedelta
from typing import Any

import pytest

from documents.directory.operations.center import update_setting
from documents.meetings.operations.calling import move_meeting
from documents.meetings.operations.holding import (
    close_meeting,
    declare_not_held,
    open_meeting,
    record_attendance,
    record_speaker,
    record_votes,
)
from documents.members.document import Membership
from documents.members.operations.absences import record_curator_absence
from documents.protocols.operations import draft_protocol, mark_protocol_ready, sign_protocol, submit_protocol
from tests.support.center import LONG_AGO, NOW, Center, absence, stored
from tests.support.meetings import DAY, HOUR, PLANNED, in_session, marks, question, scheduled, seats

OPENED = PLANNED


async def needing_a_quorum(center: Center) -> None:
    await center.act("admin", update_setting, name="quorumMandatory", value=True)


async def test_a_meeting_is_held_and_its_protocol_begins_with_how_it_went(center: Center) -> None:
    meeting = await in_session(center, agenda=[question(), question("О паводке")])
    who, at = "secretary", OPENED + HOUR
    await center.act(who, record_speaker, meeting, now=at, order=1, person_id="lead", summary="Доложил")
    await center.act(who, record_speaker, meeting, now=at, order=1, person_id="officer", summary="Дополнил")
    await center.act(who, record_votes, meeting, now=at, order=1, in_favour=3, against=1)
    await center.act(who, record_votes, meeting, now=at, order=2, in_favour=1, against=3)
    row = await center.act("curator", close_meeting, meeting, now=at)
    assert (row["status"], row["held_on"], row["chair_id"]) == ("HELD", "2026-06-10", "curator")
    assert row["quorum"] == {"rule": "MORE_THAN_HALF", "members": 4, "present": 4, "needed": 3}
    protocol = await center.act("secretary", draft_protocol, now=at, meeting_id=meeting)
    first, second = protocol["items"]
    assert (first["heard"], first["spoke"]) == ("Иванов lead — Доложил", ["Иванов officer — Дополнил"])
    assert first["decisions"][0]["text"] == "Принять к сведению"
    assert first["decisions"][0]["votes"] == {"in_favour": 3, "against": 1, "abstained": 0}
    assert second["decisions"][0]["text"] == "Предложенное решение не принято."


async def test_a_decision_that_the_chair_decided_is_signed(center: Center) -> None:
    meeting = await in_session(center)
    facts = {"order": 1, "in_favour": 2, "against": 2, "chair_choice": "FOR"}
    row = await center.act("secretary", record_votes, meeting, now=OPENED, **facts)
    assert row["agenda"][0]["voted"]["ground"] == "CHAIR_DECIDED"
    await center.act("curator", close_meeting, meeting, now=OPENED)
    ordered = {"text": "Вывезти снег", "responsible_id": "assignee", "due_on": "2026-06-20"}
    votes = {"in_favour": 2, "against": 2, "abstained": 0}
    decision = {"text": "Поручить вывезти снег", "votes": votes, "assignments": [ordered]}
    items = [{"title": "Вывоз снега", "decisions": [decision]}]
    protocol = (await center.act("head", draft_protocol, now=OPENED, meeting_id=meeting, items=items))["_id"]
    await center.act("head", submit_protocol, protocol, now=OPENED)
    await center.act("head", mark_protocol_ready, protocol, now=OPENED)
    signed = await center.act("curator", sign_protocol, protocol, now=OPENED)
    assert signed["status"] == "SIGNED"


# Opening


async def test_the_curator_opens_it_and_chairs(center: Center) -> None:
    meeting = await scheduled(center)
    row = await center.act("curator", open_meeting, meeting, now=OPENED)
    assert (row["status"], row["chair_id"], row["chair_capacity"]) == ("IN_SESSION", "curator", "CURATOR")
    assert row["participants"][0]["attendance"] == "PRESENT"
    assert (await center.told(meeting))[-1] == "meeting.opened"


async def test_in_his_absence_the_head_alone_opens_it(center: Center) -> None:
    meeting = await scheduled(center)
    await center.put(absence(NOW - DAY, NOW + DAY))
    problem = await center.refused("curator", open_meeting, meeting, now=OPENED)
    assert problem.code == "NOT_EFFECTIVE_CURATOR"
    row = await center.act("head", open_meeting, meeting, now=OPENED)
    assert (row["chair_id"], row["chair_capacity"]) == ("head", "ACTING")


@pytest.mark.parametrize(
    ("login", "code"),
    [
        ("head", "NOT_EFFECTIVE_CURATOR"),
        ("secretary", "FORBIDDEN"),
        ("lead", "FORBIDDEN"),
        ("admin", "FORBIDDEN"),
    ],
)
async def test_nobody_else_opens_it(center: Center, login: str, code: str) -> None:
    meeting = await scheduled(center)
    assert (await center.refused(login, open_meeting, meeting, now=OPENED)).code == code


@pytest.mark.parametrize(
    ("facts", "now", "rule"),
    [
        ({"planned_at": PLANNED + DAY}, OPENED, "not_its_day"),
        ({"participants": seats("head", "lead")}, OPENED, "chair_not_participant"),
    ],
)
async def test_it_is_opened_on_its_day_by_who_takes_part(
    center: Center, facts: dict[str, Any], now: datetime, rule: str
) -> None:
    meeting = await scheduled(center, **facts)
    problem = await center.refused("curator", open_meeting, meeting, now=now)
    assert problem.facts == {"rule": rule}


async def test_whose_membership_has_ended_since_is_no_member_of_it(center: Center) -> None:
    meeting = await scheduled(center)
    await center.store.collection("memberships").delete_one({"_id": "m-lead"})
    ended = {
        "person_id": "lead",
        "role": "SECTOR_LEAD",
        "valid_from": LONG_AGO,
        "valid_to": NOW + timedelta(seconds=1),
    }
    await center.put(stored(Membership, "m-lead", **ended))
    problem = await center.refused("curator", open_meeting, meeting, now=OPENED)
    assert (problem.path, problem.facts) == (("participants", "2", "personId"), {"rule": "not_a_member"})


async def test_an_absentee_meeting_is_not_opened(center: Center) -> None:
    meeting = await scheduled(center, form="ABSENTEE", place=None)
    assert (await center.refused("curator", open_meeting, meeting, now=OPENED)).facts == {
        "rule": "wrong_form"
    }


async def test_of_an_opening_and_an_absence_at_once_one_comes_first(center: Center) -> None:
    meeting = await scheduled(center)
    await asyncio.gather(
        center.act("curator", open_meeting, meeting, now=OPENED),
        center.act("curator", record_curator_absence, now=OPENED, reason="Отпуск"),
        return_exceptions=True,
    )
    row, (away,) = await center.row("meetings", meeting), await center.rows("absences")
    was_opened = row["status"] == "IN_SESSION"
    assert was_opened == (row["opened_at"] is not None)
    assert not was_opened or row["opened_at"] <= away["starts_at"]


async def test_a_meeting_that_two_open_is_opened_once(center: Center) -> None:
    meeting = await scheduled(center)
    both = (center.act("curator", open_meeting, meeting, now=OPENED) for _ in range(2))
    results = await asyncio.gather(*both, return_exceptions=True)
    assert sorted(getattr(one, "code", "DONE") for one in results) == ["DONE", "INVALID_TRANSITION"]


# Attendance


async def test_who_is_there_away_or_late_is_recorded(center: Center) -> None:
    meeting = await scheduled(center)
    given = [
        {"person_id": "lead", "attendance": "REMOTE", "is_late": True},
        {"person_id": "officer", "attendance": "ABSENT_EXCUSED", "absence_reason": "Командировка"},
    ]
    row = await center.act("secretary", record_attendance, meeting, now=OPENED, marks=given)
    kept = {
        one["person_id"]: (one["attendance"], one["absence_reason"], one["is_late"])
        for one in row["participants"]
    }
    assert kept["lead"] == ("REMOTE", None, True)
    assert kept["officer"] == ("ABSENT_EXCUSED", "Командировка", False)
    assert kept["curator"] == (None, None, False)


@pytest.mark.parametrize(
    ("mark", "path", "rule"),
    [
        ({"person_id": "member", "attendance": "PRESENT"}, ("marks", "0", "personId"), "not_a_participant"),
        ({"person_id": "lead", "attendance": "OTHER"}, ("marks", "0", "attendance"), "unknown_value"),
        ({"person_id": "lead", "attendance": "ABSENT_EXCUSED"}, ("marks", "0", "reason"), "required"),
        (
            {"person_id": "lead", "attendance": "ABSENT", "absence_reason": "п" * 1001},
            ("marks", "0", "reason"),
            "too_long",
        ),
        (
            {"person_id": "lead", "attendance": "ABSENT", "is_late": True},
            ("marks", "0", "isLate"),
            "exactly_one",
        ),
    ],
)
async def test_a_mark_is_of_a_participant_and_says_why(
    center: Center, mark: dict[str, Any], path: tuple[str, ...], rule: str
) -> None:
    meeting = await scheduled(center)
    problem = await center.refused("secretary", record_attendance, meeting, now=OPENED, marks=[mark])
    assert (problem.path, problem.facts["rule"]) == (path, rule)


async def test_marks_are_given_once_each_and_on_the_day_by_the_secretary(center: Center) -> None:
    meeting = await scheduled(center)
    twice = [{"person_id": "lead", "attendance": "PRESENT"}] * 2
    problem = await center.refused("secretary", record_attendance, meeting, now=OPENED, marks=twice)
    assert problem.facts == {"rule": "duplicate"}
    nothing = await center.refused("secretary", record_attendance, meeting, now=OPENED, marks=[])
    assert nothing.facts == {"rule": "required"}
    assert (
        await center.refused("lead", record_attendance, meeting, now=OPENED, marks=marks())
    ).code == "FORBIDDEN"
    await center.act("head", move_meeting, meeting, planned_at=PLANNED + 2 * DAY, reason="Паводок")
    early = await center.refused("secretary", record_attendance, meeting, now=OPENED, marks=marks())
    assert early.facts == {"rule": "not_its_day"}


async def test_it_is_closed_when_everybody_is_marked(center: Center) -> None:
    meeting = await scheduled(center)
    await center.act("curator", open_meeting, meeting, now=OPENED)
    problems = await center.all_refused("curator", close_meeting, meeting, now=OPENED)
    assert [one.path for one in problems] == [("participants", str(place)) for place in (1, 2, 3, 4)]
    await center.act("secretary", record_attendance, meeting, now=OPENED, marks=marks())
    assert (await center.refused("head", close_meeting, meeting, now=OPENED)).code == "NOT_EFFECTIVE_CURATOR"
    assert (await center.act("curator", close_meeting, meeting, now=OPENED))["status"] == "HELD"


# Quorum


async def test_a_quorum_is_a_warning_unless_it_is_mandatory(center: Center) -> None:
    meeting = await scheduled(center)
    alone = marks("curator", away=("head", "lead", "officer", "assignee"))
    await center.act("secretary", record_attendance, meeting, now=OPENED, marks=alone)
    await needing_a_quorum(center)
    problem = await center.refused("curator", open_meeting, meeting, now=OPENED)
    assert problem.facts == {"rule": "no_quorum"}
    await center.act("admin", update_setting, name="quorumMandatory", value=False)
    assert (await center.act("curator", open_meeting, meeting, now=OPENED))["status"] == "IN_SESSION"


async def test_a_meeting_without_its_mandatory_quorum_is_not_held(center: Center) -> None:
    meeting = await scheduled(center)
    at: dict[str, Any] = {"now": OPENED, "reason": "Кворума нет"}
    assert (await center.refused("curator", declare_not_held, meeting, **at)).facts == {
        "rule": "quorum_not_mandatory"
    }
    await needing_a_quorum(center)
    await center.act("secretary", record_attendance, meeting, now=OPENED, marks=marks())
    assert (await center.refused("curator", declare_not_held, meeting, **at)).facts == {
        "rule": "quorum_reached"
    }
    away = marks("curator", away=("head", "lead", "officer"))
    await center.act("secretary", record_attendance, meeting, now=OPENED, marks=away)
    row = await center.act("curator", declare_not_held, meeting, **at)
    assert (row["status"], row["not_held_reason"], row["quorum"]["present"]) == ("NOT_HELD", "Кворума нет", 1)


# Speakers and votes


@pytest.mark.parametrize(
    ("facts", "path", "rule"),
    [
        ({"order": 2, "person_id": "lead", "summary": "Доложил"}, ("order",), "unknown_item"),
        ({"order": 1, "person_id": "member", "summary": "Доложил"}, ("personId",), "not_a_participant"),
        ({"order": 1, "person_id": "lead", "summary": " "}, ("summary",), "required"),
    ],
)
async def test_a_speaker_takes_part_and_speaks_to_a_question(
    center: Center, facts: dict[str, Any], path: tuple[str, ...], rule: str
) -> None:
    meeting = await in_session(center)
    problem = await center.refused("secretary", record_speaker, meeting, now=OPENED, **facts)
    assert (problem.path, problem.facts["rule"]) == (path, rule)


async def test_speeches_to_one_question_have_an_end(center: Center) -> None:
    meeting = await in_session(center)
    said = [{"person_id": "lead", "full_name": "Иванов", "summary": "Доложил"}] * 100
    await center.store.collection("meetings").update_one({"_id": meeting}, {"$set": {"agenda.0.heard": said}})
    facts = {"order": 1, "person_id": "lead", "summary": "Доложил"}
    problem = await center.refused("secretary", record_speaker, meeting, now=OPENED, **facts)
    assert problem.facts["rule"] == "too_many"


@pytest.mark.parametrize(
    ("facts", "path", "rule"),
    [
        ({"order": 0, "in_favour": 1}, ("order",), "unknown_item"),
        ({"order": 1, "in_favour": 5}, ("inFavour",), "more_votes_than_members"),
        ({"order": 1, "in_favour": 2, "against": 2}, ("chairChoice",), "chair_choice_required"),
        ({"order": 1, "in_favour": 3, "chair_choice": "FOR"}, ("chairChoice",), "votes_not_equal"),
        ({"order": 1, "in_favour": -1}, ("inFavour",), "out_of_range"),
        ({"order": 1, "in_favour": 0}, ("inFavour",), "required"),
        (
            {"order": 1, "in_favour": 2, "against": 2, "chair_choice": "ABSTAINED"},
            ("chairChoice",),
            "unknown_value",
        ),
    ],
)
async def test_votes_are_those_of_the_members_who_are_there(
    center: Center, facts: dict[str, Any], path: tuple[str, ...], rule: str
) -> None:
    meeting = await in_session(center)
    problem = await center.refused(
        "secretary", record_votes, meeting, now=OPENED, **{"against": 0, "abstained": 0, **facts}
    )
    assert (problem.path, problem.facts["rule"]) == (path, rule)


async def test_a_stale_record_is_told_the_current_revision(center: Center) -> None:
    meeting = await in_session(center)
    facts = {"order": 1, "in_favour": 3, "against": 1, "abstained": 0, "expected_revision": 1}
    problem = await center.refused("secretary", record_votes, meeting, now=OPENED, **facts)
    assert problem.code == "STALE"


async def test_a_meeting_that_was_not_opened_has_no_speakers(center: Center) -> None:
    meeting = await scheduled(center)
    facts = {"order": 1, "person_id": "lead", "summary": "Доложил"}
    assert (
        await center.refused("secretary", record_speaker, meeting, now=OPENED, **facts)
    ).code == "INVALID_TRANSITION"
