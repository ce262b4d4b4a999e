"""`case.import`: a case told with its past, step by step, all of it or nothing, from the command line only."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from auth.actions import Action
from auth.errors import Forbidden, Invalid, InvalidTransition
from documents.cases.document import Case
from documents.imports.operations import PastStep, import_case
from documents.kernel.write.runner import Request
from documents.submissions.operations import answering, intake
from tests.support.town import NOW, Town

THEN = datetime(2025, 3, 3, 2)


def step(
    event: str, days: int, person: str = "person-pos", role: str = "POS_OFFICER", **facts: Any
) -> PastStep:
    return PastStep(event, THEN + timedelta(days=days), person, role, facts)


REGISTERED = step("register_submission", 0, kind="MESSAGE", channel_id="POS", text="Яма", is_demo=True)
UNTIL_WORK = [
    REGISTERED,
    step("formalize_submission", 1, topic_id="holes", summary="Яма"),
    step("accept_submission", 1),
    step("route_submission", 2, recipient_id="roads", assignee_id="person-assignee"),
    step("start_work", 3, "person-assignee", "ASSIGNEE"),
]


async def imported(town: Town, steps: list[PastStep]) -> Case:
    outcomes = await town.container.runner.run_together(
        [Request(import_case, None, NOW, facts={"steps": steps})]
    )
    record = outcomes[0].record
    assert isinstance(record, Case)
    return record


async def test_a_past_is_told_by_the_people_of_the_past_at_their_times(town: Town) -> None:
    case = await imported(town, UNTIL_WORK)
    assert case.status == "IN_PROGRESS"
    assert case.number == "2025-000001"
    assert case.registered_at == THEN
    assert case.creator_id == "person-pos"
    told = await town.events_of(case.id)
    assert [(one["at"], one["actor"]["person_id"], one["actor"]["role"]) for one in told] == [
        (one.at, one.person_id, one.role) for one in UNTIL_WORK
    ]
    assert {one["action"] for one in told} == {"case.import"}


async def test_what_has_no_operation_here_yet_is_told_as_well(town: Town) -> None:
    until = THEN + timedelta(days=60)
    steps = [*UNTIL_WORK, step("postpone_submission", 5, until=until, text="Ремонт весной")]
    case = await imported(town, steps)
    assert case.status == "POSTPONED"
    assert case.postponed_until == until
    assert case.overdue_at == until
    assert case.responses[-1].kind == "INTERMEDIATE"
    assert case.first_response_at == THEN + timedelta(days=5)


async def test_a_reopened_case_has_a_new_clock_and_keeps_the_old_one_told(town: Town) -> None:
    answered = [
        *UNTIL_WORK,
        step("submit_response", 4, "person-assignee", "ASSIGNEE", text="Сделали"),
        step("approve_response", 5, "person-recipient.head", "RECIPIENT_HEAD"),
        step("send_response", 5, "person-assignee", "ASSIGNEE"),
    ]
    case = await imported(town, [*answered, step("reopen_submission", 9)])
    assert case.status == "REOPENED"
    assert case.reopened_count == 1
    # The earlier deadline stays told, and what counts from the re-opening comes behind it.
    (place,) = [number for number, one in enumerate(case.due_steps) if one.rule == "REOPENED"]
    earlier, fresh = case.due_steps[:place], case.due_steps[place + 1 :]
    assert (earlier[0].at, fresh[0].at) == (THEN, THEN + timedelta(days=9))
    assert (earlier[0].rule, fresh[0].rule) == ("POS_STANDARD", "POS_STANDARD")
    assert fresh[-1].at == case.due_at
    answers = [(one.started_at, one.due_at) for one in case.clocks if one.kind == "ANSWER"]
    assert answers == [(THEN, earlier[-1].at), (THEN + timedelta(days=9), case.due_at)]
    assert case.answered_at is None
    told = await town.events_of(case.id)
    due = next(one for one in told[-1]["changes"] if one["field"] == "due_at")
    assert due["before"] < due["after"] == case.due_at


async def test_a_step_the_machine_does_not_know_leaves_nothing(town: Town) -> None:
    before = await town.event_count()
    with pytest.raises(InvalidTransition) as caught:
        await imported(town, [REGISTERED, step("close_submission", 1, outcome="RESOLVED")])
    assert caught.value.facts["event"] == "close_submission"
    with pytest.raises(Invalid):
        await imported(town, [REGISTERED, step("sign_protocol", 1)])
    with pytest.raises(Invalid):
        await imported(town, [])
    assert await town.event_count() == before
    assert await town.store.collection("cases").count_documents({}) == 0


async def test_nobody_imports_through_a_door(town: Town) -> None:
    for login in ("head", "admin", "pos", "partner"):
        with pytest.raises(Forbidden) as caught:
            await town.do(login, import_case, steps=UNTIL_WORK)
        assert caught.value.facts == {"action": Action.CASE_IMPORT.value}


async def test_an_imported_case_goes_on_here(town: Town) -> None:
    case = await imported(town, UNTIL_WORK)
    after: Case = await town.do("assignee", answering.submit_response, case.id, text="Засыпали.")
    assert after.status == "IN_REVIEW"
    assert after.revision == case.revision + 1


async def test_a_postponed_case_is_told_by_the_deadline_that_counts(town: Town) -> None:
    until = datetime(2025, 7, 31, 17)
    first = await imported(town, UNTIL_WORK)
    case = await imported(town, [*UNTIL_WORK, step("postpone_submission", 5, until=until)])
    assert (case.due_at, case.first_due_at, case.postponed_until) == (until, first.due_at, until)
    assert (case.legal_due_on, case.control_due_on) == ("2025-07-31", "2025-07-31")
    # The steps go on from the first deadline to the second one.
    assert [one.rule for one in case.due_steps] == [*(one.rule for one in first.due_steps), "POSTPONED"]
    assert case.due_steps[-1].at == until
    # By the date that counts: behind the other one in the order of deadlines, and not due soon before its own time.
    assert case.sort_due > first.sort_due
    assert first.soon_at < case.soon_at < until
    changes = {one["field"]: one for one in (await town.events_of(case.id))[-1]["changes"]}
    assert (changes["due_at"]["before"], changes["due_at"]["after"]) == (first.due_at, until)


async def test_a_case_that_was_postponed_keeps_its_day_when_it_is_formalized_anew(town: Town) -> None:
    until = datetime(2025, 7, 31, 17)
    steps = [*UNTIL_WORK, step("postpone_submission", 5, until=until), step("resume_work", 6)]
    case = await imported(town, steps)
    after = await town.do(
        "pos",
        intake.formalize_submission,
        case.id,
        topic_id="ice",
        summary="Наледь",
        expected_revision=case.revision,
    )
    assert (after.topic_id, after.due_at, after.due_steps) == ("ice", until, case.due_steps)
