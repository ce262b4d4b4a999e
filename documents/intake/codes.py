"""THE table of codes: what ПОС calls the state that a message has here (§5.2 of the domain)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from documents.cases.statuses import CaseStatus

Row = Mapping[str, Any]


class PosState(NamedTuple):
    """A state as ПОС spells it: its code, and the words that go with it."""

    code: str
    words: str


NEW = PosState("MODERATION_NEW", "На модерации")
ACCEPTED = PosState("MODERATION_ACCEPT", "На рассмотрении")
DECLINED = PosState("MODERATION_DECLINE", "Отклонено")
FORWARDED = PosState("FORWARD_TO_PARENT", "Направлено по компетенции")
GIVEN = PosState("SET_EXECUTOR", "Назначен исполнитель")
WORKED_ON = PosState("TAKE_TO_WORK", "В работе")
POSTPONED = PosState("POSTPONE", "Отложено")
ANSWERED = PosState("SEND_RESPONSE", "Получен ответ")

POS_STATES: Mapping[CaseStatus, PosState] = {
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
    has no code for."""
    state = POS_STATES.get(CaseStatus(case["status"]))
    if state is None:
        return None
    sent = [one for one in case["responses"] if one["status"] == "SENT"]
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


def _zulu(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds") + "Z"
