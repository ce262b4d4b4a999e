"""The reasons that are offered for turning down, dismissing and returning, with their Russian words (§5.2)."""

from typing import Any

from documents.cases.labels import label
from documents.cases.vocabulary import DismissalReason, RejectionReason
from documents.center.reasons import ReasonKind

REJECTION_REASONS: tuple[dict[str, Any], ...] = tuple(
    {"id": reason.value, "title": label(reason)} for reason in RejectionReason
)
"""Why a message is turned down; an appeal never is."""

DISMISSAL_REASONS: tuple[dict[str, Any], ...] = tuple(
    {"id": reason.value, "title": label(reason)} for reason in DismissalReason
)
"""Why an incident gets no answer."""

ROUTING_RETURN_REASONS: tuple[dict[str, Any], ...] = (
    {"id": "NOT_OURS", "title": "Не по принадлежности: вопрос не относится к полномочиям получателя"},
    {"id": "OTHER_RECIPIENT", "title": "Вопрос относится к полномочиям другого получателя округа"},
    {"id": "NO_PLACE", "title": "Не указано место: нельзя определить участок работ"},
    {"id": "OTHER_TOPIC", "title": "Тема определена неверно"},
)
"""Why a recipient gives a case back; free text in the case, these are the usual words."""

REWORK_REASONS: tuple[dict[str, Any], ...] = (
    {"id": "NOT_ANSWERED", "title": "Ответ не по существу: не на все вопросы заявителя отвечено"},
    {"id": "NO_TERMS", "title": "Не указаны срок и ответственный за работы"},
    {"id": "NO_EVIDENCE", "title": "Не приложено подтверждение выполненных работ"},
    {"id": "UNCLEAR", "title": "Канцелярский язык: ответ непонятен заявителю"},
    {"id": "PERSONAL_DATA", "title": "В ответе есть персональные данные третьих лиц"},
    {"id": "ERRORS", "title": "Ошибки в тексте или в реквизитах"},
)
"""Why a draft response goes back for rework; free text in the response, these are the usual words."""

REASONS: tuple[dict[str, Any], ...] = tuple(
    {"id": f"{kind}.{row['id']}", "kind": kind.value, "code": row["id"], "title": row["title"]}
    for kind, rows in (
        (ReasonKind.REJECTION, REJECTION_REASONS),
        (ReasonKind.DISMISSAL, DISMISSAL_REASONS),
        (ReasonKind.ROUTING_RETURN, ROUTING_RETURN_REASONS),
        (ReasonKind.REWORK, REWORK_REASONS),
    )
    for row in rows
)
"""Rows of `reasons`; the id is the kind and the code."""
