"""Operations on what was put off: work goes on, because somebody says so or because the day has come (III.4.5/2)."""

from auth.actions import Action
from documents.cases import events
from documents.cases.document import Case
from documents.incidents.operations.intake import KINDS
from documents.incidents.rules import MACHINE
from documents.kernel.write.change import Change
from documents.kernel.write.operation import operation


@operation(
    title="Возобновить работу по инциденту",
    action=Action.INCIDENT_POSTPONE,
    record=Case,
    machine=MACHINE,
    kinds=KINDS,
    read=Action.INCIDENT_READ,
)
async def resume_incident(change: Change, case: Case) -> Case:
    """Go on with an incident that was put off. The second deadline stays: the reply was promised for that day."""
    return await change.save(case, events.INCIDENT_RESUMED)
