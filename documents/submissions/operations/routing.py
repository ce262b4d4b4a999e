"""Operations of routing: send a message or appeal to an organization, again with a reason, and return it (I.2.3,
III.4.4/1)."""

from auth.actions import Action
from documents.cases import events
from documents.cases.checks import COMMENT_LIMIT, text_within
from documents.cases.document import Case
from documents.cases.formalizing import formalized
from documents.cases.linking import link_for
from documents.cases.routing import returned_fields, routed_fields
from documents.cases.targets import refuse_complained_of
from documents.kernel.write.change import Change
from documents.kernel.write.operation import operation
from documents.submissions.operations.intake import KINDS
from documents.submissions.rules import MACHINE


@operation(
    title="Направить получателю",
    action=Action.SUBMISSION_ROUTE,
    record=Case,
    machine=MACHINE,
    kinds=KINDS,
    read=Action.SUBMISSION_READ,
    guards=(formalized,),
    checks=(text_within("reason", "reason", COMMENT_LIMIT, required=False),),
)
async def route_submission(
    change: Change,
    case: Case,
    *,
    recipient_id: str,
    assignee_id: str | None = None,
    co_assignee_ids: list[str] | None = None,
    reason: str | None = None,
) -> Case:
    """Send to a responsible recipient and, if named, a person in it. Another recipient needs a reason; the clock is
    never restarted. A complaint never goes to the body that it is about."""
    refuse_complained_of(change, case, recipient_id, path="recipientId")
    return await change.save(
        case,
        events.ROUTED,
        **routed_fields(
            change,
            case,
            recipient_id=recipient_id,
            assignee_id=assignee_id,
            co_assignee_ids=co_assignee_ids or [],
            reason=reason,
            link=await link_for(change, case, recipient_id, [assignee_id, *(co_assignee_ids or ())]),
        ),
    )


@operation(
    title="Вернуть не по принадлежности",
    action=Action.SUBMISSION_RETURN,
    record=Case,
    machine=MACHINE,
    kinds=KINDS,
    read=Action.SUBMISSION_READ,
    checks=(text_within("reason", "reason", COMMENT_LIMIT),),
)
async def return_routing(change: Change, case: Case, *, reason: str) -> Case:
    """Send back «не по принадлежности»: the case waits at its desk for another routing; the earlier one stays told."""
    return await change.save(case, events.ROUTING_RETURNED, **returned_fields(change, case, reason))
