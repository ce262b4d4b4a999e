"""Assignments outside a meeting, those that recur, and later days: by whom, until when, and what stays of it."""

import asyncio
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from auth.errors import Problem
from documents.assignments.deadline import LOCAL_DAYS
from documents.assignments.operations import (
    accept_assignment_report,
    acknowledge_assignment,
    begin_period,
    extend_assignment,
    issue_assignment,
    report_assignment,
    start_assignment,
)
from documents.assignments.operations.acknowledging import record_assignment_acknowledgement
from documents.assignments.pipelines import with_periods_begun
from documents.kernel.write.events import SYSTEM
from documents.kernel.write.runner import Request
from documents.organizations.document import Organization, Person
from documents.protocols.operations import dispatch_protocol, sign_protocol
from tests.support.center import NOW, Center, items, ordered, stored
from tests.support.protocols import ready

DUE = date(2026, 6, 20)
PHOTO = ["https://example.org/photo.jpg"]


def given(**facts: Any) -> dict[str, Any]:
    return {"text": "Вывезти снег", "responsible_id": "assignee", "due_on": DUE, **facts}


async def given_to(center: Center, **facts: Any) -> str:
    return str((await center.act("head", issue_assignment, **given(**facts)))["_id"])


async def periods(center: Center, task: str, now: datetime) -> None:
    """What the worker does with one that recurs, where something is due."""
    assert task in await with_periods_begun(center.store, LOCAL_DAYS.day_of(now))
    await begin(center, task, now)


async def begin(center: Center, task: str, now: datetime) -> None:
    by_itself = center.container.runner.in_the_name_of(SYSTEM)
    await by_itself.run_together([Request(begin_period, None, now, task)])


async def test_the_head_gives_an_assignment_outside_a_meeting(center: Center) -> None:
    row = await center.act("head", issue_assignment, **given(co_executor_ids=["lead"]))
    assert (row["status"], row["issued_at"], row["protocol_id"]) == ("ISSUED", NOW, None)
    assert (row["number"], row["due_on"], row["recurrence"]) == ("П-2026-000001", "2026-06-20", None)
    assert (row["organization_id"], row["controller_id"], row["secretary_id"]) == ("school", "head", None)
    assert row["access_keys"] == ["center", "org:school", "person:assignee", "person:lead"]
    assert await center.told(row["_id"]) == ["assignment.issued"]
    named = await center.act(
        "head", issue_assignment, **given(organization_id="office", controller_id="curator")
    )
    assert (named["number"], named["organization_id"]) == ("П-2026-000002", "office")
    assert named["controller_id"] == "curator"


async def test_nobody_but_the_head_gives_one(center: Center) -> None:
    for login in ("curator", "secretary", "member", "recipient", "assignee", "admin"):
        problem = await center.refused(login, issue_assignment, **given())
        assert (problem.code, problem.facts["action"]) == ("FORBIDDEN", "assignment.issue")


@pytest.mark.parametrize(
    ("facts", "rule", "path"),
    [
        ({"text": " "}, "required", ("text",)),
        ({"responsible_id": "nobody"}, "unknown_person", ("responsibleId",)),
        ({"co_executor_ids": ["lead", "nobody"]}, "unknown_person", ("coExecutorIds", "1")),
        ({"co_executor_ids": ["assignee"]}, "one_responsible", ("coExecutorIds",)),
        ({"co_executor_ids": ["lead", "lead"]}, "duplicate", ("coExecutorIds", "1")),
        ({"co_executor_ids": [str(one) for one in range(101)]}, "too_many", ("coExecutorIds",)),
        ({"organization_id": "nothing"}, "unknown_organization", ("organizationId",)),
        ({"controller_id": "lead"}, "not_a_controller", ("controllerId",)),
        ({"due_on": None}, "due_required", ("dueOn",)),
        ({"period": "WEEKLY"}, "exactly_one", ("period",)),
        ({"due_on": NOW.date() - timedelta(days=1)}, "in_the_past", ("dueOn",)),
    ],
)
async def test_one_official_is_responsible_by_one_day(
    center: Center, facts: dict[str, Any], rule: str, path: tuple[str, ...]
) -> None:
    problem = await center.refused("head", issue_assignment, **given(**facts))
    assert (problem.facts["rule"], problem.path) == (rule, path)


