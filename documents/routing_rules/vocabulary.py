"""The words of routing rules: when a case came in, what a rule may ask of it, and what became of each rule."""

from collections.abc import Mapping
from enum import StrEnum

MOST_VALUES = 20
"""So many values a condition of a rule names at most."""


class RoutingHours(StrEnum):
    """Whether a case came in within the working hours of the calendar."""

    WORKING = "WORKING"
    OUTSIDE = "OUTSIDE"


class RoutingCondition(StrEnum):
    """What a rule may ask of a case."""

    TOPIC = "TOPIC"
    SECTOR = "SECTOR"
    SETTLEMENT = "SETTLEMENT"
    CHANNEL = "CHANNEL"
    REGIME = "REGIME"
    IMPORTANCE = "IMPORTANCE"
    WORDS = "WORDS"
    HOURS = "HOURS"


class RoutingRuleOutcome(StrEnum):
    """What became of a rule when it was held against a case."""

    MATCHED = "MATCHED"
    DIFFERS = "DIFFERS"
    BROKEN = "BROKEN"


class RoutingRuleFault(StrEnum):
    """Why a rule cannot be followed."""

    CONDITION_UNKNOWN = "CONDITION_UNKNOWN"
    WORDS_EMPTY = "WORDS_EMPTY"
    RECIPIENT_INACTIVE = "RECIPIENT_INACTIVE"
    NOT_A_RECIPIENT = "NOT_A_RECIPIENT"
    ASSIGNEE_INACTIVE = "ASSIGNEE_INACTIVE"
    ASSIGNEE_ELSEWHERE = "ASSIGNEE_ELSEWHERE"
    HOURS_UNKNOWN = "HOURS_UNKNOWN"


LABELS: Mapping[type[StrEnum], Mapping[StrEnum, str]] = {
    RoutingHours: {
        RoutingHours.WORKING: "В рабочие часы",
        RoutingHours.OUTSIDE: "Вне рабочих часов",
    },
    RoutingCondition: {
        RoutingCondition.TOPIC: "Тема",
        RoutingCondition.SECTOR: "Отраслевое направление",
        RoutingCondition.SETTLEMENT: "Населённый пункт",
        RoutingCondition.CHANNEL: "Канал поступления",
        RoutingCondition.REGIME: "Правовой режим",
        RoutingCondition.IMPORTANCE: "Важность",
        RoutingCondition.WORDS: "Слова",
        RoutingCondition.HOURS: "Время поступления",
    },
    RoutingRuleOutcome: {
        RoutingRuleOutcome.MATCHED: "Подходит",
        RoutingRuleOutcome.DIFFERS: "Не подходит",
        RoutingRuleOutcome.BROKEN: "Не может быть выполнено",
    },
    RoutingRuleFault: {
        RoutingRuleFault.CONDITION_UNKNOWN: "Условие называет то, чего больше нет",
        RoutingRuleFault.WORDS_EMPTY: "В условии нет слов, по которым ищут",
        RoutingRuleFault.RECIPIENT_INACTIVE: "Получатель не принимает новую работу",
        RoutingRuleFault.NOT_A_RECIPIENT: "Организация не является ответственным получателем",
        RoutingRuleFault.ASSIGNEE_INACTIVE: "Исполнитель не принимает новую работу",
        RoutingRuleFault.ASSIGNEE_ELSEWHERE: "Исполнитель не работает в организации-получателе",
        RoutingRuleFault.HOURS_UNKNOWN: "Для этого времени рабочий календарь не определён",
    },
}
"""The values in Russian."""
