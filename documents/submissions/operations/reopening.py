"""Operations on an answer that did not help: the case is opened again, with a clock of its own, by an official, or at the
applicant's request, which is decided within a term (II.2.1/3)."""

from collections.abc import Mapping
from typing import Any

from auth.actions import Action
from auth.errors import Invalid, Problem
from documents.cases import events
from documents.cases.checks import COMMENT_LIMIT, text_within
from documents.cases.deciding import decisions_with, reopened
from documents.cases.decision import REOPENING
from documents.cases.document import Case
from documents.cases.statuses import CaseStatus
from documents.cases.vocabulary import CaseDecisionKind
from documents.kernel.write.change import Change
from documents.kernel.write.operation import Bounds, GuardContext, of_state, operation
from documents.submissions.operations.intake import KINDS
from documents.submissions.rules import MACHINE

Row = Mapping[str, Any]

NOT_SOLVED = "По просьбе заявителя: вопрос не решён"
"""The reason that stands where the decision gives none of its own."""


def _asked_bounds(_status: str) -> Bounds:
    return {"proposal": frozenset({REOPENING})}


@of_state("proposal", bounds=_asked_bounds, holds=lambda row, _: row.get("proposal") == REOPENING)
def reopening_asked(row: Row, guard_context: GuardContext) -> Problem | None:
    """Require that the applicant asks for it."""
    return Invalid("reopening_not_asked", path="id")


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


@operation(
    title="Решить, открыть ли повторно",
    action=Action.SUBMISSION_REOPEN,
    record=Case,
    machine=MACHINE,
    kinds=KINDS,
    read=Action.SUBMISSION_READ,
    guards=(reopening_asked,),
    checks=(text_within("reason", "reason", COMMENT_LIMIT, required=False),),
)
async def decide_reopening(
    change: Change, case: Case, *, is_accepted: bool, reason: str | None = None
) -> Case:
    """Accept the applicant's request, which opens the case again with a new deadline, or decline it with a reason.

    Raises: INVALID (`reason_required`).
    """
    if is_accepted:
        sets = reopened(change, case, reason=reason or NOT_SOLVED)
        return await change.save(case, events.REOPENED, status=CaseStatus.REOPENED.value, **sets)
    if not (reason or "").strip():
        raise Invalid("reason_required", path="reason")
    decisions = decisions_with(change, case, CaseDecisionKind.REOPENING_DECLINED, reason=reason)
    return await change.save(case, events.REOPENING_DECLINED, proposal=None, decisions=decisions)


@operation(
    title="Отметить, что просьба открыть повторно не рассмотрена в срок",
    action=Action.SUBMISSION_REOPEN,
    record=Case,
    kinds=KINDS,
    by_system=True,
)
async def note_late_reopening(change: Change, case: Case) -> Case:
    """Note that nobody has decided on the applicant's request within its term."""
    return await change.save(case, events.REOPENING_LATE, reopening_late_at=change.now)
