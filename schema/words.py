"""Russian terms of the enumerations that belong to no aggregate: roles, who acted, and the directions of lists."""

from collections.abc import Mapping
from enum import StrEnum

from auth.roles import Role
from documents.kernel.read.paging import Direction

DIRECTIONS: Mapping[Direction, str] = {
    Direction.ASC: "По возрастанию",
    Direction.DESC: "По убыванию",
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

NO_ROLE = "NONE"

ACTOR_ROLES: Mapping[str, str] = {
    **{role.value: term for role, term in ROLES.items()},
    "COMMAND_LINE": "Командная строка",
    "SYSTEM": "Система",
    "GUEST": "По ссылке, без учётной записи",
    NO_ROLE: "Без роли",
}
"""Under what somebody acts, as events name it: by a rule of a role, at the command line, by a job, by a
link without an account, or by no rule."""

ActorRole = StrEnum("ActorRole", {code: code for code in ACTOR_ROLES})  # type: ignore[misc]  # of the roles that there are
