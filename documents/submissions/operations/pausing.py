"""Operations on what was put off: work goes on, because somebody says so or because the day has come (III.4.4/1)."""

from auth.actions import Action
from documents.cases import events
from documents.cases.document import Case
from documents.kernel.write.change import Change
from documents.kernel.write.operation import operation
from documents.submissions.operations.intake import KINDS
from documents.submissions.rules import MACHINE


@operation(
    title="Возобновить работу",
    action=Action.SUBMISSION_POSTPONE,
    record=Case,
    machine=MACHINE,
    kinds=KINDS,
    read=Action.SUBMISSION_READ,
)
async def resume_work(change: Change, case: Case) -> Case:
    """Go on with a message that was put off. The second deadline stays: the answer was promised for that day."""
    return await change.save(case, events.RESUMED)
