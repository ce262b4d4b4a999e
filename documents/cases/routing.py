"""What a routing and its return write; the rules are the same for submissions and incidents (I.2.3)."""

from typing import Any

from auth.errors import Invalid
from documents.cases.document import Case, Routing
from documents.cases.targets import assignee, recipient, refuse_switched_off
from documents.center.reasons import ReasonKind
from documents.kernel.write.change import Change
from documents.organizations.receiving import touch_work_guard


def routed_fields(
    change: Change,
    case: Case,
    *,
    recipient_id: str,
    assignee_id: str | None,
    co_assignee_ids: list[str],
    reason: str | None,
) -> dict[str, Any]:
    """Return what a routing writes; naming people inside the same body needs no reason. Raises: INVALID, INACTIVE_TARGET."""
    is_moved = case.recipient_id not in (None, recipient_id)
    if is_moved and not (reason or "").strip():
        raise Invalid("reason_required", path=("reason",))
    recipient(change, recipient_id)
    assignee(change, assignee_id, recipient_id)
    for index, person_id in enumerate(co_assignee_ids):
        assignee(change, person_id, recipient_id, path=f"coAssigneeIds.{index}")
    if assignee_id is not None or co_assignee_ids:
        touch_work_guard(change, case.id)
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


def returned_fields(change: Change, case: Case, reason: str) -> dict[str, Any]:
    """Return what a return writes: the last routing closed, nobody responsible, the return remembered.

    Raises: INACTIVE_TARGET for a reason that is switched off.
    """
    refuse_switched_off(change, ReasonKind.ROUTING_RETURN, reason, path="reason")
    routings = [one.model_dump() for one in case.routings]
    routings[-1] |= {"returned_at": change.now, "return_reason": reason}
    return {
        "routings": routings,
        "recipient_id": None,
        "assignee_id": None,
        "co_assignee_ids": [],
        "was_returned": True,
    }
