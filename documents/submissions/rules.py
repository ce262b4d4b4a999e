"""Rules of messages and appeals: the machine of §5.2 of the domain, and guards that need no database."""

from collections.abc import Mapping
from typing import Any

from documents.cases.reviewing import answer_no, last_reviewed
from documents.cases.reviewing import is_own_answer as is_own_answer
from documents.cases.satisfaction import is_rated
from documents.cases.statuses import LABELS, CaseStatus
from documents.kernel.machine import Machine, move

Row = Mapping[str, Any]
S = CaseStatus

APPROVAL_NOT_REQUIRED = "approval_not_required"
"""Fact: the setting `approvalRequired` is false, so an officer who answers himself may send without approval."""

WORKED_ON = (S.ACCEPTED, S.ASSIGNED, S.IN_PROGRESS, S.IN_REVIEW)
ANY_OPEN = (S.NEW, *WORKED_ON, S.POSTPONED, S.REOPENED)

USED = (*ANY_OPEN, S.ANSWERED, S.REJECTED, S.MERGED, S.FORWARDED, S.WITHDRAWN, S.CANCELLED, S.CLOSED)

MACHINE = Machine(
    "submission",
    initial=S.NEW,
    moves=(
        move("register_submission", (), S.NEW),
        move("formalize_submission", (S.NEW, S.ACCEPTED, S.ASSIGNED, S.IN_PROGRESS), None),
        move("accept_submission", (S.NEW,), S.ACCEPTED),
        move("reject_submission", (S.NEW,), S.REJECTED),
        move("merge_submissions", (S.NEW, S.ACCEPTED), S.MERGED),
        # One question is one message: this one goes on with the rest. What is with somebody already is returned first.
        move("split_submission", (S.NEW, S.ACCEPTED), None),
        # What was said at a reception is written down before anybody else has it.
        move("record_reception", (S.NEW, S.ACCEPTED), None),
        move("answer_orally", (S.NEW, S.ACCEPTED), S.ANSWERED),
        # A second routing is the same event with a reason; a case in review is returned first, so that no draft is lost.
        move("route_submission", (S.ACCEPTED, S.ASSIGNED, S.IN_PROGRESS), S.ASSIGNED),
        move("return_routing", (S.ASSIGNED,), S.ACCEPTED),
        # A re-opened case goes on where it was answered: its recipient is still set.
        move("start_work", (S.ASSIGNED, S.REOPENED), S.IN_PROGRESS),
        move("save_draft", (S.IN_PROGRESS,), None),
        move("submit_response", (S.IN_PROGRESS,), S.IN_REVIEW),
        # A body without accounts hands in what it says at once: nobody there takes it into work in Pult.
        move("answer_by_link", (S.ASSIGNED, S.IN_PROGRESS, S.REOPENED), S.IN_REVIEW),
        move("return_response", (S.IN_REVIEW,), S.IN_PROGRESS),
        # Approval changes the response, not the case: it stays in review until the answer is sent.
        move("approve_response", (S.IN_REVIEW,), None),
        move("send_response", (S.IN_REVIEW,), S.ANSWERED),
        # Without review there is no approval to wait for; this row counts only where the center has switched it off.
        move("send_response", (S.IN_PROGRESS,), S.ANSWERED, condition=APPROVAL_NOT_REQUIRED),
        # Messages only, by the limit `messages_only` of the policy: 59-ФЗ never pauses.
        move("postpone_submission", (S.IN_PROGRESS, S.IN_REVIEW), S.POSTPONED),
        # Either side of the decision stays where the case is; one that is accepted puts it off.
        move("propose_postponement", (S.IN_PROGRESS, S.IN_REVIEW), None),
        move("decide_postponement", (S.IN_PROGRESS, S.IN_REVIEW), None),
        move("resume_work", (S.POSTPONED,), S.IN_PROGRESS),
        # A postponed message has its own second deadline and is not extended.
        move("extend_deadline", WORKED_ON, None),
        # Appeals only: a message is rejected instead.
        move("leave_unanswered", WORKED_ON, S.CLOSED),
        move("forward_submission", (S.ACCEPTED, S.ASSIGNED), S.FORWARDED),
        move("close_submission", (S.ANSWERED,), S.CLOSED),
        move("reopen_submission", (S.ANSWERED, S.CLOSED), S.REOPENED),
        # The request of an applicant who is not helped is decided where the case is; one that is accepted opens it again.
        move("decide_reopening", (S.ANSWERED, S.CLOSED), None),
        move("record_satisfaction", (S.ANSWERED, S.CLOSED), None),
        move("examine_rating", (S.ANSWERED, S.CLOSED), None),
        # An answered one is no longer open: there is nothing left to withdraw.
        # The clock runs on, so the state stays.
        move("request_details", (S.NEW, S.ACCEPTED, S.ASSIGNED, S.IN_PROGRESS), None),
        move("record_details", (S.NEW, *WORKED_ON), None),
        move("withdraw_submission", ANY_OPEN, S.WITHDRAWN),
        move("cancel_submission", ANY_OPEN, S.CANCELLED),
    ),
    terminal=(S.REJECTED, S.MERGED, S.FORWARDED, S.WITHDRAWN, S.CANCELLED, S.CLOSED),
    labels={status: LABELS[status] for status in USED},
)


def last_response(case: Row) -> Row | None:
    """Return the response that is worked on or was sent last; None before the first draft. Notices are none of them."""
    found: Row | None = last_reviewed(case["responses"])
    return found


def awaits_approval(case: Row) -> bool:
    """Return whether the last response is under review."""
    last = last_response(case)
    return last is not None and last["status"] == "IN_REVIEW"


def has_approved_response(case: Row) -> bool:
    """Return whether the last response was approved and not sent yet: what sending asks for."""
    last = last_response(case)
    return last is not None and last["status"] == "APPROVED"


def is_rated_answer(case: Row, of_case_id: str | None = None) -> bool:
    """Return whether the last answer was rated by an applicant: that of the case itself, or of a case merged into it."""
    return is_rated(case.get("satisfaction") or (), answer_no(case["responses"]), of_case_id)


def is_own_response(case: Row, person_id: str) -> bool:
    """Return whether `person_id` wrote the last response, and so may not approve it under four eyes (invariant 22)."""
    last = last_response(case)
    return last is not None and last["author_id"] == person_id
