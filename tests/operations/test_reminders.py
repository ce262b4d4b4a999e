"""What the clock tells: deadlines that come and pass, each once, and the ladder on which what is late goes up."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from auth.errors import Problem
from documents.assignments.document import Assignment
from documents.assignments.operations import acknowledge_assignment, issue_assignment
from documents.cases.document import Case
from documents.jobs.vocabulary import Outcome
from documents.kernel.record import FAR
from documents.notifications.telling import NOTIFICATIONS
from documents.submissions.operations.escalating import escalate_submission
from tests.support.cases import put_case, routed
from tests.support.runs import Bench, stamped
from tests.support.town import NOW, Town

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@pytest.fixture
async def bench(town: Town) -> Bench:
    bench = Bench(town)
    await stamped(bench)
    await bench.run("notify")
    await bench.run("remind_of_deadlines")
    return bench


async def told(bench: Bench, *kinds: str) -> list[tuple[str, str]]:
    rows = await bench.town.store.collection(NOTIFICATIONS).find({}).to_list(length=None)
    return sorted((row["kind"], row["person_id"]) for row in rows if row["kind"] in kinds)


async def remind(bench: Bench, at: datetime) -> list[tuple[str, str]]:
    assert await bench.run("remind_of_deadlines", at) is Outcome.DONE
    return await told(bench, "CASE_DUE_SOON", "CASE_OVERDUE")


async def escalated(bench: Bench, case: Case, at: datetime) -> tuple[int | None, list[tuple[str, str]]]:
    await bench.run("escalate_late", at)
    await stamped(bench)
    await bench.run("notify")
    return (await bench.town.stored(case.id)).escalation_level, await told(bench, "ESCALATED")


SOON = [("CASE_DUE_SOON", "person-assignee"), ("CASE_DUE_SOON", "person-recipient.coordinator")]
LATE = [
    ("CASE_OVERDUE", "person-assignee"),
    ("CASE_OVERDUE", "person-pos"),
    ("CASE_OVERDUE", "person-recipient.coordinator"),
]


async def test_a_deadline_is_told_when_it_comes_near_and_when_it_has_passed_once_each(bench: Bench) -> None:
    case = await routed(bench.town)
    assert await remind(bench, case.due_soon_at - MINUTE) == []
    for _ in range(2):
        assert await remind(bench, case.due_soon_at) == SOON
    assert await remind(bench, case.overdue_at - MINUTE) == SOON
    for at in (case.overdue_at, case.overdue_at + 5 * MINUTE, case.overdue_at + DAY):
        assert await remind(bench, at) == SOON + LATE


async def test_what_came_while_no_worker_ran_is_caught_up(bench: Bench) -> None:
    case = await routed(bench.town)
    assert await remind(bench, case.overdue_at + 3 * DAY) == SOON + LATE


async def test_what_is_answered_in_time_is_never_told_as_late(bench: Bench) -> None:
    await put_case(bench.town, "done", status="ANSWERED", answered_at=NOW, assignee_id="person-assignee")
    assert await remind(bench, NOW + 30 * DAY) == []


async def test_a_late_case_goes_up_step_by_step_each_once_and_its_history_tells(bench: Bench) -> None:
    case = await routed(bench.town)
    late = case.overdue_at
    assert await escalated(bench, case, late + DAY - MINUTE) == (None, [])
    first = [("ESCALATED", "person-lead.roads"), ("ESCALATED", "person-recipient.head")]
    for _ in range(2):
        assert await escalated(bench, case, late + DAY) == (1, first)
    second = sorted([*first, ("ESCALATED", "person-head")])
    assert await escalated(bench, case, late + 3 * DAY) == (2, second)
    third = sorted([*second, ("ESCALATED", "person-curator")])
    for at in (late + 7 * DAY, late + 90 * DAY):
        assert await escalated(bench, case, at) == (3, third)
    events = [one for one in await bench.town.events_of(case.id) if one["name"] == "submission.escalated"]
    assert [one["facts"] for one in events] == [{"level": 1}, {"level": 2}, {"level": 3}]
    assert {one["actor"]["role"] for one in events} == {"SYSTEM"}
    assert (await bench.town.stored(case.id)).status == case.status


async def test_steps_that_were_missed_are_taken_one_after_the_other(bench: Bench) -> None:
    case = await routed(bench.town)
    level, people = await escalated(bench, case, case.overdue_at + 10 * DAY)
    assert level == 3
    assert len(people) == 4


async def test_another_deadline_begins_at_the_foot_of_the_ladder(bench: Bench) -> None:
    case = await routed(bench.town)
    await escalated(bench, case, case.overdue_at + DAY)
    moved = case.overdue_at + 20 * DAY
    await bench.town.store.collection("cases").update_one(
        {"_id": case.id}, {"$set": {"due_at": moved, "overdue_at": moved}}
    )
    events = len(await bench.town.events_of(case.id))
    await escalated(bench, case, moved + DAY - MINUTE)
    assert len(await bench.town.events_of(case.id)) == events
    await escalated(bench, case, moved + DAY)
    assert len(await bench.town.events_of(case.id)) == events + 1


async def test_what_is_done_is_not_escalated_however_late_it_was(bench: Bench) -> None:
    await put_case(bench.town, "late", status="ANSWERED", answered_at=NOW + 20 * DAY)
    await bench.run("escalate_late", NOW + 60 * DAY)
    assert (await bench.town.stored("late")).escalation_level is None


async def test_a_late_incident_and_a_late_assignment_go_up_by_operations_of_their_own(bench: Bench) -> None:
    await put_case(
        bench.town, "post", kind="INCIDENT", channel_id="VK", status="ROUTED", recipient_id="roads"
    )
    await put_assignment(bench.town, "task")
    await bench.run("escalate_late", NOW + 30 * DAY)
    [first, *_] = await bench.town.events_of("post")
    assert first["name"] == "incident.escalated"
    assert [one["name"] for one in await bench.town.events_of("task")] == 3 * ["assignment.escalated"]


async def test_an_assignment_is_told_three_working_days_ahead_and_when_it_is_late(bench: Bench) -> None:
    ends_at = await put_assignment(bench.town, "task")
    kinds = ("ASSIGNMENT_DUE_SOON", "ASSIGNMENT_OVERDUE")
    # The tenth is a Wednesday: Tuesday, Monday and Friday are the working days before it.
    friday = ends_at - 6 * DAY
    await bench.run("remind_of_deadlines", friday - MINUTE)
    assert await told(bench, *kinds) == []
    soon = [("ASSIGNMENT_DUE_SOON", "person-assignee")]
    for at in (friday, friday + DAY):
        await bench.run("remind_of_deadlines", at)
        assert await told(bench, *kinds) == soon
    await bench.run("remind_of_deadlines", ends_at)
    late = [("ASSIGNMENT_OVERDUE", "person-assignee"), ("ASSIGNMENT_OVERDUE", "person-head")]
    assert await told(bench, *kinds) == soon + late


async def test_who_has_not_acknowledged_within_three_working_days_is_reminded_and_so_is_who_can_call(
    bench: Bench,
) -> None:
    given = {"text": "Засыпать яму", "responsible_id": "person-assignee", "due_on": (NOW + 60 * DAY).date()}
    task = await bench.town.do("head", issue_assignment, None, **given)
    # The first of June is a Monday.
    ends_at = datetime(2026, 6, 4, 17)
    assert task.acknowledge_by == ends_at
    await bench.run("remind_of_deadlines", ends_at - MINUTE)
    assert await told(bench, "ASSIGNMENT_UNACKNOWLEDGED") == []
    await bench.run("remind_of_deadlines", ends_at)
    reminded = [("ASSIGNMENT_UNACKNOWLEDGED", one) for one in ("person-assignee", "person-head")]
    assert await told(bench, "ASSIGNMENT_UNACKNOWLEDGED") == reminded
    task = await bench.town.do("assignee", acknowledge_assignment, task.id)
    assert task.acknowledge_by == FAR


async def test_nobody_may_escalate_in_the_name_of_the_system(bench: Bench) -> None:
    case = await routed(bench.town)
    with pytest.raises(Problem):
        await bench.town.do("head", escalate_submission, case.id, level=1)


async def put_assignment(town: Town, assignment_id: str, **given: Any) -> datetime:
    """Store an assignment that runs until 10 June; when that day ends."""
    found = Assignment(
        id=assignment_id,
        number=assignment_id,
        text="Заделать яму",
        responsible_id="person-assignee",
        organization_id="roads",
        controller_id="person-head",
        due_on="2026-06-10",
        status="ISSUED",
        updated_at=NOW,
        **given,
    )
    found.derive()
    await town.store.collection("assignments").insert_one(found.to_row())
    return found.overdue_at
