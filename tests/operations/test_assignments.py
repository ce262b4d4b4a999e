"""Assignments: acknowledged, reported with evidence, and accepted by somebody else."""

import asyncio
from datetime import date, datetime
from typing import Any

from documents.assignments.document import Assignment
from documents.assignments.operations import (
    accept_assignment_report,
    acknowledge_assignment,
    report_assignment,
    return_assignment_report,
    start_assignment,
)
from documents.assignments.resource import ASSIGNMENTS
from documents.kernel.record import FAR
from tests.support.center import NOW, Center, stored

PHOTO = ["https://example.org/photo.jpg"]


async def issued(center: Center, **facts: Any) -> str:
    given: dict[str, Any] = {
        "number": "П-2026-000001",
        "text": "Вывезти снег",
        "responsible_id": "assignee",
        "organization_id": "school",
        "co_executor_ids": ["lead"],
        "due_on": "2026-06-20",
        "controller_id": "head",
        "secretary_id": "secretary",
        "status": "ISSUED",
        "issued_at": NOW,
    }
    await center.put(stored(Assignment, "task", **{**given, **facts}))
    return "task"


async def reported(center: Center, by: str = "assignee", **facts: Any) -> str:
    task = await issued(center, **facts)
    await center.act(by, acknowledge_assignment, task)
    await center.act(by, start_assignment, task)
    await center.act(by, report_assignment, task, text="Снег вывезен", evidence=PHOTO)
    return task


async def test_an_assignment_is_acknowledged_started_reported_and_accepted(center: Center) -> None:
    task = await reported(center)
    row = await center.act("head", accept_assignment_report, task, comment="Принято")
    assert (row["status"], row["completed_at"], row["acknowledged_at"]) == ("COMPLETED", NOW, NOW)
    report = row["reports"][0]
    assert (report["no"], report["by_id"], report["evidence"]) == (1, "assignee", PHOTO)
    assert (report["verdict"], report["comment"], report["decided_by_id"]) == ("ACCEPTED", "Принято", "head")
    assert await center.told(task) == [
        "assignment.acknowledged",
        "assignment.started",
        "assignment.reported",
        "assignment.completed",
    ]


async def test_a_returned_report_stays_and_the_next_one_is_number_two(center: Center) -> None:
    task = await reported(center)
    row = await center.act("curator", return_assignment_report, task, reason="Нет фотографии двора")
    assert (row["status"], row["reports"][0]["verdict"]) == ("IN_PROGRESS", "RETURNED")
    row = await center.act("recipient", report_assignment, task, text="Дополнено", evidence=PHOTO)
    assert [(one["no"], one["by_id"], one["verdict"]) for one in row["reports"]] == [
        (1, "assignee", "RETURNED"),
        (2, "recipient", None),
    ]


async def test_texts_of_reports_and_reasons_are_not_told(center: Center) -> None:
    task = await reported(center)
    await center.act("head", return_assignment_report, task, reason="Нет фотографии двора")
    told = str(await center.rows("events", object_id=task))
    assert "Снег вывезен" not in told
    assert "Нет фотографии" not in told


async def test_a_report_needs_its_text_and_its_evidence(center: Center) -> None:
    task = await issued(center)
    await center.act("assignee", acknowledge_assignment, task)
    await center.act("assignee", start_assignment, task)
    problems = await center.all_refused("assignee", report_assignment, task, text=" ", evidence=[])
    assert [(one.facts["rule"], one.path) for one in problems] == [
        ("required", ("text",)),
        ("evidence_required", ("evidence",)),
    ]
    many = await center.refused("assignee", report_assignment, task, text="x", evidence=PHOTO * 21)
    assert many.facts == {"rule": "too_many", "limit": 20}
    long = await center.refused("assignee", report_assignment, task, text="x" * 20_001, evidence=PHOTO)
    assert long.facts == {"rule": "too_long", "limit": 20_000}


async def test_nobody_accepts_or_returns_his_own_report(center: Center) -> None:
    task = await reported(center, by="head", responsible_id="head", organization_id="office")
    accept = await center.refused("head", accept_assignment_report, task)
    send_back = await center.refused("head", return_assignment_report, task, reason="x")
    assert (accept.code, send_back.code) == ("FOUR_EYES", "FOUR_EYES")
    assert (await center.act("curator", accept_assignment_report, task))["status"] == "COMPLETED"


async def test_the_head_does_not_accept_what_he_reported_for_another(center: Center) -> None:
    task = await reported(center, by="head", co_executor_ids=["head"])
    assert (await center.refused("head", accept_assignment_report, task)).code == "FOUR_EYES"


async def test_members_see_an_assignment_and_may_not_move_it(center: Center) -> None:
    task = await issued(center)
    for login in ("member", "officer", "coordinator"):
        problem = await center.refused(login, acknowledge_assignment, task)
        assert (problem.code, problem.facts) == ("FORBIDDEN", {"action": "assignment.report"})
    problem = await center.refused("assignee", accept_assignment_report, task)
    assert (problem.code, problem.facts) == ("FORBIDDEN", {"action": "assignment.accept"})


async def test_another_body_and_another_official_do_not_see_it(center: Center) -> None:
    task = await issued(center, responsible_id="lead", organization_id="office", co_executor_ids=[])
    for login in ("assignee", "recipient"):
        hidden = await center.refused(login, acknowledge_assignment, task)
        nothing = await center.refused(login, acknowledge_assignment, "nothing")
        assert hidden.code == nothing.code == "NOT_FOUND"
        assert hidden.message() == nothing.message()


