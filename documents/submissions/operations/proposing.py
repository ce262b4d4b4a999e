"""Operations of those who may only ask: putting a message off is proposed by its recipient, and decided by who may do it
(III.4.4/1)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from auth.actions import Action
from auth.errors import Invalid, Problem
from auth.policy.grammar import Reading
from documents.cases import events
from documents.cases.checks import COMMENT_LIMIT, TEXT_LIMIT, text_within
from documents.cases.deciding import decisions_with, postponed, proposed_postponement, refuse_postponement
from documents.cases.decision import POSTPONEMENT, proposed_decision
from documents.cases.delivering import going_out
from documents.cases.document import Case
from documents.cases.gathering import tell_gathered
from documents.cases.responses import proposed_text, with_proposal_sent, without_proposal
from documents.cases.statuses import CaseStatus
from documents.cases.vocabulary import CaseDecisionKind
from documents.kernel.write.change import Change
from documents.kernel.write.operation import Bounds, GuardContext, of_state, operation
from documents.submissions.operations.intake import KINDS
from documents.submissions.rules import MACHINE

Row = Mapping[str, Any]


def _proposed_bounds(_status: str) -> Bounds:
    return {"proposal": frozenset({POSTPONEMENT})}


@of_state("proposal", bounds=_proposed_bounds, holds=lambda row, _: row.get("proposal") == POSTPONEMENT)
def postponement_proposed(row: Row, guard_context: GuardContext) -> Problem | None:
    """Require that somebody proposes to put the message off."""
    return Invalid("nothing_proposed", path="id")


@operation(
    title="Предложить отложить",
    action=Action.SUBMISSION_POSTPONE,
    record=Case,
    machine=MACHINE,
    kinds=KINDS,
    read=Action.SUBMISSION_READ,
    checks=(text_within("reason", "reason", COMMENT_LIMIT), text_within("text", "text", TEXT_LIMIT)),
    reading=Reading(proposing=True),
)
async def propose_postponement(
    change: Change, case: Case, *, until: datetime, reason: str, text: str
) -> Case:
    """Propose to put a message off until a moment, with the draft of an intermediate answer; a later proposal takes the
    place of an earlier one. Nothing of its deadline changes yet. Raises: DEADLINE_RULE."""
    refuse_postponement(change, until)
    sets = proposed_postponement(change, case, until=until, text=text, reason=reason)
    return await change.save(case, events.POSTPONEMENT_PROPOSED, **sets)


@operation(
    title="Решить, отложить ли",
    action=Action.SUBMISSION_POSTPONE,
    record=Case,
    machine=MACHINE,
    kinds=KINDS,
    read=Action.SUBMISSION_READ,
    guards=(postponement_proposed,),
    checks=(text_within("reason", "reason", COMMENT_LIMIT, required=False),),
)
async def decide_postponement(
    change: Change, case: Case, *, is_accepted: bool, reason: str | None = None
) -> Case:
    """Accept a proposal, which puts the message off as proposed and sends the intermediate answer, or decline it with a
    reason. Raises: INVALID (`reason_required`), DEADLINE_RULE where its moment has passed meanwhile."""
    if not is_accepted and not (reason or "").strip():
        raise Invalid("reason_required", path="reason")
    proposal = proposed_decision(case.to_row()["decisions"])
    if not is_accepted:
        kind = CaseDecisionKind.POSTPONEMENT_DECLINED
        return await change.save(
            case,
            events.POSTPONEMENT_DECLINED,
            proposal=None,
            responses=without_proposal(change, case, reason),
            decisions=decisions_with(change, case, kind, reason=reason, until=proposal["until"]),
        )
    refuse_postponement(change, proposal["until"])
    await tell_gathered(change, case, proposed_text(case))
    said = reason or proposal["reason"]
    sets = postponed(change, case, until=proposal["until"], text=None, reason=said)
    sets |= going_out(change, case, with_proposal_sent(change, case, said))
    return await change.save(case, events.POSTPONED, status=CaseStatus.POSTPONED.value, **sets)
