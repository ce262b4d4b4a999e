"""The operation on two messages or appeals about one matter: one goes on for both (II.1.1)."""

from auth.actions import Action
from documents.cases import events
from documents.cases.checks import COMMENT_LIMIT, text_within
from documents.cases.deciding import merged
from documents.cases.document import Case
from documents.cases.gathering import case_to_merge_into, gathered_ids
from documents.kernel.write.change import Change
from documents.kernel.write.operation import operation
from documents.submissions.operations.intake import KINDS
from documents.submissions.rules import MACHINE


@operation(
    title="Объединить с другим",
    action=Action.SUBMISSION_MERGE,
    record=Case,
    machine=MACHINE,
    kinds=KINDS,
    read=Action.SUBMISSION_READ,
    checks=(text_within("reason", "reason", COMMENT_LIMIT),),
)
async def merge_submissions(change: Change, case: Case, *, into_id: str | None, reason: str) -> Case:
    """Merge into an open one of the same kind, which answers for both: its answer goes to either applicant. What was merged
    into this one before points to the other from now on. Raises: INVALID."""
    into = await case_to_merge_into(change, case, into_id, Action.SUBMISSION_READ)
    gathered = await gathered_ids(change, case, into, events.MERGED)
    await change.touch(into, events.GATHERED, merged_ids=gathered)
    return await change.save(case, events.MERGED, **merged(change, case, into_id=into.id, reason=reason))