async def test_who_has_left_and_what_is_closed_is_given_nothing(center: Center) -> None:
    await center.put(
        stored(Person, "gone", full_name="Ушедший", organization_id="office", is_active=False),
        stored(Organization, "shut", name="Клуб", short_name="Клуб", kind="INSTITUTION", state="CLOSED"),
    )
    problems = await center.all_refused(
        "head",
        issue_assignment,
        **given(responsible_id="gone", co_executor_ids=["gone-too"], organization_id="shut"),
    )
    assert [(one.code, one.path) for one in problems] == [
        ("INACTIVE_TARGET", ("responsibleId",)),
        ("INVALID", ("coExecutorIds", "0")),
        ("INACTIVE_TARGET", ("organizationId",)),
    ]


async def test_who_works_nowhere_answers_for_it_alone(center: Center) -> None:
    await center.put(stored(Person, "alone", full_name="Эксперт", organization_id=None))
    row = await center.row("assignments", await given_to(center, responsible_id="alone"))
    assert (row["organization_id"], row["access_keys"]) == (None, ["center", "person:alone"])


# Acknowledged on behalf


async def test_an_acknowledgement_on_paper_is_recorded_at_the_assignment(center: Center) -> None:
    task = await given_to(center)
    later = NOW + timedelta(hours=1)
    for login in ("member", "secretary", "assignee", "recipient", "admin"):
        assert (await center.refused(login, record_assignment_acknowledgement, task, via="Лист")).code in {
            "FORBIDDEN",
            "NOT_FOUND",
        }
    row = await center.act(
        "head", record_assignment_acknowledgement, task, via="Лист", acknowledged_at=NOW, now=later
    )
    assert (row["status"], row["acknowledged_at"], row["acknowledge_by"] > NOW + timedelta(days=9_999)) == (
        "ACKNOWLEDGED",
        NOW,
        True,
    )
    assert (row["acknowledged_via"], row["acknowledged_by_id"]) == ("Лист", "head")
    assert await center.told(task) == ["assignment.issued", "assignment.acknowledgement_recorded"]
    assert "Лист" not in str(await center.rows("events", object_id=task))
    again = await center.refused("curator", record_assignment_acknowledgement, task, via="Лист")
    assert (again.facts["rule"], again.path) == ("already_acknowledged", ("id",))
    assert (await center.act("assignee", start_assignment, task))["status"] == "IN_PROGRESS"


@pytest.mark.parametrize(
    ("facts", "rule", "path"),
    [
        ({"via": " "}, "required", "via"),
        ({"acknowledged_at": NOW + timedelta(minutes=1)}, "in_the_future", "acknowledgedAt"),
        ({"acknowledged_at": NOW - timedelta(minutes=1)}, "before_dispatch", "acknowledgedAt"),
        ({"expected_revision": 9}, None, None),
    ],
)
async def test_it_is_recorded_with_how_it_came_and_of_no_other_time(
    center: Center, facts: dict[str, Any], rule: str | None, path: str | None
) -> None:
    task = await given_to(center)
    problem = await center.refused(
        "head", record_assignment_acknowledgement, task, **{"via": "Лист", **facts}
    )
    told = (problem.facts["rule"], problem.path[0]) if rule is not None else problem.code
    assert told == ((rule, path) if rule is not None else "STALE")


async def test_what_a_protocol_gave_is_acknowledged_with_the_protocol(center: Center) -> None:
    protocol = await ready(center)
    await center.act("curator", sign_protocol, protocol)
    recipients = [{"person_id": "assignee", "via": "Почта"}]
    await center.act("head", dispatch_protocol, protocol, recipients=recipients)
    (row,) = await center.rows("assignments", protocol_id=protocol)
    for login in ("head", "secretary"):
        problem = await center.refused(login, record_assignment_acknowledgement, row["_id"], via="Лист")
        assert problem.facts["rule"] == "acknowledged_with_protocol"


# A later day


