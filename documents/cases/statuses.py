"""The statuses of cases: one enum for messages, appeals and incidents, and which of them are open, running or done."""

from collections.abc import Mapping
from enum import StrEnum


class CaseStatus(StrEnum):
    """Every status that a case of any kind can have; each kind uses its part of it."""

    NEW = "NEW"
    REJECTED = "REJECTED"
    DISMISSED = "DISMISSED"
    ACCEPTED = "ACCEPTED"
    ASSIGNED = "ASSIGNED"
    ROUTED = "ROUTED"
    RETURNED = "RETURNED"
    IN_PROGRESS = "IN_PROGRESS"
    POSTPONED = "POSTPONED"
    IN_REVIEW = "IN_REVIEW"
    ANSWERED = "ANSWERED"
    REPLIED = "REPLIED"
    REOPENED = "REOPENED"
    CLOSED = "CLOSED"
    FORWARDED = "FORWARDED"
    MERGED = "MERGED"
    WITHDRAWN = "WITHDRAWN"
    CANCELLED = "CANCELLED"


S = CaseStatus

# Impersonal forms, since one label serves a message, an appeal and an incident.
LABELS: Mapping[CaseStatus, str] = {
    S.NEW: "Новое",
    S.REJECTED: "Отклонено",
    S.DISMISSED: "Ответ не требуется",
    S.ACCEPTED: "Принято",
    S.ASSIGNED: "Направлено исполнителю",
    S.ROUTED: "Направлено получателю",
    S.RETURNED: "Возвращено не по принадлежности",
    S.IN_PROGRESS: "В работе",
    S.POSTPONED: "Отложено",
    S.IN_REVIEW: "На согласовании",
    S.ANSWERED: "Дан ответ",
    S.REPLIED: "Опубликован ответ",
    S.REOPENED: "Возобновлено",
    S.CLOSED: "Снято с контроля",
    S.FORWARDED: "Направлено по компетенции",
    S.MERGED: "Объединено",
    S.WITHDRAWN: "Отозвано заявителем",
    S.CANCELLED: "Аннулировано: ошибочная регистрация",
}

TERMINAL: frozenset[CaseStatus] = frozenset(
    {S.REJECTED, S.DISMISSED, S.FORWARDED, S.MERGED, S.WITHDRAWN, S.CANCELLED, S.CLOSED}
)
"""Nothing is to be done any more; a closed case can be re-opened."""

DONE: frozenset[CaseStatus] = frozenset({S.ANSWERED, S.REPLIED, S.CLOSED})
"""The answer is out: these are late or not by the moment of the answer, whatever the time is now."""

OPEN: frozenset[CaseStatus] = frozenset(set(S) - TERMINAL - DONE)
"""Somebody owes an answer: the clock runs. ANSWERED and REPLIED count as closed outside (Open311)."""
