"""The words of files: where an upload stands, and what the virus scanner said of it."""

from collections.abc import Mapping
from enum import StrEnum


class FileState(StrEnum):
    """Where an upload stands."""

    RECEIVING = "RECEIVING"
    WAITING = "WAITING"
    ATTACHED = "ATTACHED"
    DETACHED = "DETACHED"
    REMOVED = "REMOVED"


class ScanStatus(StrEnum):
    """What the virus scanner said of a file; `NOT_SCANNED` where none was asked."""

    NOT_SCANNED = "NOT_SCANNED"
    PENDING = "PENDING"
    CLEAN = "CLEAN"
    INFECTED = "INFECTED"
    FAILED = "FAILED"


SCAN_TERMS: Mapping[ScanStatus, str] = {
    ScanStatus.NOT_SCANNED: "Не проверялся",
    ScanStatus.PENDING: "Ожидает проверки",
    ScanStatus.CLEAN: "Вирусов нет",
    ScanStatus.INFECTED: "Найден вирус",
    ScanStatus.FAILED: "Проверка не удалась",
}
"""The values in Russian."""