async def test_a_later_day_is_given_before_the_present_one_is_over_and_both_are_kept(center: Center) -> None:
    task = await given_to(center)
    last_instant = datetime(2026, 6, 20, 16, 59)
    row = await center.act(
        "curator", extend_assignment, task, due_on=date(2026, 7, 1), reason="Нет техники", now=last_instant
    )
    assert (row["due_on"], row["status"], row["overdue_at"]) == (
        "2026-07-01",
        "ISSUED",
        datetime(2026, 7, 1, 17),
    )
    row = await center.act("head", extend_assignment, task, due_on=date(2026, 7, 2), reason="Дожди")
    assert [(one["from_on"], one["to_on"], one["reason"], one["by_id"]) for one in row["extensions"]] == [
        ("2026-06-20", "2026-07-01", "Нет техники", "curator"),
        ("2026-07-01", "2026-07-02", "Дожди", "head"),
    ]
    assert await center.told(task) == ["assignment.issued", *["assignment.extended"] * 2]
    assert "Нет техники" not in str(await center.rows("events", object_id=task))


async def test_what_has_run_out_is_not_extended(center: Center) -> None:
    task = await given_to(center)
    problem = await center.refused(
        "head",
        extend_assignment,
        task,
        due_on=date(2026, 7, 1),
        reason="Нет техники",
        now=datetime(2026, 6, 20, 17),
    )
    assert (problem.code, problem.facts) == (
        "DEADLINE_RULE",
        {"rule": "already_due", "dueAt": "2026-06-20T17:00:00Z"},
    )


async def test_a_report_that_waits_and_what_is_done_are_not_extended(center: Center) -> None:
    task = await given_to(center)
    later: dict[str, Any] = {"due_on": date(2026, 7, 1), "reason": "Нет техники"}
    await center.act("assignee", acknowledge_assignment, task)
    await center.act("assignee", start_assignment, task)
    await center.act("assignee", report_assignment, task, text="Вывезен", evidence=PHOTO)
    assert (await center.refused("head", extend_assignment, task, **later)).code == "INVALID_TRANSITION"
    await center.act("head", accept_assignment_report, task)
    assert (await center.refused("head", extend_assignment, task, **later)).code == "INVALID_TRANSITION"


async def test_an_extension_has_a_reason_and_a_later_day(center: Center) -> None:
    task = await given_to(center)
    reason = await center.refused("head", extend_assignment, task, due_on=date(2026, 7, 1), reason=" ")
    same = await center.refused("head", extend_assignment, task, due_on=DUE, reason="Нет техники")
    assert (reason.facts["rule"], reason.path) == ("required", ("reason",))
    assert (same.facts["rule"], same.path) == ("not_later", ("dueOn",))
    recurs = await given_to(center, due_on=None, period="WEEKLY")
    dayless = await center.refused("head", extend_assignment, recurs, due_on=DUE, reason="Нет техники")
    assert (dayless.facts["rule"], dayless.path) == ("no_due_date", ("id",))


async def test_who_does_it_does_not_extend_it(center: Center) -> None:
    task = await given_to(center)
    for login in ("assignee", "recipient", "lead", "secretary"):
        problem = await center.refused(
            login, extend_assignment, task, due_on=date(2026, 7, 1), reason="Нет техники"
        )
        assert problem.code == "FORBIDDEN"
    stale = await center.refused(
        "head", extend_assignment, task, expected_revision=9, due_on=date(2026, 7, 1), reason="Нет техники"
    )
    assert (stale.code, stale.facts) == ("STALE", {"revision": 1})


async def test_an_extension_and_a_report_at_once_end_in_order(center: Center) -> None:
    task = await given_to(center)
    await center.act("assignee", acknowledge_assignment, task)
    await center.act("assignee", start_assignment, task)
    results = await asyncio.gather(
        center.act("head", extend_assignment, task, due_on=date(2026, 7, 1), reason="Нет техники"),
        center.act("assignee", report_assignment, task, text="Вывезен", evidence=PHOTO),
        return_exceptions=True,
    )
    row = await center.row("assignments", task)
    refused = [one for one in results if isinstance(one, Problem)]
    assert (row["status"], row["revision"]) == ("REPORTED", 5 - len(refused))


# What recurs


