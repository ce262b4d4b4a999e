"""The words of jobs: how a run ends."""

from collections.abc import Mapping
from enum import StrEnum


class Outcome(StrEnum):
    """How a run ended."""

    DONE = "DONE"
    INCOMPLETE = "INCOMPLETE"
    STOPPED = "STOPPED"
    FAILED = "FAILED"
    PARKED = "PARKED"


OUTCOMES: Mapping[Outcome, str] = {
    Outcome.DONE: "Выполнено",
    Outcome.INCOMPLETE: "Выполнено не полностью",
    Outcome.STOPPED: "Прервано остановкой",
    Outcome.FAILED: "Не выполнено, будет повторено",
    Outcome.PARKED: "Не выполнено, ждёт администратора",
}
