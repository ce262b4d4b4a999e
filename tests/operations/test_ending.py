"""How a case ends without an answer of ours, and how its time is prolonged: every way, with every refusal on it."""

from datetime import timedelta
from typing import Any

import pytest

from auth.errors import DeadlineRule, Forbidden, InactiveTarget, Invalid, InvalidTransition
from documents.cases.document import Case
from documents.incidents.operations import intake as incident_intake
from documents.incidents.operations import merging as incident_merging
from documents.invariants import case_problems
from documents.legal_acts.document import LegalAct
from documents.organizations.document import Organization
from documents.submissions.operations import (
    answering,
    ending,
    intake,
    merging,
    routing,
    terms,
)
from tests.support.cases import in_review, refused, registered, routed
from tests.support.town import FOUNDED, NOW, Town

APPEAL = {"kind": "APPEAL", "appeal_kind": "COMPLAINT", "channel_id": "POST"}
WHY, NOTICE = "Запрошены документы", "Срок рассмотрения вашего обращения продлён."
ACT = {"id": "act-1", "kind": "ORDER", "number": "12-р", "issued_on": "2026-05-30", "title": "О продлении"}


async def hospital(town: Town) -> str:
    """An organization outside, and the act that appeals are prolonged by."""
    at = {"updated_at": FOUNDED}
    await town.load(
        [
            Organization(id="hospital", name="Больница", short_name="ЦРБ", kind="EXTERNAL_PARTNER", **at),
            LegalAct(**ACT, url="https://bogotol.example/12", **at),
        ]
    )
    return "hospital"


async def accepted(town: Town, **facts: Any) -> Case:
    case = await registered(town, **facts)
    await town.do("pos", intake.formalize_submission, case.id, topic_id="holes", summary="Яма")
    after: Case = await town.do("pos", intake.accept_submission, case.id)
    return after


async def test_a_message_is_forwarded_with_a_notice_and_leaves_the_work(town: Town) -> None:
    target, case = await hospital(town), await accepted(town)
    after: Case = await town.do(
        "pos", ending.forward_submission, case.id, organization_id=target, text="Направлено в больницу."
    )
    assert (after.status, after.outcome, after.forwarded_to_id) == ("FORWARDED", "FORWARDED", target)
    assert [(one.kind, one.status) for one in after.responses] == [("NOTICE_OF_FORWARDING", "SENT")]
    assert (after.decisions[-1].kind, after.decisions[-1].organization_id) == ("FORWARDED", target)
    assert list(case_problems(after.to_row())) == []


async def test_an_appeal_is_forwarded_within_seven_days_and_never_to_whom_it_complains_of(town: Town) -> None:
    target, case = await hospital(town), await registered(town, **APPEAL)
    formal = {"topic_id": "holes", "summary": "Хамят в регистратуре", "complained_of_id": target}
    await town.do("pos", intake.formalize_submission, case.id, **formal)
    await town.do("pos", intake.accept_submission, case.id)
    given = {"organization_id": target, "text": NOTICE}
    problem = await refused(town, Invalid, "pos", ending.forward_submission, case, **given)
    assert (problem.facts["rule"], problem.path) == ("complained_of", ("organizationId",))
    town.now += timedelta(days=8)
    late = await refused(town, DeadlineRule, "pos", ending.forward_submission, case, **given)
    assert late.facts == {"rule": "forwarding_term", "dueAt": "2026-06-08T17:00:00Z"}


async def test_a_complaint_is_not_routed_to_the_body_that_it_is_about(town: Town) -> None:
    case = await registered(town, **APPEAL)
    formal = {"topic_id": "holes", "summary": "Жалоба на отдел", "complained_of_id": "roads"}
    await town.do("pos", intake.formalize_submission, case.id, **formal)
    await town.do("pos", intake.accept_submission, case.id)
    for body in ("roads", "yard"):
        problem = await refused(town, Invalid, "pos", routing.route_submission, case, recipient_id=body)
        assert problem.facts["rule"] == "complained_of"
    message = await registered(town)
    given = {"topic_id": "holes", "summary": "Яма", "complained_of_id": "roads"}
    wrong = await refused(town, Invalid, "pos", intake.formalize_submission, message, **given)
    assert (wrong.facts["rule"], wrong.path) == ("not_for_this_kind", ("complainedOfId",))