async def test_a_draft_is_its_secretarys_alone(center: Center) -> None:
    task = await issued(center, status="DRAFT", issued_at=None)
    assert (await center.row("assignments", task))["access_keys"] == ["secretary:secretary"]
    assert (await center.refused("assignee", acknowledge_assignment, task)).code == "NOT_FOUND"
    problem = await center.refused("secretary", acknowledge_assignment, task)
    assert (problem.code, problem.facts) == ("FORBIDDEN", {"action": "assignment.report"})


async def test_each_step_waits_for_the_one_before(center: Center) -> None:
    task = await issued(center)
    problems = [
        await center.refused("assignee", start_assignment, task),
        await center.refused("assignee", report_assignment, task, text="x", evidence=PHOTO),
        await center.refused("head", accept_assignment_report, task),
    ]
    for problem in problems:
        assert (problem.code, problem.facts["status"]) == ("INVALID_TRANSITION", "ISSUED")
    # Each is told what they may do themselves: the head reports on nothing that the recipient answers for.
    theirs = [["acknowledgeAssignment"]] * 2 + [["extendAssignment"]]
    assert [one.facts["allowed"] for one in problems] == theirs


async def test_a_stale_revision_is_refused(center: Center) -> None:
    task = await reported(center)
    problem = await center.refused("head", accept_assignment_report, task, expected_revision=2)
    assert (problem.code, problem.facts) == ("STALE", {"revision": 4})


async def test_two_verdicts_at_once_leave_one(center: Center) -> None:
    task = await reported(center)
    verdicts = (
        center.act("head", accept_assignment_report, task),
        center.act("curator", return_assignment_report, task, reason="x"),
    )
    results = await asyncio.gather(*verdicts, return_exceptions=True)
    assert sorted(getattr(one, "code", "DONE") for one in results) == ["DONE", "INVALID_TRANSITION"]
    assert (await center.row("assignments", task))["revision"] == 5


async def test_it_is_overdue_from_the_end_of_its_local_day_until_it_is_reported_in_time(
    center: Center,
) -> None:
    task = await issued(center)
    ends_at = datetime(2026, 6, 20, 17, 0)
    assert (await center.row("assignments", task))["overdue_at"] == ends_at
    who = await center.who("head")
    row = await center.row("assignments", task)
    before = center.container.access.present(ASSIGNMENTS, who, datetime(2026, 6, 20, 16, 59), row)
    after = center.container.access.present(ASSIGNMENTS, who, ends_at, row)
    assert before is not None
    assert after is not None
    assert (before["is_overdue"], after["is_overdue"]) == (False, True)
    await center.act("assignee", acknowledge_assignment, task)
    await center.act("assignee", start_assignment, task)
    row = await center.act("assignee", report_assignment, task, text="x", evidence=PHOTO)
    assert row["overdue_at"] == FAR
    row = await center.act("head", return_assignment_report, task, reason="x")
    assert row["overdue_at"] == ends_at


def shown(center: Center, who: Any, row: dict[str, Any], now: datetime) -> tuple[bool, bool, int]:
    """What is said of its lateness: overdue, late, by how many days."""
    found = center.container.access.present(ASSIGNMENTS, who, now, row)
    assert found is not None
    return found["is_overdue"], found["is_late"], found["late_days"]


async def test_an_assignment_that_was_reported_late_stays_late_when_it_is_accepted(center: Center) -> None:
    task, who = await issued(center, due_on="2026-06-05"), await center.who("head")
    row = await center.row("assignments", task)
    assert shown(center, who, row, datetime(2026, 6, 5, 16, 59)) == (False, False, 0)
    assert shown(center, who, row, datetime(2026, 6, 5, 17)) == (True, True, 1)
    for operation in (acknowledge_assignment, start_assignment):
        await center.act("assignee", operation, task)
    row = await center.act("assignee", report_assignment, task, text="x", evidence=PHOTO)
    later = datetime(2026, 12, 1)
    assert NOW.date() == date(2026, 6, 10)
    assert shown(center, who, row, later) == (True, True, 5)
    row = await center.act("head", accept_assignment_report, task)
    assert shown(center, who, row, later) == (False, True, 5)


async def test_one_that_was_reported_in_time_is_not_late_however_long_its_verdict_took(
    center: Center,
) -> None:
    task, who, later = await reported(center), await center.who("head"), datetime(2026, 12, 1)
    assert shown(center, who, await center.row("assignments", task), later) == (False, False, 0)
    row = await center.act("head", accept_assignment_report, task, now=datetime(2026, 7, 1))
    assert shown(center, who, row, later) == (False, False, 0)


async def test_one_that_recurs_or_was_called_off_is_never_late(center: Center) -> None:
    who, later = await center.who("head"), datetime(2026, 12, 1)
    recurring = await center.row("assignments", await issued(center, due_on=None, recurrence="ежемесячно"))
    assert shown(center, who, recurring, later) == (False, False, 0)
    assert shown(center, who, {**recurring, "due_on": "2026-06-01", "status": "CANCELLED"}, later)[1:] == (
        False,
        0,
    )


async def test_a_recurring_one_is_never_overdue_and_sorts_last(center: Center) -> None:
    task = await issued(center, due_on=None, recurrence="ежемесячно")
    row = await center.row("assignments", task)
    assert row["overdue_at"] == FAR
    assert row["sort_due"].startswith("~|")
