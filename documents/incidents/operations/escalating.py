"""The operation on an incident that is late: it is reported one step further up (III.4.5/2)."""

from auth.actions import Action
from documents.cases import events
from documents.cases.document import Case
from documents.incidents.operations.intake import KINDS
from documents.kernel.write.change import Change
from documents.kernel.write.operation import operation


@operation(
    title="Доложить о просроченном инциденте",
    action=Action.CASE_SET_PRIORITY,
    record=Case,
    kinds=KINDS,
    by_system=True,
)
async def escalate_incident(change: Change, case: Case, *, level: int) -> Case:
    """Note up to which step of the ladder a late incident was reported, for the deadline that it missed."""
    return await change.save(
        case,
        events.INCIDENT_ESCALATED,
        facts={"level": level},
        escalation_level=level,
        escalated_from=case.overdue_at,
    )