async def test_refuses_to_forward_where_one_routes_or_to_what_is_closed(town: Town) -> None:
    case = await accepted(town)
    problem = await refused(
        town, Invalid, "pos", ending.forward_submission, case, organization_id="roads", text=NOTICE
    )
    assert problem.facts["rule"] == "is_a_recipient"
    closed = Organization(
        id="old", name="old", short_name="old", kind="EXTERNAL_PARTNER", state="CLOSED", updated_at=NOW
    )
    await town.load([closed])
    given = {"organization_id": "old", "text": NOTICE}
    await refused(town, InactiveTarget, "pos", ending.forward_submission, case, **given)


async def test_an_appeal_is_prolonged_once_by_a_named_official_on_an_act(town: Town) -> None:
    await hospital(town)
    case = await routed(town, **APPEAL)
    given: dict[str, Any] = {"days": 30, "reason": WHY, "text": NOTICE}
    named = {**given, "decided_by_id": "person-head", "legal_act_id": "act-1"}
    for missing, rule in (
        ("decided_by_id", "deciding_official_required"),
        ("legal_act_id", "legal_act_required"),
    ):
        without = {key: value for key, value in named.items() if key != missing}
        problem = await refused(town, Invalid, "head", terms.extend_deadline, case, **without)
        assert problem.facts["rule"] == rule
    await refused(town, Forbidden, "pos", terms.extend_deadline, case, **named)
    too_long = await refused(town, Invalid, "head", terms.extend_deadline, case, **{**named, "days": 31})
    assert too_long.path == ("days",)
    after: Case = await town.do("recipient.head", terms.extend_deadline, case.id, **named)
    assert after.status == "ASSIGNED"
    assert (case.legal_due_on, after.legal_due_on) == ("2026-07-01", "2026-07-31")
    assert after.due_at - case.due_at == timedelta(days=30)
    assert [one.rule for one in after.due_steps].index("EXTENDED") == len(case.due_steps)
    assert after.responses[-1].kind == "NOTICE_OF_EXTENSION"
    assert (after.decisions[-1].decided_by_id, after.decisions[-1].legal_act_id) == ("person-head", "act-1")
    second = await refused(town, DeadlineRule, "head", terms.extend_deadline, case, **named)
    assert second.facts["rule"] == "extended_once"
    # Another topic leaves the day that the applicant was told.
    again: Case = await town.do("pos", intake.formalize_submission, case.id, topic_id="ice", summary="Лёд")
    assert again.due_at == after.due_at


async def test_nothing_is_prolonged_after_its_time_is_over(town: Town) -> None:
    case = await routed(town)
    town.now += timedelta(days=31)
    given = {"days": 10, "reason": WHY, "text": NOTICE}
    problem = await refused(town, DeadlineRule, "pos", terms.extend_deadline, case, **given)
    assert problem.facts["rule"] == "already_due"


async def test_a_message_is_prolonged_by_its_desk_while_a_draft_stays_under_review(town: Town) -> None:
    case = await in_review(town)
    given = {"days": 10, "reason": WHY, "text": NOTICE}
    await refused(town, Forbidden, "recipient.head", terms.extend_deadline, case, **given)
    after: Case = await town.do("pos", terms.extend_deadline, case.id, **given)
    assert (after.status, after.due_at - case.due_at) == ("IN_REVIEW", timedelta(days=10))
    approved: Case = await town.do("recipient.head", answering.approve_response, case.id)
    assert [(one.kind, one.status) for one in approved.responses] == [
        ("FINAL", "APPROVED"),
        ("NOTICE_OF_EXTENSION", "SENT"),
    ]
    sent: Case = await town.do("assignee", answering.send_response, case.id)
    assert sent.responses[0].status == "SENT"


