"""Operations of answering: start, submit, approve, return, send, close (III.4.4/1, III.4.7/4, II.2.1/3)."""

from collections.abc import Collection, Mapping
from typing import Any

from auth.actions import Action
from auth.errors import FourEyes, Invalid, Problem
from documents.cases import events
from documents.cases.checks import COMMENT_LIMIT, TEXT_LIMIT, outcome_of_an_answer, text_within
from documents.cases.delivering import going_out, required_way
from documents.cases.document import Case, Response
from documents.cases.drafting import handed_in, with_draft
from documents.cases.gathering import tell_gathered
from documents.cases.rating import links_for_all
from documents.cases.responses import decided, submitted
from documents.cases.reviewing import last_reviewed
from documents.cases.statuses import CaseStatus
from documents.cases.targets import offered_anew, refuse_rework, signing
from documents.center.settings import setting
from documents.kernel.read.reference import Snapshot
from documents.kernel.write.change import Change
from documents.kernel.write.operation import Bounds, GuardContext, of_state, operation
from documents.submissions.operations.intake import KINDS
from documents.submissions.rules import (
    APPROVAL_NOT_REQUIRED,
    MACHINE,
    awaits_approval,
    has_approved_response,
    is_own_response,
)

Row = Mapping[str, Any]

RESPONSES = "responses.status"
"""Where an answer stands: the last one alone is under review, or approved and not sent yet."""


def not_own_draft(row: Row, guard_context: GuardContext) -> Problem | None:
    """Require that while four eyes are required, nobody approves a response that he wrote (invariant 22)."""
    if not setting(guard_context.reference, "fourEyes", default=True):
        return None
    return FourEyes() if is_own_response(row, guard_context.who.subject) else None


def _reviewed_bounds(_status: str) -> Bounds:
    return {RESPONSES: frozenset({"IN_REVIEW"})}


@of_state(RESPONSES, bounds=_reviewed_bounds, holds=lambda row, _: awaits_approval(row))
def waits_for_approval(row: Row, guard_context: GuardContext) -> Problem | None:
    """Require that the last response has not been approved yet."""
    return Invalid("already_approved", path="id")


def _approved_bounds(status: str) -> Bounds:
    return {} if status == CaseStatus.IN_PROGRESS else {RESPONSES: frozenset({"APPROVED"})}


def _is_approved(row: Row, _guard_context: GuardContext) -> bool:
    return row["status"] == CaseStatus.IN_PROGRESS or has_approved_response(row)


@of_state(RESPONSES, bounds=_approved_bounds, holds=_is_approved)
def approved(row: Row, guard_context: GuardContext) -> Problem | None:
    """Require that there is an approved response to send; without review (a setting) the text comes with the sending."""
    return Invalid("not_approved", path="id")


def without_approval(snapshot: Snapshot) -> Collection[str]:
    """Return the condition of the machine under which an officer may send without review."""
    return () if setting(snapshot, "approvalRequired", default=True) else (APPROVAL_NOT_REQUIRED,)


@operation(
    title="Начать работу",
    action=Action.SUBMISSION_RESPOND,
    record=Case,
    machine=MACHINE,
    kinds=KINDS,
    read=Action.SUBMISSION_READ,
)
async def start_work(change: Change, case: Case) -> Case:
    """Take into work (ПОС: TAKE_TO_WORK)."""
    return await change.save(case, events.STARTED)


@operation(
    title="Сохранить проект ответа",
    action=Action.SUBMISSION_RESPOND,
    record=Case,
    machine=MACHINE,
    kinds=KINDS,
    read=Action.SUBMISSION_READ,
    checks=(text_within("text", "text", TEXT_LIMIT),),
    replaces_text=True,
)
async def save_draft(change: Change, case: Case, *, text: str) -> Case:
    """Keep the draft of the final response; earlier wordings of it are kept. Raises: INVALID (`nothing_to_change`),
    LIMIT_REACHED."""
    return await change.save(case, events.DRAFT_SAVED, drafts=with_draft(change, case, text))


@operation(
    title="Представить ответ на согласование",
    action=Action.SUBMISSION_RESPOND,
    record=Case,
    machine=MACHINE,
    kinds=KINDS,
    read=Action.SUBMISSION_READ,
    checks=(text_within("text", "text", TEXT_LIMIT, required=False),),
)
async def submit_response(change: Change, case: Case, *, text: str | None = None) -> Case:
    """Hand the saved draft of the final response in for review, or another text. Raises: INVALID (`required`) where there is
    neither."""
    return await change.save(case, events.RESPONSE_SUBMITTED, **handed_in(change, case, text))


