"""The words of exports: which lists there are, the forms of a file, where an export stands, and why one failed."""

from collections.abc import Mapping
from enum import StrEnum


class ExportList(StrEnum):
    """A list that can be exported; each is the root field of the same name."""

    ACCOUNTS = "ACCOUNTS"
    APPEALS = "APPEALS"
    ASSIGNMENTS = "ASSIGNMENTS"
    CASES = "CASES"
    CLIENTS = "CLIENTS"
    CONFERENCES = "CONFERENCES"
    CURATOR_ABSENCES = "CURATOR_ABSENCES"
    INCIDENTS = "INCIDENTS"
    LEGAL_ACTS = "LEGAL_ACTS"
    MEETINGS = "MEETINGS"
    MEMBERS = "MEMBERS"
    MESSAGES = "MESSAGES"
    ORGANIZATIONS = "ORGANIZATIONS"
    PEOPLE = "PEOPLE"
    PERSONAL_DATA_ACCESS_LOG = "PERSONAL_DATA_ACCESS_LOG"
    PROPOSALS = "PROPOSALS"
    PROTOCOLS = "PROTOCOLS"
    SETTLEMENTS = "SETTLEMENTS"
    STREETS = "STREETS"
    SUBMISSIONS = "SUBMISSIONS"
    TOPICS = "TOPICS"


LIST_TERMS: Mapping[ExportList, str] = {
    ExportList.ACCOUNTS: "Учётные записи",
    ExportList.APPEALS: "Обращения",
    ExportList.ASSIGNMENTS: "Поручения",
    ExportList.CASES: "Сообщения, обращения и инциденты",
    ExportList.CLIENTS: "Программы партнёров",
    ExportList.CONFERENCES: "Совещания других органов",
    ExportList.CURATOR_ABSENCES: "Отсутствия куратора",
    ExportList.INCIDENTS: "Инциденты",
    ExportList.LEGAL_ACTS: "Правовые акты",
    ExportList.MEETINGS: "Заседания",
    ExportList.MEMBERS: "Состав центра",
    ExportList.MESSAGES: "Сообщения",
    ExportList.ORGANIZATIONS: "Организации",
    ExportList.PEOPLE: "Должностные лица",
    ExportList.PERSONAL_DATA_ACCESS_LOG: "Журнал доступа к персональным данным",
    ExportList.PROPOSALS: "Предложения в повестку",
    ExportList.PROTOCOLS: "Протоколы",
    ExportList.SETTLEMENTS: "Населённые пункты",
    ExportList.STREETS: "Улицы",
    ExportList.SUBMISSIONS: "Сообщения и обращения",
    ExportList.TOPICS: "Темы",
}
"""The lists in Russian."""


class ExportFormat(StrEnum):
    """In which form a file is written."""

    CSV = "CSV"
    XLSX = "XLSX"
    JSONL = "JSONL"


FORMAT_TERMS: Mapping[ExportFormat, str] = {
    ExportFormat.CSV: "CSV для таблиц: точка с запятой, UTF-8 с меткой",
    ExportFormat.XLSX: "Книга Excel",
    ExportFormat.JSONL: "По объекту JSON на строке",
}
"""The forms in Russian."""

MIME: Mapping[ExportFormat, str] = {
    ExportFormat.CSV: "text/csv",
    ExportFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ExportFormat.JSONL: "application/jsonl",
}
"""Form → media type."""


class ExportStatus(StrEnum):
    """Where an export stands."""

    WAITING = "WAITING"
    RUNNING = "RUNNING"
    READY = "READY"
    FAILED = "FAILED"


STATUS_TERMS: Mapping[ExportStatus, str] = {
    ExportStatus.WAITING: "В очереди",
    ExportStatus.RUNNING: "Готовится",
    ExportStatus.READY: "Готова",
    ExportStatus.FAILED: "Не получилась",
}
"""Where one stands, in Russian."""


class ExportFailure(StrEnum):
    """Why an export failed."""

    RIGHTS_CHANGED = "RIGHTS_CHANGED"
    FILTER_REFUSED = "FILTER_REFUSED"
    TOO_MANY_ROWS = "TOO_MANY_ROWS"
    INTERNAL = "INTERNAL"


FAILURE_TERMS: Mapping[ExportFailure, str] = {
    ExportFailure.RIGHTS_CHANGED: "Права изменились, пока файл готовился",
    ExportFailure.FILTER_REFUSED: "Отбор больше не действует",
    ExportFailure.TOO_MANY_ROWS: "Строк больше, чем вмещает файл",
    ExportFailure.INTERNAL: "Внутренняя ошибка",
}
"""Why one failed, in Russian."""
