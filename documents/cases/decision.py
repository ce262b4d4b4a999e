"""The stored shape of a decision on a case: that it was put off, extended, forwarded, or ended without an answer of ours."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from documents.cases.vocabulary import CaseDecisionKind
from documents.kernel.record import EmbeddedDocument

Row = Mapping[str, Any]

POSTPONEMENT, REOPENING = "POSTPONEMENT", "REOPENING"
"""What is proposed of a case: by who works on it to put it off, by its applicant to open it again."""

DETAILS = "DETAILS"
"""What a case awaits of its applicant, who was asked for it."""

CLARIFIED = ("NEW", "ACCEPTED", "ASSIGNED", "IN_PROGRESS", "IN_REVIEW")
"""States in which details of the applicant are awaited."""

UNDER_WORK = ("IN_PROGRESS", "IN_REVIEW")
"""States in which it may be proposed to put a case off."""

ANSWERED = ("ANSWERED", "CLOSED")
"""States in which an answer is rated, and in which it may be asked to open a case again."""

PROPOSED_WHILE: Mapping[str | None, tuple[str, ...]] = {POSTPONEMENT: UNDER_WORK, REOPENING: ANSWERED}
"""What is proposed → the states in which it waits for a decision."""


class CaseDecision(EmbeddedDocument):
    """One decision on a case, never altered: what it was, who recorded it, why, and what it names."""

    kind: str
    at: datetime
    by_id: str
    reason: str | None = None
    reason_redacted: str | None = None
    until: datetime | None = None
    due_at: datetime | None = None
    decided_by_id: str | None = None
    legal_act_id: str | None = None
    organization_id: str | None = None
    ground: str | None = None


def idle_fields(status: str, proposal: str | None) -> Iterator[str]:
    """Yield the fields that say nothing in a state: what is proposed, awaited or to be looked into is so in some states;
    the case moves on, and it is gone."""
    if status not in CLARIFIED:
        yield from ("awaits", "details_due_at", "paused_at")
    is_proposed = status in PROPOSED_WHILE.get(proposal, ())
    if not is_proposed:
        yield "proposal"
    if not (is_proposed and proposal == REOPENING):
        yield from ("reopening_due_at", "reopening_late_at")
    if status not in ANSWERED:
        yield "to_examine"


def of_this_clock(decisions: Sequence[Row]) -> Sequence[Row]:
    """Return the stored decisions since the clock of a case began: since it was last opened again, or all of them."""
    reopened = [at for at, one in enumerate(decisions) if one["kind"] == CaseDecisionKind.REOPENED]
    return decisions[reopened[-1] if reopened else 0 :]


def is_extended(decisions: Sequence[Row]) -> bool:
    """Return whether the deadline in force was prolonged, by the stored decisions."""
    return any(one["kind"] == CaseDecisionKind.EXTENDED for one in of_this_clock(decisions))


def proposed_decision(decisions: Sequence[Row]) -> Row:
    """Return the stored proposal that was made last. Raises: LookupError where there is none."""
    for one in reversed(decisions):
        if one["kind"] == CaseDecisionKind.POSTPONEMENT_PROPOSED:
            return one
    raise LookupError("nothing was proposed")
