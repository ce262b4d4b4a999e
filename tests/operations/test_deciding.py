"""What is decided about a case beside its answer: putting off and opening again, with every refusal on the way."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from auth.errors import DeadlineRule, Forbidden, Invalid, InvalidTransition
from documents.cases.document import Case
from documents.center.document import Setting
from documents.incidents.operations import answering as incident_answering
from documents.incidents.operations import intake as incident_intake
from documents.incidents.operations import pausing as incident_pausing
from documents.incidents.operations import reopening as incident_reopening
from documents.kernel.record import FAR
from documents.kernel.write.operation import Operation
from documents.submissions.operations import answering, clarifying, pausing, reopening
from tests.support.cases import in_review, refused, registered, routed
from tests.support.town import NOW, Town

LATER = datetime(2026, 7, 20, 17)
ANSWER = "Ремонт начнётся в июле, о результате напишем."
REASON = "Подрядчик выбран, работы по графику"


async def started(town: Town, **facts: Any) -> Case:
    case = await routed(town, **facts)
    after: Case = await town.do("assignee", answering.start_work, case.id)
    return after


async def answered(town: Town) -> Case:
    case = await in_review(town)
    await town.do("recipient.head", answering.approve_response, case.id)
    after: Case = await town.do("assignee", answering.send_response, case.id)
    return after


async def incident(town: Town, *, until_replied: bool = False) -> Case:
    """An incident that the officer has taken, or replied to."""
    posts = [{"url": "https://vk.com/wall-1_1", "text": "Открыт люк!"}]
    facts: dict[str, Any] = {"channel_id": "VK", "summary": "Люк", "publications": posts, "topic_id": "holes"}
    case: Case = await town.do("incident", incident_intake.register_incident, **facts)
    taken: Case = await town.do("incident", incident_answering.take_incident, case.id)
    if not until_replied:
        return taken
    await town.do("incident", incident_answering.submit_incident_reply, case.id, text="Люк закрыт.")
    urls = ["https://vk.com/wall-1_1?reply=2"]
    replied: Case = await town.do(
        "incident", incident_answering.publish_incident_reply, case.id, reply_urls=urls
    )
    return replied


async def test_a_postponed_message_is_answered_first_and_counts_by_the_promised_day(town: Town) -> None:
    case = await started(town)
    off: Case = await town.do(
        "pos", pausing.postpone_submission, case.id, until=LATER, reason=REASON, text=ANSWER
    )
    assert (off.status, off.due_at, off.first_due_at) == ("POSTPONED", LATER, case.due_at)
    assert off.overdue_at == LATER
    reply = off.responses[-1]
    assert (reply.kind, reply.status, reply.text) == ("INTERMEDIATE", "SENT", ANSWER)
    assert off.first_response_at == reply.sent_at
    decision = off.decisions[-1]
    assert (decision.kind, decision.by_id, decision.until, decision.reason) == (
        "POSTPONED",
        "person-pos",
        LATER,
        REASON,
    )
    told = (await town.events_of(case.id))[-1]
    assert told["name"] == "submission.postponed"
    assert REASON not in str(told)
    # It goes on, and its final answer goes the usual way.
    await town.do("pos", pausing.resume_work, case.id)
    await town.do("assignee", answering.submit_response, case.id, text="Засыпали.")
    await town.do("recipient.head", answering.approve_response, case.id)
    sent: Case = await town.do("assignee", answering.send_response, case.id)
    assert [(one.kind, one.status) for one in sent.responses] == [("INTERMEDIATE", "SENT"), ("FINAL", "SENT")]


async def test_a_draft_under_review_is_given_back_when_its_message_is_put_off(town: Town) -> None:
    case = await in_review(town)
    await town.do("recipient.head", answering.approve_response, case.id)
    facts = {"until": LATER, "reason": REASON, "text": ANSWER}
    off: Case = await town.do("lead.roads", pausing.postpone_submission, case.id, **facts)
    assert [(one.kind, one.status) for one in off.responses] == [
        ("FINAL", "RETURNED"),
        ("INTERMEDIATE", "SENT"),
    ]
    await town.do("pos", pausing.resume_work, case.id)
    again: Case = await town.do("assignee", answering.submit_response, case.id, text="Сделано.")
    # What was approved before is no approval of the new draft.
    problem = await refused(town, Invalid, "assignee", answering.send_response, again)
    assert problem.facts["rule"] == "not_approved"


@pytest.mark.parametrize(
    ("facts", "rule", "path"),
    [
        ({"until": NOW - timedelta(days=1)}, "already_due", ("until",)),
        ({"until": NOW + timedelta(days=120)}, "beyond_maximum", ("until",)),
        ({"text": " "}, "required", ("text",)),
        ({"reason": ""}, "required", ("reason",)),
    ],
    ids=["the past", "too far", "no answer", "no reason"],
)
async def test_refuses_to_put_off_without_a_promise_that_can_be_kept(
    town: Town, facts: dict[str, Any], rule: str, path: tuple[str, ...]
) -> None:
    case = await started(town)
    given = {"until": LATER, "reason": REASON, "text": ANSWER, **facts}
    expected = Invalid if rule == "required" else DeadlineRule
    problem = await refused(town, expected, "pos", pausing.postpone_submission, case, **given)
    assert (problem.facts["rule"], problem.path) == (rule, path)


async def test_an_appeal_is_never_put_off(town: Town) -> None:
    case = await started(town, kind="APPEAL", appeal_kind="COMPLAINT", channel_id="POST")
    given = {"until": LATER, "reason": REASON, "text": ANSWER}
    await refused(town, Forbidden, "pos", pausing.postpone_submission, case, **given)
    await refused(town, Forbidden, "head", pausing.postpone_submission, case, **given)


async def test_who_may_only_propose_does_not_put_off(town: Town) -> None:
    case = await started(town)
    given = {"until": LATER, "reason": REASON, "text": ANSWER}
    for login in ("assignee", "recipient.coordinator", "recipient.head"):
        await refused(town, Forbidden, login, pausing.postpone_submission, case, **given)


async def test_the_officer_puts_an_incident_off_for_a_week_and_the_head_for_longer(town: Town) -> None:
    case = await incident(town)
    # Seven working days from Monday, 1 June; Friday the 12th is a day off by decree alone.
    within, beyond = datetime(2026, 6, 10, 10), datetime(2026, 6, 16, 10)
    facts = {"until": beyond, "text": ANSWER}
    await refused(town, Forbidden, "incident", incident_pausing.postpone_incident, case, **facts)
    off: Case = await town.do(
        "incident", incident_pausing.postpone_incident, case.id, until=within, text=ANSWER
    )
    assert (off.status, off.due_at, off.postponed_working_days) == ("POSTPONED", within, 7)
    await town.do("incident", incident_pausing.resume_incident, case.id)
    longer: Case = await town.do("head", incident_pausing.postpone_incident, case.id, **facts)
    assert (longer.due_at, longer.first_due_at) == (beyond, case.due_at)
    assert [one.kind for one in longer.decisions] == ["POSTPONED", "POSTPONED"]


@pytest.mark.parametrize("is_closed", [False, True], ids=["answered", "closed"])
async def test_a_reopened_case_has_a_new_clock_and_goes_on_with_its_recipient(
    town: Town, *, is_closed: bool
) -> None:
    case = await answered(town)
    if is_closed:
        await town.do("pos", answering.close_submission, case.id, outcome="RESOLVED")
    town.now += timedelta(days=3)
    again: Case = await town.do("pos", reopening.reopen_submission, case.id, reason="Яма на месте")
    assert (again.status, again.reopened_count, again.answered_at, again.outcome) == (
        "REOPENED",
        1,
        None,
        None,
    )
    assert again.due_at > case.due_at
    assert again.recipient_id == "roads"
    assert (again.decisions[-1].kind, again.decisions[-1].reason) == ("REOPENED", "Яма на месте")
    going: Case = await town.do("assignee", answering.start_work, case.id)
    assert going.status == "IN_PROGRESS"


async def test_a_replied_incident_is_opened_again_by_its_officer(town: Town) -> None:
    case = await incident(town, until_replied=True)
    await refused(town, Forbidden, "info", incident_reopening.reopen_incident, case, reason="Люк открыт")
    again: Case = await town.do("incident", incident_reopening.reopen_incident, case.id, reason="Люк открыт")
    assert (again.status, again.reopened_count) == ("REOPENED", 1)
    assert again.due_at > case.due_at


@pytest.mark.parametrize(
    ("operation", "facts"),
    [
        (pausing.postpone_submission, {"until": LATER, "reason": REASON, "text": ANSWER}),
        (reopening.reopen_submission, {"reason": REASON}),
    ],
    ids=lambda one: one.name if isinstance(one, Operation) else "",
)
async def test_refuses_a_decision_that_does_not_fit_the_state(
    town: Town, operation: Operation, facts: dict[str, Any]
) -> None:
    case = await registered(town)
    await refused(town, InvalidTransition, "pos", operation, case, **facts)


async def test_the_applicant_is_asked_for_details_while_the_clock_runs_on(town: Town) -> None:
    case = await routed(town)
    ask = {"text": "Назовите номер дома.", "until": NOW + timedelta(days=5)}
    nothing = await refused(town, Invalid, "pos", clarifying.record_details, case, text="Дом 5")
    assert nothing.facts["rule"] == "nothing_awaited"
    over = {**ask, "until": NOW - timedelta(days=1)}
    late = await refused(town, DeadlineRule, "pos", clarifying.request_details, case, **over)
    assert late.path == ("until",)
    await refused(town, Forbidden, "recipient.head", clarifying.request_details, case, **ask)
    asked: Case = await town.do("assignee", clarifying.request_details, case.id, **ask)
    assert (asked.status, asked.due_at, asked.overdue_at) == ("ASSIGNED", case.due_at, case.overdue_at)
    assert (asked.responses[-1].kind, asked.details_due_at) == ("REQUEST_FOR_DETAILS", ask["until"])
    town.now += timedelta(days=3)
    told: Case = await town.do("pos", clarifying.record_details, case.id, text="Дом 5, СНИЛС 112-233-445 95")
    assert (told.due_at, told.awaits, told.details_due_at) == (case.due_at, None, None)
    assert [one.kind for one in told.decisions] == ["DETAILS_REQUESTED", "DETAILS_RECORDED"]
    assert "112-233-445" not in str(told.decisions[-1].reason)


@pytest.mark.parametrize("kind", ["MESSAGE", "APPEAL"])
async def test_only_where_the_setting_says_so_the_clock_of_a_message_waits(town: Town, kind: str) -> None:
    await town.load([Setting(id="pauseOnClarification", value=True, updated_at=NOW)])
    facts = {"kind": "APPEAL", "appeal_kind": "COMPLAINT", "channel_id": "POST"} if kind == "APPEAL" else {}
    case = await routed(town, **facts)
    ask = {"text": "Назовите номер дома.", "until": NOW + timedelta(days=60)}
    asked: Case = await town.do("pos", clarifying.request_details, case.id, **ask)
    late = (asked.overdue_at, asked.overdue_twice_at, asked.overdue_thrice_at, asked.due_soon_at)
    assert (late == (FAR,) * 4) is (kind == "MESSAGE")
    town.now += timedelta(days=40)
    told: Case = await town.do("pos", clarifying.record_details, case.id, text="Дом 5")
    waited = timedelta(days=40) if kind == "MESSAGE" else timedelta()
    assert told.due_at == told.overdue_at == case.due_at + waited
    assert ("PAUSED" in [one.rule for one in told.due_steps]) is (kind == "MESSAGE")
