"""«What waits for me» once more: which action leaves which states of an object, and on which of them somebody may do it.

Written down from the domain (§5.2, the machines) and the words of `matrix.csv`; nothing here asks the operations, their
machines or the policy, so that the filter `allowedAction` is held against something that it was not made from.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from api.leaks import rights
from api.leaks.people import Asker
from api.leaks.pipelines import Row, StoredRows
from api.leaks.truth import CASE_TYPES, Truth

SUBMISSIONS = frozenset({"MESSAGE", "APPEAL"})
INCIDENTS = frozenset({"INCIDENT"})


@dataclass(frozen=True)
class ExpectedAction:
    """One action: the permission it asks for, the kinds of cases it moves, and the states that it leaves.

    There are no `kinds` where all objects are of one.

    `unapproved` are the states that it leaves besides where the center has switched approval off; `draft` is the state that
    the last draft of a case in review must be in; `proposal` is what must have been proposed, `awaits` what must be
    awaited, `examines` what must wait for a second look. With `proposes` it is for those who may only ask.
    `form` is the form of meeting that it belongs to.
    `only`: column of the matrix → the kinds to which its right is narrowed by the remark of the row.
    """

    permission: str
    kinds: frozenset[str]
    states: frozenset[str]
    unapproved: frozenset[str] = frozenset()
    draft: str | None = None
    proposes: bool = False
    proposal: str | None = None
    awaits: str | None = None
    examines: str | None = None
    form: str | None = None
    only: Mapping[str, frozenset[str]] = field(default_factory=dict)


def _submission(permission: str, *states: str, unapproved: tuple[str, ...] = ()) -> ExpectedAction:
    return ExpectedAction(permission, SUBMISSIONS, frozenset(states), frozenset(unapproved))


def _incident(permission: str, *states: str) -> ExpectedAction:
    return ExpectedAction(permission, INCIDENTS, frozenset(states))


def _step(permission: str, *states: str, form: str | None = None) -> ExpectedAction:
    return ExpectedAction(permission, frozenset(), frozenset(states), form=form)


WORKED_ON = tuple("ACCEPTED ASSIGNED IN_PROGRESS IN_REVIEW".split())
OPEN_SUBMISSIONS = ("NEW", *WORKED_ON, "POSTPONED", "REOPENED")
OPEN_INCIDENTS = tuple("NEW ROUTED RETURNED IN_PROGRESS IN_REVIEW POSTPONED REPLIED REOPENED".split())

STEPS: Mapping[str, ExpectedAction] = {
    "FORMALIZE_SUBMISSION": _submission("submission.formalize", "NEW", "ACCEPTED", "ASSIGNED", "IN_PROGRESS"),
    "ACCEPT_SUBMISSION": _submission("submission.accept", "NEW"),
    "REJECT_SUBMISSION": _submission("submission.reject", "NEW"),
    "ROUTE_SUBMISSION": _submission("submission.route", "ACCEPTED", "ASSIGNED", "IN_PROGRESS"),
    "RETURN_ROUTING": _submission("submission.return", "ASSIGNED"),
    "START_WORK": _submission("submission.respond", "ASSIGNED", "REOPENED"),
    "SAVE_DRAFT": _submission("submission.respond", "IN_PROGRESS"),
    "SUBMIT_RESPONSE": _submission("submission.respond", "IN_PROGRESS"),
    "POSTPONE_SUBMISSION": _submission("submission.postpone", "IN_PROGRESS", "IN_REVIEW"),
    "PROPOSE_POSTPONEMENT": replace(
        _submission("submission.postpone", "IN_PROGRESS", "IN_REVIEW"), proposes=True
    ),
    "DECIDE_POSTPONEMENT": replace(
        _submission("submission.postpone", "IN_PROGRESS", "IN_REVIEW"), proposal="POSTPONEMENT"
    ),
    "EXTEND_DEADLINE": replace(
        _submission("submission.extend", *WORKED_ON), only={"PO": frozenset({"MESSAGE"})}
    ),
    "LEAVE_UNANSWERED": replace(
        _submission("submission.extend", *WORKED_ON), kinds=frozenset({"APPEAL"}), only={"RH": frozenset()}
    ),
    "REQUEST_DETAILS": _submission("submission.clarify", "NEW", "ACCEPTED", "ASSIGNED", "IN_PROGRESS"),
    "RECORD_DETAILS": replace(_submission("submission.clarify", "NEW", *WORKED_ON), awaits="DETAILS"),
    "FORWARD_SUBMISSION": _submission("submission.forward", "ACCEPTED", "ASSIGNED"),
    "WITHDRAW_SUBMISSION": _submission("submission.withdraw", *OPEN_SUBMISSIONS),
    "CANCEL_SUBMISSION": _submission("submission.cancel", *OPEN_SUBMISSIONS),
    "MERGE_SUBMISSIONS": _submission("submission.merge", "NEW", "ACCEPTED"),
    "SPLIT_SUBMISSION": _submission("submission.merge", "NEW", "ACCEPTED"),
    "REOPEN_SUBMISSION": _submission("submission.reopen", "ANSWERED", "CLOSED"),
    "DECIDE_REOPENING": replace(_submission("submission.reopen", "ANSWERED", "CLOSED"), proposal="REOPENING"),
    "RECORD_SATISFACTION": _submission("satisfaction.record", "ANSWERED", "CLOSED"),
    "EXAMINE_RATING": replace(_submission("quality.check", "ANSWERED", "CLOSED"), examines="LOW_RATING"),
    "RESUME_WORK": _submission("submission.postpone", "POSTPONED"),
    "RECORD_RECEPTION": replace(
        _submission("submission.accept", "NEW", "ACCEPTED"), kinds=frozenset({"APPEAL"})
    ),
    "ANSWER_ORALLY": replace(_submission("response.send", "NEW", "ACCEPTED"), kinds=frozenset({"APPEAL"})),
    "RETURN_RESPONSE": _submission("response.return", "IN_REVIEW"),
    "APPROVE_RESPONSE": replace(_submission("response.approve", "IN_REVIEW"), draft="IN_REVIEW"),
    "SEND_RESPONSE": replace(
        _submission("response.send", "IN_REVIEW", unapproved=("IN_PROGRESS",)), draft="APPROVED"
    ),
    "CLOSE_SUBMISSION": _submission("submission.close", "ANSWERED"),
    "FORMALIZE_INCIDENT": _incident(
        "incident.formalize", "NEW", "ROUTED", "RETURNED", "IN_PROGRESS", "REOPENED"
    ),
    "ADD_PUBLICATION": _incident("incident.add_publication", *OPEN_INCIDENTS),
    "DISMISS_INCIDENT": _incident("incident.dismiss", "NEW"),
    "ROUTE_INCIDENT": _incident("incident.route", "NEW", "RETURNED", "REOPENED", "ROUTED", "IN_PROGRESS"),
    "RETURN_INCIDENT": _incident("incident.return", "ROUTED"),
    "START_INCIDENT": _incident("incident.respond", "ROUTED", "REOPENED"),
    "POSTPONE_INCIDENT": _incident("incident.postpone", "IN_PROGRESS", "IN_REVIEW"),
    "MERGE_INCIDENTS": _incident("incident.merge", *OPEN_INCIDENTS),
    "SPLIT_INCIDENT": _incident(
        "incident.merge", *(status for status in OPEN_INCIDENTS if status != "REPLIED")
    ),
    "REOPEN_INCIDENT": _incident("incident.reopen", "REPLIED", "CLOSED"),
    "RESUME_INCIDENT": _incident("incident.postpone", "POSTPONED"),
    "TAKE_INCIDENT": _incident("incident.take", "NEW", "REOPENED"),
    "SAVE_REPLY_DRAFT": _incident("incident.respond", "IN_PROGRESS"),
    "SUBMIT_INCIDENT_REPLY": _incident("incident.respond", "IN_PROGRESS"),
    "RETURN_INCIDENT_REPLY": _incident("reply.return", "IN_REVIEW"),
    "PUBLISH_INCIDENT_REPLY": _incident("reply.publish", "IN_REVIEW"),
    "CLOSE_INCIDENT": _incident("incident.close", "REPLIED"),
}
"""Value of `allowedAction` of cases → the step. A value that the schema has and this table has not fails the coverage."""

STEPS_OF: Mapping[str, Mapping[str, ExpectedAction]] = {
    "CaseFilter": STEPS,
    "AssignmentFilter": {
        "ACKNOWLEDGE_ASSIGNMENT": _step("assignment.report", "ISSUED"),
        "START_ASSIGNMENT": _step("assignment.report", "ACKNOWLEDGED"),
        "REPORT_ASSIGNMENT": _step("assignment.report", "IN_PROGRESS"),
        "EXTEND_ASSIGNMENT": _step("assignment.extend", "ISSUED", "ACKNOWLEDGED", "IN_PROGRESS"),
        "ACCEPT_ASSIGNMENT_REPORT": _step("assignment.accept", "REPORTED"),
        "RETURN_ASSIGNMENT_REPORT": _step("assignment.accept", "REPORTED"),
    },
    "MeetingFilter": {
        "SCHEDULE_MEETING": _step("meeting.schedule", "DRAFT"),
        "UPDATE_MEETING": _step("meeting.schedule", "DRAFT", "SCHEDULED"),
        "MOVE_MEETING": _step("meeting.schedule", "SCHEDULED"),
        "CANCEL_MEETING": _step("meeting.cancel", "SCHEDULED"),
        "ADD_MEETING_MATERIAL": _step("meeting.add_material", "DRAFT", "SCHEDULED", "IN_SESSION", "VOTING"),
        "TAKE_BACK_MATERIAL": _step("meeting.add_material", "DRAFT", "SCHEDULED"),
        "REMARK_MATERIAL": _step("meeting.add_material", "DRAFT", "SCHEDULED"),
        "RECORD_ATTENDANCE": _step("meeting.record", "SCHEDULED", "IN_SESSION", form="IN_PERSON"),
        "RECORD_SPEAKER": _step("meeting.record", "IN_SESSION", form="IN_PERSON"),
        "RECORD_VOTES": _step("meeting.record", "IN_SESSION", form="IN_PERSON"),
        "OPEN_MEETING": _step("meeting.chair", "SCHEDULED", form="IN_PERSON"),
        "CLOSE_MEETING": _step("meeting.chair", "IN_SESSION", form="IN_PERSON"),
        "START_VOTING": _step("meeting.chair", "SCHEDULED", form="ABSENTEE"),
        "CAST_BALLOT": _step("ballot.cast", "VOTING", form="ABSENTEE"),
        "CLOSE_VOTING": _step("meeting.chair", "VOTING", form="ABSENTEE"),
        "COUNT_BALLOTS": _step("meeting.chair", "VOTING_CLOSED", form="ABSENTEE"),
        "DECLARE_NOT_HELD": _step("meeting.chair", "SCHEDULED", "VOTING"),
    },
    "ProtocolFilter": {
        "SUBMIT_PROTOCOL": _step("protocol.draft", "DRAFT"),
        "MARK_PROTOCOL_READY": _step("protocol.ready", "IN_REVIEW"),
        "SEND_BACK_PROTOCOL": _step("protocol.send_back", "READY_FOR_SIGNATURE"),
        "SIGN_PROTOCOL": _step("protocol.sign", "READY_FOR_SIGNATURE"),
        "DISPATCH_PROTOCOL": _step("protocol.dispatch", "SIGNED"),
    },
}
"""Filter that has `allowedAction` → its values and their steps."""

TYPES_OF: Mapping[str, tuple[str, ...]] = {
    "CaseFilter": CASE_TYPES,
    "AssignmentFilter": ("Assignment",),
    "MeetingFilter": ("Meeting",),
    "ProtocolFilter": ("Protocol",),
}
"""Filter → the types of objects that it is about."""


def step_of(operation: str) -> str:
    """Return how the filter spells an operation: `routeSubmission` → `ROUTE_SUBMISSION`."""
    return re.sub(r"(?=[A-Z])", "_", operation).upper()


def waiting(truth: Truth, asker: Asker, action: str, *, of: str = "CaseFilter") -> frozenset[str]:
    """Return the ids of all objects on which state and rights let the asker do the action now, whether he sees them or not.

    What is asked of one object alone (whose draft it is, what is missing in it) is no part of it, as in the lists.
    """
    key, step = ("waiting", of, action), STEPS_OF[of][action]
    if key not in asker.memo:
        states = step.states if _asks_approval(truth.data) else step.states | step.unapproved
        asker.memo[key] = frozenset(
            row["_id"] for _, row in truth.rows(*TYPES_OF[of]) if _waits(asker, step, states, row)
        )
    found: frozenset[str] = asker.memo[key]
    return found


def _waits(asker: Asker, step: ExpectedAction, states: frozenset[str], row: Row) -> bool:
    if row["status"] not in states or (step.kinds and row["kind"] not in step.kinds):
        return False
    asked = (
        ("form", step.form),
        ("proposal", step.proposal),
        ("awaits", step.awaits),
        ("to_examine", step.examines),
    )
    if any(value is not None and row.get(key) != value for key, value in asked):
        return False
    if step.draft is not None and row["status"] == "IN_REVIEW" and _draft_of(row) != step.draft:
        return False
    columns = frozenset(one for one, kinds in step.only.items() if row["kind"] not in kinds)
    return rights.may(asker.person, step.permission, row, proposing=step.proposes, without=columns)


def _draft_of(row: Row) -> str | None:
    """The state of the last answer that is reviewed; intermediate answers and notices go out without it."""
    drafts = [one["status"] for one in row["responses"] if one.get("kind", "FINAL") == "FINAL"]
    return drafts[-1] if drafts else None


def _asks_approval(data: StoredRows) -> bool:
    """Whether an answer is approved before it is sent: the setting of the center, on where nothing is said."""
    setting = data.row("settings", "approvalRequired")
    return setting is None or bool(setting["value"])
