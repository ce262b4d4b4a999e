"""The operation on a reply that did not help: a new complaint in the thread opens the incident again (III.4.5/1)."""

from auth.actions import Action
from documents.cases import events
from documents.cases.checks import COMMENT_LIMIT, text_within
from documents.cases.deciding import reopened
from documents.cases.document import Case
from documents.incidents.operations.intake import KINDS
from documents.incidents.rules import MACHINE
from documents.kernel.write.change import Change
from documents.kernel.write.operation import operation


@operation(
    title="Открыть инцидент повторно",
    action=Action.INCIDENT_REOPEN,
    record=Case,
    machine=MACHINE,
    kinds=KINDS,
    read=Action.INCIDENT_READ,
    checks=(text_within("reason", "reason", COMMENT_LIMIT),),
)
async def reopen_incident(change: Change, case: Case, *, reason: str) -> Case:
    """Open a replied or closed incident again: its deadline is computed anew from now."""
    return await change.save(case, events.INCIDENT_REOPENED, **reopened(change, case, reason=reason))
