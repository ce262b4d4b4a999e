"""The operation on an answer that nobody objected to and whose outcome is not known: the desk is asked for it (II.2.1/3)."""

from auth.actions import Action
from documents.cases import events
from documents.cases.document import Case
from documents.kernel.write.change import Change
from documents.kernel.write.operation import operation
from documents.submissions.operations.intake import KINDS


@operation(
    title="Запросить итог рассмотрения",
    action=Action.SUBMISSION_CLOSE,
    record=Case,
    kinds=KINDS,
    by_system=True,
)
async def ask_outcome(change: Change, case: Case) -> Case:
    """Ask the desk with which outcome an answered case is closed."""
    return await change.save(case, events.OUTCOME_ASKED, outcome_asked_at=change.now)