async def test_an_appeal_is_left_unanswered_on_a_listed_ground_and_told_so(town: Town) -> None:
    case = await routed(town, **APPEAL)
    given = {"ground": "NO_SUBSTANCE", "reason": "Суть не определяется"}
    problem = await refused(town, Invalid, "pos", terms.leave_unanswered, case, **given)
    assert (problem.facts["rule"], problem.path) == ("notice_required", ("text",))
    await refused(town, Forbidden, "recipient.head", terms.leave_unanswered, case, **given, text=NOTICE)
    after: Case = await town.do("pos", terms.leave_unanswered, case.id, **given, text=NOTICE)
    assert (after.status, after.outcome, after.answered_at) == ("CLOSED", "UNANSWERED", None)
    assert after.responses[-1].kind == "NOTICE_OF_NO_ANSWER"
    assert after.decisions[-1].ground == "NO_SUBSTANCE"
    assert list(case_problems(after.to_row())) == []
    told = (await town.events_of(case.id))[-1]
    assert (told["name"], told["facts"]) == ("submission.left_unanswered", {"ground": "NO_SUBSTANCE"})


async def test_nobody_can_be_told_where_no_name_or_address_was_given(town: Town) -> None:
    case = await routed(town, **APPEAL)
    given = {"ground": "NO_NAME_OR_ADDRESS", "reason": "Анонимное"}
    after: Case = await town.do("head", terms.leave_unanswered, case.id, **given)
    assert after.responses == []


async def test_a_withdrawn_message_keeps_the_words_of_the_applicant(town: Town) -> None:
    case = await routed(town)
    await refused(town, Forbidden, "lead.roads", ending.withdraw_submission, case, reason="Свет дали")
    after: Case = await town.do("pos", ending.withdraw_submission, case.id, reason="Свет дали, спасибо")
    assert (after.status, after.decisions[-1].reason) == ("WITHDRAWN", "Свет дали, спасибо")


async def test_a_wrong_registration_and_what_replaces_it_name_each_other(town: Town) -> None:
    wrong = await registered(town, channel_id="POST")
    right = await registered(town, **APPEAL)
    given = {"reason": "Это обращение по 59-ФЗ", "replaced_by_id": right.id}
    after: Case = await town.do("pos", ending.cancel_submission, wrong.id, **given)
    assert (after.status, after.replaced_by_id) == ("CANCELLED", right.id)
    kept = await town.stored(right.id)
    assert (kept.status, kept.replaces_id, kept.revision) == ("NEW", wrong.id, right.revision + 1)
    assert (await town.events_of(right.id))[-1]["name"] == "submission.replaces"
    assert list(case_problems(after.to_row())) == []
    another = await registered(town)
    taken = await refused(town, Invalid, "pos", ending.cancel_submission, another, **given)
    assert taken.facts["rule"] == "replaces_another"


@pytest.mark.parametrize(
    ("named", "rule"), [("itself", "the_same_case"), ("nothing", "unknown_case"), ("hidden", "unknown_case")]
)
async def test_refuses_to_cancel_for_what_cannot_replace_it(town: Town, named: str, rule: str) -> None:
    case = await registered(town, "registrar", channel_id="PHONE")
    hidden = await registered(town)
    other = {"itself": case.id, "nothing": "0" * 24, "hidden": hidden.id}[named]
    given = {"reason": "Ошибка", "replaced_by_id": other}
    problem = await refused(town, Invalid, "registrar", ending.cancel_submission, case, **given)
    assert (problem.facts["rule"], problem.path) == (rule, ("replacedById",))
    assert await town.stored(hidden.id) == hidden


