"""THE table of notifications: which events bring each kind, and whom it concerns by what relation."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from documents.assignments import events as assignments
from documents.cases import events as cases
from documents.disclosures.operations import REVEALED, SEARCHED
from documents.dispatching.operations import EXTRACT_NOT_SENT
from documents.handover.operations import ASSIGNMENT_HANDED, INCIDENT_HANDED, SUBMISSION_HANDED
from documents.meetings import events as meetings
from documents.members.operations import absences, appointing, granting
from documents.notifications.vocabulary import NotificationKind as K
from documents.notifications.vocabulary import NotificationRelation as R
from documents.protocols.operations import READY, SENT_BACK
from documents.webhooks.operations import DISABLED

MOVES = (
    *(cases.ACCEPTED, cases.REJECTED, cases.ROUTED, cases.ROUTING_RETURNED, cases.STARTED),
    *(cases.RESPONSE_SUBMITTED, cases.RESPONSE_APPROVED, cases.RESPONSE_RETURNED, cases.RESPONSE_SENT),
    *(cases.CLOSED, cases.POSTPONED, cases.RESUMED, cases.EXTENDED, cases.FORWARDED, cases.MERGED),
    *(cases.REOPENED, cases.WITHDRAWN, cases.ESCALATED, SUBMISSION_HANDED),
    *(cases.SPLIT, cases.INCIDENT_SPLIT, cases.ANSWERED_ORALLY),
    *(cases.INCIDENT_DISMISSED, cases.INCIDENT_ROUTED, cases.INCIDENT_RETURNED, cases.INCIDENT_TAKEN),
    *(cases.INCIDENT_STARTED, cases.REPLY_SUBMITTED, cases.REPLY_RETURNED, cases.REPLY_PUBLISHED),
    *(cases.INCIDENT_CLOSED, cases.INCIDENT_ESCALATED, cases.INCIDENT_POSTPONED, cases.INCIDENT_RESUMED),
    *(cases.INCIDENT_REOPENED, cases.INCIDENT_MERGED, INCIDENT_HANDED),
)
"""Events that move a case on. Not those that only add to it: a note may be for the center alone."""


@dataclass(frozen=True)
class DeclaredKind:
    """One kind: whom it concerns, which events bring it (none: the clock does), and whether it goes out by mail where
    nobody said otherwise."""

    relations: tuple[R, ...]
    events: tuple[str, ...] = ()
    is_mailed: bool = False


KINDS: Mapping[K, DeclaredKind] = MappingProxyType(
    {
        K.ASSIGNED: DeclaredKind(
            (R.ASSIGNEE,), (cases.ROUTED, cases.INCIDENT_ROUTED, SUBMISSION_HANDED, INCIDENT_HANDED)
        ),
        K.ROUTED: DeclaredKind(
            (R.RECIPIENT_COORDINATOR, R.RECIPIENT_HEAD), (cases.ROUTED, cases.INCIDENT_ROUTED), is_mailed=True
        ),
        K.ROUTING_RETURNED: DeclaredKind(
            (R.DESK_OFFICER,), (cases.ROUTING_RETURNED, cases.INCIDENT_RETURNED)
        ),
        K.TO_APPROVE: DeclaredKind(
            (R.SECTOR_LEAD, R.RECIPIENT_HEAD), (cases.RESPONSE_SUBMITTED,), is_mailed=True
        ),
        # Nobody approves a reply: the desk publishes it, lead and body may send it back, and its clock runs in hours.
        K.REPLY_TO_CHECK: DeclaredKind(
            (R.DESK_OFFICER, R.SECTOR_LEAD, R.RECIPIENT_HEAD), (cases.REPLY_SUBMITTED,), is_mailed=True
        ),
        K.TO_SEND: DeclaredKind((R.ASSIGNEE, R.DESK_OFFICER), (cases.RESPONSE_APPROVED,)),
        K.RESPONSE_RETURNED: DeclaredKind(
            (R.ASSIGNEE, R.RECIPIENT_COORDINATOR), (cases.RESPONSE_RETURNED, cases.REPLY_RETURNED)
        ),
        K.UNDELIVERED: DeclaredKind((R.DESK_OFFICER, R.ASSIGNEE), (cases.UNDELIVERED,), is_mailed=True),
        K.LINK_NOT_SENT: DeclaredKind(
            (R.DESK_OFFICER,), (cases.LINK_NOT_SENT, cases.INCIDENT_LINK_NOT_SENT), is_mailed=True
        ),
        K.LINK_UNOPENED: DeclaredKind(
            (R.SECTOR_LEAD, R.DESK_OFFICER),
            (cases.LINK_UNOPENED, cases.INCIDENT_LINK_UNOPENED),
            is_mailed=True,
        ),
        K.REOPENED: DeclaredKind(
            (R.ASSIGNEE, R.RECIPIENT_COORDINATOR, R.DESK_OFFICER), (cases.REOPENED, cases.INCIDENT_REOPENED)
        ),
        K.POSTPONEMENT_PROPOSED: DeclaredKind(
            (R.DESK_OFFICER, R.SECTOR_LEAD), (cases.POSTPONEMENT_PROPOSED,)
        ),
        K.POSTPONEMENT_DECLINED: DeclaredKind(
            (R.ASSIGNEE, R.RECIPIENT_COORDINATOR), (cases.POSTPONEMENT_DECLINED,)
        ),
        K.POSTPONED: DeclaredKind(
            (R.ASSIGNEE, R.RECIPIENT_COORDINATOR), (cases.POSTPONED, cases.INCIDENT_POSTPONED)
        ),
        K.RESUMED: DeclaredKind(
            (R.ASSIGNEE, R.RECIPIENT_COORDINATOR), (cases.RESUMED, cases.INCIDENT_RESUMED)
        ),
        K.DETAILS_RECORDED: DeclaredKind(
            (R.ASSIGNEE, R.RECIPIENT_COORDINATOR, R.DESK_OFFICER), (cases.DETAILS_RECORDED,)
        ),
        K.DETAILS_LATE: DeclaredKind((R.ASSIGNEE, R.DESK_OFFICER), (cases.DETAILS_TERM_OVER,)),
        K.REOPENING_ASKED: DeclaredKind((R.DESK_OFFICER,), (cases.REOPENING_ASKED,), is_mailed=True),
        K.REOPENING_LATE: DeclaredKind(
            (R.DESK_OFFICER, R.CENTER_HEAD), (cases.REOPENING_LATE,), is_mailed=True
        ),
        K.OUTCOME_ASKED: DeclaredKind((R.DESK_OFFICER,), (cases.OUTCOME_ASKED,)),
        K.CASE_DUE_SOON: DeclaredKind((R.ASSIGNEE, R.RECIPIENT_COORDINATOR)),
        K.CASE_OVERDUE: DeclaredKind((R.ASSIGNEE, R.RECIPIENT_COORDINATOR, R.DESK_OFFICER), is_mailed=True),
        K.ESCALATED: DeclaredKind(
            (R.SECTOR_LEAD, R.RECIPIENT_HEAD, R.CENTER_HEAD, R.CURATOR),
            (cases.ESCALATED, cases.INCIDENT_ESCALATED, assignments.ESCALATED),
            is_mailed=True,
        ),
        K.ASSIGNMENT_ISSUED: DeclaredKind(
            (R.RESPONSIBLE, R.CO_EXECUTOR), (assignments.ISSUED, ASSIGNMENT_HANDED), is_mailed=True
        ),
        # Whoever dispatches can pick up the telephone.
        K.ASSIGNMENT_UNACKNOWLEDGED: DeclaredKind((R.RESPONSIBLE, R.SECRETARY, R.CONTROLLER), is_mailed=True),
        K.ASSIGNMENT_DUE_SOON: DeclaredKind((R.RESPONSIBLE, R.CO_EXECUTOR)),
        K.ASSIGNMENT_OVERDUE: DeclaredKind((R.RESPONSIBLE, R.CO_EXECUTOR, R.CONTROLLER), is_mailed=True),
        K.ASSIGNMENT_EXTENDED: DeclaredKind((R.RESPONSIBLE, R.CO_EXECUTOR), (assignments.EXTENDED,)),
        K.ASSIGNMENT_CANCELLED: DeclaredKind(
            (R.RESPONSIBLE, R.CO_EXECUTOR, R.CONTROLLER), (assignments.CANCELLED,), is_mailed=True
        ),
        K.REPORT_TO_ACCEPT: DeclaredKind((R.CONTROLLER, R.CENTER_HEAD), (assignments.REPORTED,)),
        K.REPORT_RETURNED: DeclaredKind((R.RESPONSIBLE, R.CO_EXECUTOR), (assignments.REPORT_RETURNED,)),
        K.PROTOCOL_TO_SIGN: DeclaredKind((R.CURATOR,), (READY,), is_mailed=True),
        K.PROTOCOL_RETURNED: DeclaredKind((R.SECRETARY,), (SENT_BACK,)),
        K.EXTRACT_NOT_SENT: DeclaredKind((R.SECRETARY,), (EXTRACT_NOT_SENT,), is_mailed=True),
        K.MEETING_SCHEDULED: DeclaredKind(
            (R.PARTICIPANT, R.SECRETARY), (meetings.SCHEDULED, meetings.RECOMPOSED), is_mailed=True
        ),
        K.MEETING_MOVED: DeclaredKind((R.PARTICIPANT, R.SECRETARY), (meetings.MOVED,), is_mailed=True),
        K.MEETING_CANCELLED: DeclaredKind(
            (R.PARTICIPANT, R.SECRETARY), (meetings.CANCELLED, meetings.NOT_HELD), is_mailed=True
        ),
        K.VOTING_STARTED: DeclaredKind((R.PARTICIPANT,), (meetings.VOTING_STARTED,), is_mailed=True),
        K.ITEM_PROPOSED: DeclaredKind((R.CENTER_HEAD,), (meetings.PROPOSED,)),
        K.PROPOSAL_MOVED: DeclaredKind(
            (R.ONESELF,),
            (meetings.PUT_ON_AGENDA, meetings.PROPOSAL_ACCEPTED, meetings.PROPOSAL_REJECTED),
        ),
        K.ROUTING_RULE_BROKEN: DeclaredKind((R.CENTER_HEAD,), is_mailed=True),
        # The client itself reads what went wrong with its webhooks (`problems`); who answers for it is no account of ours.
        K.WEBHOOK_PARKED: DeclaredKind((R.ADMINISTRATOR,), is_mailed=True),
        K.WEBHOOK_DISABLED: DeclaredKind((R.ADMINISTRATOR,), (DISABLED,), is_mailed=True),
        K.RIGHT_CHANGED: DeclaredKind(
            (R.ONESELF,),
            (
                appointing.APPOINTED,
                appointing.SUCCEEDED,
                appointing.ENDED,
                granting.GRANTED,
                granting.REVOKED,
                absences.RECORDED,
                absences.ENDED,
            ),
            is_mailed=True,
        ),
        K.PERSONAL_DATA_READ: DeclaredKind((R.CURATOR, R.CENTER_HEAD), (REVEALED, SEARCHED), is_mailed=True),
        K.WATCHED_MOVED: DeclaredKind((R.WATCHER,), MOVES),
    }
)
"""Kind → its declaration. Of several that one event brings, a person is told the first that concerns them."""

BY_EVENT: Mapping[str, tuple[K, ...]] = MappingProxyType(
    {
        name: tuple(kind for kind, one in KINDS.items() if name in one.events)
        for name in dict.fromkeys(name for one in KINDS.values() for name in one.events)
    }
)
"""Event → the kinds that it brings, in the order of the table."""
