"""The operation on a message or an appeal that is late: it is reported one step further up (II.1.3)."""

from auth.actions import Action
from documents.cases import events
from documents.cases.document import Case
from documents.kernel.write.change import Change
from documents.kernel.write.operation import operation
from documents.submissions.operations.intake import KINDS


@operation(
    title="Доложить о просроченном обращении",
    action=Action.CASE_SET_PRIORITY,
    record=Case,
    kinds=KINDS,
    by_system=True,
)
async def escalate_submission(change: Change, case: Case, *, level: int) -> Case:
    """Note up to which step of the ladder a late case was reported, for the deadline that it missed."""
    return await change.save(
        case,
        events.ESCALATED,
        facts={"level": level},
        escalation_level=level,
        escalated_from=case.overdue_at,
    )
