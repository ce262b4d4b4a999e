"""The operation on an answer that did not help: the case is opened again, with a clock of its own (II.2.1/3)."""

from auth.actions import Action
from documents.cases import events
from documents.cases.checks import COMMENT_LIMIT, text_within
from documents.cases.deciding import reopened
from documents.cases.document import Case
from documents.kernel.write.change import Change
from documents.kernel.write.operation import operation
from documents.submissions.operations.intake import KINDS
from documents.submissions.rules import MACHINE


@operation(
    title="Открыть повторно",
    action=Action.SUBMISSION_REOPEN,
    record=Case,
    machine=MACHINE,
    kinds=KINDS,
    read=Action.SUBMISSION_READ,
    checks=(text_within("reason", "reason", COMMENT_LIMIT),),
)
async def reopen_submission(change: Change, case: Case, *, reason: str) -> Case:
    """Open an answered or closed case again: its deadline is computed anew from now, and its recipient goes on with it."""
    return await change.save(case, events.REOPENED, **reopened(change, case, reason=reason))
