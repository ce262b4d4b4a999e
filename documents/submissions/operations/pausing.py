"""Operations of putting off: a message with an intermediate answer, and work that goes on, because somebody says so or
because the day has come (III.4.4/1)."""

from datetime import datetime

from auth.actions import Action
from documents.cases import events
from documents.cases.checks import COMMENT_LIMIT, TEXT_LIMIT, text_within
from documents.cases.deciding import postponed, refuse_postponement
from documents.cases.document import Case
from documents.cases.gathering import tell_gathered
from documents.kernel.write.change import Change
from documents.kernel.write.operation import operation
from documents.submissions.operations.intake import KINDS
from documents.submissions.rules import MACHINE


@operation(
    title="Отложить с промежуточным ответом",
    action=Action.SUBMISSION_POSTPONE,
    record=Case,
    machine=MACHINE,
    kinds=KINDS,
    read=Action.SUBMISSION_READ,
    checks=(text_within("reason", "reason", COMMENT_LIMIT), text_within("text", "text", TEXT_LIMIT)),
)
async def postpone_submission(change: Change, case: Case, *, until: datetime, reason: str, text: str) -> Case:
    """Put a message off until a moment, with the intermediate answer that goes out now; a draft under review is given back.

    Raises: DEADLINE_RULE.
    """
    refuse_postponement(change, until)
    await tell_gathered(change, case, text)
    return await change.save(
        case, events.POSTPONED, **postponed(change, case, until=until, text=text, reason=reason)
    )


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
