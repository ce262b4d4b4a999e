"""Russian terms of enumerations whose own modules carry none: roles, dimensions of counts, directions, kinds of day."""

from collections.abc import Mapping

from auth.roles import Role
from documents.kernel.calendar import DayKind
from documents.kernel.read.paging import Direction
from documents.statistics.pipelines import Dimension

DIRECTIONS: Mapping[Direction, str] = {
    Direction.ASC: "По возрастанию",
    Direction.DESC: "По убыванию",
}

DAY_KINDS: Mapping[DayKind, str] = {
    DayKind.DAY_OFF: "Нерабочий день",
    DayKind.WORKING: "Рабочий день",
    DayKind.SHORTENED: "Сокращённый рабочий день",
}

DIMENSIONS: Mapping[Dimension, str] = {
    Dimension.STATUS: "Состояние",
    Dimension.KIND: "Вид",
    Dimension.SECTOR: "Отраслевое направление",
    Dimension.RECIPIENT: "Ответственный получатель",
    Dimension.TOPIC: "Тема",
    Dimension.SETTLEMENT: "Населённый пункт",
    Dimension.CHANNEL: "Канал поступления",
    Dimension.OVERDUE: "Просрочено",
}

ROLES: Mapping[Role, str] = {
    Role.CENTER_COORDINATOR: "Координатор МЦУ",
    Role.CURATOR: "Куратор МЦУ",
    Role.CENTER_HEAD: "Руководитель МЦУ",
    Role.POS_OFFICER: "Ответственный за работу в ПОС",
    Role.INCIDENT_OFFICER: "Ответственный за работу в «Инцидент Менеджмент»",
    Role.INFORMATION_POLICY_OFFICER: "Ответственный за проактивную информационную политику",
    Role.SECTOR_LEAD: "Ответственный за отраслевое направление",
    Role.MEMBER: "Член МЦУ",
    Role.RECIPIENT_COORDINATOR: "Координатор ответственного получателя",
    Role.RECIPIENT_HEAD: "Руководитель ответственного получателя",
    Role.ASSIGNEE: "Исполнитель",
    Role.LEADERSHIP: "Руководство округа",
    Role.REGISTRAR: "Регистратор",
    Role.SYSTEM_ADMINISTRATOR: "Администратор системы",
    Role.INTEGRATION: "Система партнёра",
}
