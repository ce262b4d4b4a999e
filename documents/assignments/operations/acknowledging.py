"""An acknowledgement of an assignment given outside a meeting that came otherwise than by the official's own account
(III.4.3/3)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from auth.actions import Action
from auth.errors import Invalid, Problem
from documents.assignments.document import Assignment
from documents.assignments.rules import AssignmentStatus
from documents.cases.checks import text_within
from documents.kernel.write.change import Change
from documents.kernel.write.events import event
from documents.kernel.write.operation import GuardContext, of_state, operation

RECORDED = event(
    "assignment.acknowledgement_recorded", "assignments", "Отмечено ознакомление исполнителя с поручением"
)

VIA_LIMIT = 300

Row = Mapping[str, Any]


@of_state("status", "protocol_id")
def waits_outside_a_protocol(row: Row, guard_context: GuardContext) -> Problem | None:
    """Require that it waits to be acknowledged, and that no protocol ordered it: else that is acknowledged, with all that it
    gives."""
    if row["protocol_id"] is not None:
        return Invalid("acknowledged_with_protocol", path=("id",))
    is_waiting = row["status"] == AssignmentStatus.ISSUED
    return None if is_waiting else Invalid("already_acknowledged", path=("id",))


@operation(
    title="Отметить ознакомление с поручением",
    action=Action.PROTOCOL_DISPATCH,
    record=Assignment,
    read=Action.ASSIGNMENT_READ,
    guards=(waits_outside_a_protocol,),
    checks=(text_within("via", "via", VIA_LIMIT),),
)
async def record_assignment_acknowledgement(
    change: Change, assignment: Assignment, *, via: str, acknowledged_at: datetime | None = None
) -> Assignment:
    """Record for its official that an assignment given outside a meeting has been read, when and how that came.

    Raises: INVALID (`in_the_future`, `before_dispatch`).
    """
    at = acknowledged_at or change.now
    if at > change.now:
        raise Invalid("in_the_future", path=("acknowledgedAt",))
    if assignment.issued_at is not None and at < assignment.issued_at:
        raise Invalid("before_dispatch", path=("acknowledgedAt",))
    return await change.save(
        assignment,
        RECORDED,
        status=AssignmentStatus.ACKNOWLEDGED.value,
        acknowledged_at=at,
        acknowledged_by_id=change.subject,
        acknowledged_via=via,
    )
