"""THE table of codes: what ПОС calls the state that a message has here (§5.2 of the domain)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from documents.cases.source_words import (
    ACCEPTED,
    ANSWERED,
    DECLINED,
    FORWARDED,
    GIVEN,
    NEW,
    POSTPONED,
    WORKED_ON,
    SourceWord,
)
from documents.cases.statuses import CaseStatus

Row = Mapping[str, Any]

POS_STATES: Mapping[CaseStatus, SourceWord] = {
    CaseStatus.NEW: NEW,
    CaseStatus.ACCEPTED: ACCEPTED,
    CaseStatus.REJECTED: DECLINED,
    CaseStatus.FORWARDED: FORWARDED,
    CaseStatus.ASSIGNED: GIVEN,
    CaseStatus.IN_PROGRESS: WORKED_ON,
    CaseStatus.IN_REVIEW: WORKED_ON,
    CaseStatus.REOPENED: WORKED_ON,
    CaseStatus.POSTPONED: POSTPONED,
    CaseStatus.ANSWERED: ANSWERED,
    CaseStatus.CLOSED: ANSWERED,
}
"""Status → the code; what was merged, withdrawn or canceled has none: nobody answers it in ПОС by itself."""


def told_to_pos(case: Row) -> dict[str, Any] | None:
    """Return what ПОС is told of a case of its own: number, state, and the answer that went out; None for a state that it
    has no code for, and for what only came from there."""
    state = POS_STATES.get(CaseStatus(case["status"]))
    sent = [one for one in case["responses"] if one["status"] == "SENT"]
    if state is None or _came_from_there(case, state, sent):
        return None
    rejection = case.get("rejection")
    answer = sent[-1]["text"] if sent else rejection["comment"] if rejection else None
    return {
        "posId": case["external_id"],
        "number": case["number"],
        "status": state.code,
        "statusText": state.words,
        "answer": answer if state in {ANSWERED, DECLINED, POSTPONED} else None,
        "updatedAt": _zulu(case["updated_at"]),
    }


def _came_from_there(case: Row, state: SourceWord, sent: Sequence[Row]) -> bool:
    """Whether nothing has happened here that ПОС does not say itself: it is further than a case that nobody has taken, or
    says the same, and no answer went out since."""
    # Not stored on cases of before there were any.
    states = case.get("source_states") or ()
    if not states:
        return False
    since = states[-1]["at"] or states[-1]["told_at"]
    is_answered_since = bool(sent) and (sent[-1].get("sent_at") or datetime.min) > since
    return state is NEW or (states[-1]["code"] == state.code and not is_answered_since)


def _zulu(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds") + "Z"
