"""Codes of webhooks: how one stands, what became of a delivery, and what went wrong."""

from collections.abc import Mapping
from enum import StrEnum


class WebhookState(StrEnum):
    """Whether anything is sent."""

    ACTIVE = "ACTIVE"
    PAUSED = "PAUSED"
    DISABLED = "DISABLED"


WEBHOOK_STATES: Mapping[WebhookState, str] = {
    WebhookState.ACTIVE: "Работает",
    WebhookState.PAUSED: "Приостановлен: доставки копятся",
    WebhookState.DISABLED: "Отключён: получатель ответил, что его больше нет",
}


class WebhookDeliveryStatus(StrEnum):
    """What became of a delivery."""

    WAITING = "WAITING"
    DELIVERED = "DELIVERED"
    MERGED = "MERGED"
    PARKED = "PARKED"


WEBHOOK_DELIVERY_STATUSES: Mapping[WebhookDeliveryStatus, str] = {
    WebhookDeliveryStatus.WAITING: "Ждёт отправки",
    WebhookDeliveryStatus.DELIVERED: "Доставлено",
    WebhookDeliveryStatus.MERGED: "Вошло в более позднюю доставку",
    WebhookDeliveryStatus.PARKED: "Отложено: попытки закончились",
}


class WebhookProblemKind(StrEnum):
    """What went wrong with an attempt."""

    ADDRESS_FORBIDDEN = "ADDRESS_FORBIDDEN"
    UNREACHABLE = "UNREACHABLE"
    NOT_SECURE = "NOT_SECURE"
    TIMED_OUT = "TIMED_OUT"
    BROKEN_ANSWER = "BROKEN_ANSWER"
    REDIRECTED = "REDIRECTED"
    REFUSED = "REFUSED"
    TOO_MANY = "TOO_MANY"
    FAILED = "FAILED"
    GONE = "GONE"
    SELECTION_FAILED = "SELECTION_FAILED"
    CLIENT_CLOSED = "CLIENT_CLOSED"
    PARKED = "PARKED"


WEBHOOK_PROBLEM_KINDS: Mapping[WebhookProblemKind, str] = {
    WebhookProblemKind.ADDRESS_FORBIDDEN: "Адрес недопустим: схема, порт или сеть",
    WebhookProblemKind.UNREACHABLE: "Нет соединения",
    WebhookProblemKind.NOT_SECURE: "Сертификат получателя не принят",
    WebhookProblemKind.TIMED_OUT: "Получатель не ответил вовремя",
    WebhookProblemKind.BROKEN_ANSWER: "Ответ не читается",
    WebhookProblemKind.REDIRECTED: "Получатель перенаправляет; переходы не выполняются",
    WebhookProblemKind.REFUSED: "Получатель отказал (4xx)",
    WebhookProblemKind.TOO_MANY: "Получатель просит подождать (429)",
    WebhookProblemKind.FAILED: "Ошибка получателя (5xx)",
    WebhookProblemKind.GONE: "Получателя больше нет (410): веб-хук отключён",
    WebhookProblemKind.SELECTION_FAILED: "Выборка клиента не выполнена",
    WebhookProblemKind.CLIENT_CLOSED: "Клиент заблокирован или его срок истёк",
    WebhookProblemKind.PARKED: "Доставка отложена после всех попыток",
}
