"""The stored shape of a decision on a case: that it was put off, extended, forwarded, or ended without an answer of ours."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from documents.cases.vocabulary import CaseDecisionKind
from documents.kernel.record import EmbeddedDocument

Row = Mapping[str, Any]

DETAILS = "DETAILS"
"""What a case awaits of its applicant, who was asked for it."""

CLARIFIED = ("NEW", "ACCEPTED", "ASSIGNED", "IN_PROGRESS", "IN_REVIEW")
"""States in which details of the applicant are awaited."""

UNDER_WORK = ("IN_PROGRESS", "IN_REVIEW")
"""States in which it may be proposed to put a case off."""


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