async def test_of_what_recurs_each_period_is_an_assignment_of_its_own(center: Center) -> None:
    task = await given_to(center, due_on=None, period="WEEKLY", co_executor_ids=["lead"])
    assert (await center.row("assignments", task))["next_period_on"] == "2026-06-08"
    await periods(center, task, NOW)
    standing = await center.row("assignments", task)
    assert (standing["made_until"], standing["next_period_on"]) == ("2026-06-08", "2026-06-15")
    assert await with_periods_begun(center.store, date(2026, 6, 14)) == []
    await periods(center, task, datetime(2026, 6, 14, 17))
    first, second = sorted(await center.rows("assignments", series_id=task), key=lambda row: row["period_on"])
    assert [(one["period_on"], one["due_on"], one["status"]) for one in (first, second)] == [
        ("2026-06-08", "2026-06-11", "ISSUED"),
        ("2026-06-15", "2026-06-19", "ISSUED"),
    ]
    assert (first["number"], second["number"]) == ("П-2026-000002", "П-2026-000003")
    assert (first["text"], first["co_executor_ids"], first["recurrence"]) == ("Вывезти снег", ["lead"], None)
    assert first["next_period_on"] is None
    assert await center.told(task) == ["assignment.issued", *["assignment.period_begun"] * 2]
    assert await center.told(first["_id"]) == ["assignment.issued"]


async def test_what_ran_out_before_anybody_was_asked_is_not_asked_for(center: Center) -> None:
    task = await given_to(center, due_on=None, period="MONTHLY")
    await periods(center, task, datetime(2026, 9, 10))
    (made,) = await center.rows("assignments", series_id=task)
    assert (made["period_on"], made["due_on"]) == ("2026-09-01", "2026-09-30")


async def test_no_period_is_begun_twice_or_before_its_day(center: Center) -> None:
    task, dated = await given_to(center, due_on=None, period="QUARTERLY"), await given_to(center)
    await periods(center, task, NOW)
    for one in (task, dated):
        with pytest.raises(Problem) as refused:
            await begin(center, one, NOW)
        assert refused.value.facts == {"rule": "period_not_begun"}
    assert len(await center.rows("assignments", series_id=task)) == 1


async def test_what_recurs_ends_when_it_is_done_and_waits_while_its_official_has_left(center: Center) -> None:
    task = await given_to(center, due_on=None, period="WEEKLY")
    persons = center.store.collection("persons")
    await persons.update_one({"_id": "assignee"}, {"$set": {"is_active": False}})
    await center.store.collection("versions").update_one({"_id": "reference"}, {"$inc": {"version": 1}})
    await center.container.reference.refresh()
    with pytest.raises(Problem) as refused:
        await periods(center, task, NOW)
    assert refused.value.code == "INACTIVE_TARGET"
    await persons.update_one({"_id": "assignee"}, {"$set": {"is_active": True}})
    await center.container.reference.refresh()
    await center.act("assignee", acknowledge_assignment, task)
    await center.act("assignee", start_assignment, task)
    await center.act("assignee", report_assignment, task, text="Порядок налажен", evidence=PHOTO)
    row = await center.act("head", accept_assignment_report, task)
    assert row["next_period_on"] is None
    assert await with_periods_begun(center.store, date(2027, 1, 1)) == []


async def test_what_a_protocol_orders_again_and_again_recurs_as_well(center: Center) -> None:
    protocol = await ready(center, items=items(ordered(due_on=None, recurrence="ежемесячно до 20-го числа")))
    await center.act("curator", sign_protocol, protocol)
    recipients = [{"person_id": "assignee", "via": "Почта"}]
    await center.act("head", dispatch_protocol, protocol, recipients=recipients)
    (row,) = await center.rows("assignments", protocol_id=protocol)
    assert (row["recurrence"], row["next_period_on"]) == ("ежемесячно до 20-го числа", "2026-06-01")
    await center.act("assignee", acknowledge_assignment, row["_id"])
    acknowledged = (await center.row("protocols", protocol))["dispatches"][0]["acknowledged_at"]
    await periods(center, row["_id"], NOW)
    (made,) = await center.rows("assignments", series_id=row["_id"])
    assert (made["due_on"], made["protocol_id"], made["decision_no"]) == ("2026-06-19", protocol, "1.1")
    assert made["secretary_id"] == "secretary"
    # The protocol was acknowledged, whatever its periods are.
    assert acknowledged == NOW