@operation(
    title="Согласовать ответ",
    action=Action.RESPONSE_APPROVE,
    record=Case,
    machine=MACHINE,
    kinds=KINDS,
    read=Action.SUBMISSION_READ,
    guards=(waits_for_approval, not_own_draft),
)
async def approve_response(change: Change, case: Case) -> Case:
    """Approve the response under review, and sign for it until somebody else is named; the case itself stays IN_REVIEW until
    the response is sent."""
    approver = change.subject
    responses = decided(
        case, status="APPROVED", reviewer_id=approver, approved_at=change.now, signer_id=approver
    )
    return await change.save(case, events.RESPONSE_APPROVED, responses=responses)


@operation(
    title="Вернуть ответ на доработку",
    action=Action.RESPONSE_RETURN,
    record=Case,
    machine=MACHINE,
    kinds=KINDS,
    read=Action.SUBMISSION_READ,
    checks=(text_within("reason", "reason", COMMENT_LIMIT),),
)
async def return_response(
    change: Change, case: Case, *, reason: str, criteria: list[str] | None = None
) -> Case:
    """Return the draft for rework, with a reason and the criteria of the checklist it fails. Raises: INACTIVE_TARGET."""
    refuse_rework(change, reason, criteria or ())
    responses = decided(
        case,
        status="RETURNED",
        reviewer_id=change.subject,
        return_reason=reason,
        return_criteria=criteria or [],
    )
    return await change.save(case, events.RESPONSE_RETURNED, responses=responses)


@operation(
    title="Отправить ответ",
    action=Action.RESPONSE_SEND,
    record=Case,
    machine=MACHINE,
    kinds=KINDS,
    read=Action.SUBMISSION_READ,
    guards=(approved,),
    given=without_approval,
    checks=(text_within("text", "text", TEXT_LIMIT, required=False), outcome_of_an_answer),
)
async def send_response(
    change: Change,
    case: Case,
    *,
    via: str | None = None,
    way: str | None = None,
    text: str | None = None,
    outcome: str | None = None,
    signer_id: str | None = None,
) -> Case:
    """Send the approved response: the case is answered now. Without review the text itself comes along. With `outcome` the
    case is closed where nobody objects. The way of delivery follows from the channel, unless one is named. Who approved it
    signs it, unless another official is named.

    Raises: INVALID (`delivery_way_required`, `no_email_address`, `unknown_person`, `not_in_organization`), INACTIVE_TARGET
    for a channel that is switched off, unless the case came by it, and for a signer who has left.
    """
    offered_anew(change, "channels", via, held=case.channel_id, path="viaChannelId")
    taken = required_way(change, case, way, via or case.channel_id)
    answered = case
    if case.status == CaseStatus.IN_PROGRESS:
        if not (text or "").strip():
            raise Invalid("required", path="text")
        answered = case.model_copy(
            update={"responses": [Response(**one) for one in submitted(change, case, text or "")]}
        )
    elif text is not None:
        raise Invalid("already_approved", path="text")
    responses = decided(answered, status="SENT", sent_at=change.now, sent_via=via or case.channel_id)
    last_reviewed(responses)["signer_id"] = signing(
        change, case, signer_id, approver_id=last_reviewed(responses)["signer_id"]
    )
    await tell_gathered(change, case, last_reviewed(responses)["text"])
    return await change.save(
        case,
        events.RESPONSE_SENT,
        answered_at=change.now,
        first_response_at=case.first_response_at or change.now,
        proposed_outcome=outcome,
        outcome_asked_at=None,
        guest_links=await links_for_all(change, case),
        **going_out(change, case, responses, way=taken),
    )


@operation(
    title="Снять сообщение или обращение с контроля",
    action=Action.SUBMISSION_CLOSE,
    record=Case,
    machine=MACHINE,
    kinds=KINDS,
    read=Action.SUBMISSION_READ,
    checks=(outcome_of_an_answer,),
)
async def close_submission(change: Change, case: Case, *, outcome: str) -> Case:
    """Take an answered case off control with its outcome."""
    return await change.save(case, events.CLOSED, outcome=outcome, closed_at=change.now)
