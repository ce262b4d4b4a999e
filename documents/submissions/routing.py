"""Operations of routing: send a message or appeal to a body, again with a reason, and return it (I.2.3, III.4.4/1)."""

from auth.actions import Action
from auth.errors import Invalid
from documents.cases import events
from documents.cases.document import Case, Routing
from documents.cases.targets import assignee, recipient
from documents.kernel.changes import Change
from documents.kernel.operation import operation
from documents.submissions.intake import COMMENT_LIMIT, KINDS, formalized, text_within
from documents.submissions.rules import MACHINE


@operation(
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
    """Send to a body and, if named, a person in it. A second routing needs a reason and never restarts the clock."""
    return await change.save(
        case,
        events.ROUTED,
        **await routed_fields(
            change,
            case,
            recipient_id=recipient_id,
            assignee_id=assignee_id,
            co_assignee_ids=co_assignee_ids or [],
            reason=reason,
        ),
    )


async def routed_fields(
    change: Change,
    case: Case,
    *,
    recipient_id: str,
    assignee_id: str | None,
    co_assignee_ids: list[str],
    reason: str | None,
) -> dict[str, object]:
    """What a routing writes; the rules are the same for submissions and incidents. Raises: INVALID, INACTIVE_TARGET."""
    if case.recipient_id is not None and not (reason or "").strip():
        raise Invalid("reason_required", path=("reason",))
    await recipient(change, recipient_id)
    assignee(change, assignee_id, recipient_id)
    for index, person_id in enumerate(co_assignee_ids):
        assignee(change, person_id, recipient_id, path=f"coAssigneeIds.{index}")
    routing = Routing(
        to_organization_id=recipient_id,
        to_person_id=assignee_id,
        by_id=change.subject,
        at=change.now,
        reason=reason,
    )
    return {
        "recipient_id": recipient_id,
        "assignee_id": assignee_id,
        "co_assignee_ids": co_assignee_ids,
        "routed_at": case.routed_at or change.now,
        "routings": [*(one.model_dump() for one in case.routings), routing.model_dump()],
    }


@operation(
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


def returned_fields(change: Change, case: Case, reason: str) -> dict[str, object]:
    """What a return writes: the last routing closed, nobody responsible, the return remembered."""
    routings = [one.model_dump() for one in case.routings]
    routings[-1] |= {"returned_at": change.now, "return_reason": reason}
    return {
        "routings": routings,
        "recipient_id": None,
        "assignee_id": None,
        "co_assignee_ids": [],
        "was_returned": True,
    }
