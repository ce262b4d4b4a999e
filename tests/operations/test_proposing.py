"""Proposals by those who may only ask, and how urgent a case is: both are decided by others, with a reason."""

from datetime import timedelta
from typing import Any

from auth.errors import Forbidden, Invalid
from documents.cases import operations
from documents.cases.document import Case
from documents.incidents.operations import intake as incident_intake
from documents.submissions.operations import answering, ending, proposing, reopening
from tests.support.cases import in_review, refused, routed
from tests.support.town import NOW, Town


async def test_who_may_only_ask_proposes_and_who_may_decides(town: Town) -> None:
    case = await routed(town)
    await town.do("assignee", answering.start_work, case.id)
    until = NOW + timedelta(days=40)
    proposal = {"until": until, "reason": "Нужен асфальт", "text": "Ремонт в июле."}
    await refused(town, Forbidden, "pos", proposing.propose_postponement, case, **proposal)
    nothing = await refused(town, Invalid, "pos", proposing.decide_postponement, case, is_accepted=True)
    assert nothing.facts["rule"] == "nothing_proposed"
    asked: Case = await town.do("assignee", proposing.propose_postponement, case.id, **proposal)
    assert (asked.status, asked.due_at, asked.proposal) == ("IN_PROGRESS", case.due_at, "POSTPONEMENT")
    assert [(one.kind, one.status) for one in asked.responses] == [("INTERMEDIATE", "DRAFT")]
    await refused(town, Forbidden, "assignee", proposing.decide_postponement, case, is_accepted=True)
    why = await refused(town, Invalid, "pos", proposing.decide_postponement, case, is_accepted=False)
    assert (why.facts["rule"], why.path) == ("reason_required", ("reason",))
    declined: Case = await town.do(
        "pos", proposing.decide_postponement, case.id, is_accepted=False, reason="Асфальт есть"
    )
    assert (declined.status, declined.proposal, declined.responses[0].status) == (
        "IN_PROGRESS",
        None,
        "RETURNED",
    )
    await town.do("recipient.coordinator", proposing.propose_postponement, case.id, **proposal)
    after: Case = await town.do("lead.roads", proposing.decide_postponement, case.id, is_accepted=True)
    assert (after.status, after.due_at, after.proposal) == ("POSTPONED", until, None)
    assert [one.kind for one in after.decisions] == [
        "POSTPONEMENT_PROPOSED",
        "POSTPONEMENT_DECLINED",
        "POSTPONEMENT_PROPOSED",
        "POSTPONED",
    ]
    assert [one.status for one in after.responses] == ["RETURNED", "SENT"]
    names = [one["name"] for one in await town.events_of(case.id)][-4:]
    assert names == [
        "submission.postponement_proposed",
        "submission.postponement_declined",
        "submission.postponement_proposed",
        "submission.postponed",
    ]


async def test_an_answered_case_forgets_what_was_proposed(town: Town) -> None:
    case = await in_review(town)
    proposal = {"until": NOW + timedelta(days=40), "reason": "Нужен асфальт", "text": "Ремонт в июле."}
    await town.do("assignee", proposing.propose_postponement, case.id, **proposal)
    await town.do("recipient.head", answering.approve_response, case.id)
    sent: Case = await town.do("assignee", answering.send_response, case.id)
    assert (sent.status, sent.proposal) == ("ANSWERED", None)
    await town.do("pos", reopening.reopen_submission, case.id, reason="Яма на месте")
    again: Case = await town.do("assignee", answering.start_work, case.id)
    assert again.proposal is None


async def test_the_importance_of_an_incident_moves_its_deadline_and_its_priority(town: Town) -> None:
    posts = [{"url": "https://vk.com/wall-1_1", "text": "Открыт люк!"}]
    facts: dict[str, Any] = {"channel_id": "VK", "summary": "Люк", "publications": posts, "topic_id": "holes"}
    case: Case = await town.do("incident", incident_intake.register_incident, **facts)
    nothing = await refused(town, Invalid, "incident", operations.set_priority, case, reason="Дети ходят")
    assert nothing.facts["rule"] == "nothing_to_change"
    given = {"importance": "CRITICAL", "reason": "Дети ходят"}
    await refused(town, Forbidden, "info", operations.set_priority, case, **given)
    after: Case = await town.do("incident", operations.set_priority, case.id, **given)
    assert (after.importance, after.priority, after.policy_code) == ("CRITICAL", "CRITICAL", "IM_HIGH")
    assert after.due_at < case.due_at
    assert (after.decisions[-1].kind, after.decisions[-1].reason) == ("PRIORITY_SET", "Дети ходят")


async def test_a_message_has_a_priority_alone_and_only_while_it_is_open(town: Town) -> None:
    case = await routed(town)
    given = {"importance": "HIGH", "reason": "Опасно"}
    problem = await refused(town, Invalid, "lead.roads", operations.set_priority, case, **given)
    assert (problem.facts["rule"], problem.path) == ("not_for_this_kind", ("importance",))
    after: Case = await town.do(
        "lead.roads", operations.set_priority, case.id, priority="HIGH", reason="Опасно"
    )
    assert (after.priority, after.due_at) == ("HIGH", case.due_at)
    await town.do("pos", ending.withdraw_submission, case.id, reason="Отозвано")
    late = await refused(town, Invalid, "pos", operations.set_priority, case, priority="LOW", reason="Снято")
    assert late.facts["rule"] == "already_finished"
