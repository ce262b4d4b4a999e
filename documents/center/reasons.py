"""The kinds of reasons that are offered, and which of their lists only a release can lengthen."""

from collections.abc import Mapping
from enum import StrEnum


class ReasonKind(StrEnum):
    """What a reason is for."""

    REJECTION = "REJECTION"
    DISMISSAL = "DISMISSAL"
    ROUTING_RETURN = "ROUTING_RETURN"
    REWORK = "REWORK"


LABELS: Mapping[ReasonKind, str] = {
    ReasonKind.REJECTION: "Отклонение сообщения",
    ReasonKind.DISMISSAL: "Инцидент без ответа",
    ReasonKind.ROUTING_RETURN: "Возврат не по принадлежности",
    ReasonKind.REWORK: "Возврат проекта ответа на доработку",
}

FIXED_KINDS = frozenset({ReasonKind.REJECTION, ReasonKind.DISMISSAL})
"""Their codes are enumerations of the API; data may word them anew and switch them off, not add one."""