async def test_every_applicant_of_what_was_merged_is_answered(town: Town) -> None:
    first, second, third = await registered(town), await registered(town), await registered(town)
    await town.do("pos", merging.merge_submissions, first.id, into_id=second.id, reason="Тот же двор")
    after: Case = await town.do(
        "pos", merging.merge_submissions, second.id, into_id=third.id, reason="Тот же двор"
    )
    assert (after.status, after.duplicate_of_id) == ("MERGED", third.id)
    # What was merged before points to the living one: chains are one step long.
    assert (await town.stored(first.id)).duplicate_of_id == third.id
    assert (await town.stored(third.id)).merged_ids == [first.id, second.id]
    held = await refused(town, Invalid, "pos", ending.withdraw_submission, third, reason="Передумал")
    assert held.facts["rule"] == "gathers_others"
    await town.do("pos", intake.formalize_submission, third.id, topic_id="holes", summary="Яма")
    await town.do("pos", intake.accept_submission, third.id)
    await town.do(
        "pos", routing.route_submission, third.id, recipient_id="roads", assignee_id="person-assignee"
    )
    await town.do("assignee", answering.start_work, third.id)
    await town.do("assignee", answering.submit_response, third.id, text="Засыпали.")
    await town.do("recipient.head", answering.approve_response, third.id)
    await town.do("assignee", answering.send_response, third.id)
    for merged in (first, second):
        told = await town.stored(merged.id)
        assert [(one.kind, one.text) for one in told.responses] == [("SHARED_ANSWER", "Засыпали.")]
        assert told.status == "MERGED"
        assert list(case_problems(told.to_row())) == []


@pytest.mark.parametrize(
    ("named", "rule"),
    [
        ("itself", "the_same_case"),
        ("an appeal", "wrong_kind"),
        ("an ended one", "not_open"),
        ("none", "unknown_case"),
    ],
)
async def test_refuses_to_merge_into_what_does_not_answer(town: Town, named: str, rule: str) -> None:
    case, appeal, ended = await registered(town), await registered(town, **APPEAL), await registered(town)
    await town.do("pos", ending.withdraw_submission, ended.id, reason="Отозвано")
    into = {"itself": case.id, "an appeal": appeal.id, "an ended one": ended.id, "none": "0" * 24}[named]
    given = {"into_id": into, "reason": "Тот же вопрос"}
    problem = await refused(town, Invalid, "pos", merging.merge_submissions, case, **given)
    assert (problem.facts["rule"], problem.path) == (rule, ("intoId",))


async def test_a_merged_incident_hands_its_publications_over(town: Town) -> None:
    def post(number: int) -> dict[str, Any]:
        return {"url": f"https://vk.com/wall-1_{number}", "text": "Открыт люк!"}

    async def incident(*numbers: int) -> Case:
        facts = {"channel_id": "VK", "summary": "Люк", "topic_id": "holes"}
        posts = [post(number) for number in numbers]
        found: Case = await town.do(
            "incident", incident_intake.register_incident, **facts, publications=posts
        )
        return found

    one, other = await incident(1, 2), await incident(2, 3)
    after: Case = await town.do(
        "incident", incident_merging.merge_incidents, one.id, into_id=other.id, reason="Тот же люк"
    )
    assert (after.status, after.duplicate_of_id) == ("MERGED", other.id)
    kept = await town.stored(other.id)
    assert [one.url[-1] for one in kept.publications] == ["2", "3", "1"]
    assert (kept.status, kept.merged_ids) == ("NEW", [one.id])


@pytest.mark.parametrize(
    "operation", [ending.withdraw_submission, ending.cancel_submission, terms.leave_unanswered]
)
async def test_refuses_to_end_what_has_ended(town: Town, operation: Any) -> None:
    case = await routed(town, **APPEAL)
    await town.do("head", terms.leave_unanswered, case.id, ground="NO_NAME_OR_ADDRESS", reason="Анонимное")
    facts: dict[str, Any] = {"reason": "Ещё раз"}
    if operation is terms.leave_unanswered:
        facts["ground"] = "NO_NAME_OR_ADDRESS"
    if operation is ending.cancel_submission:
        facts["replaced_by_id"] = (await registered(town)).id
    await refused(town, InvalidTransition, "head", operation, case, **facts)
