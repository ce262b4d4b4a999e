"""The enumeration of what may be done with an assignment."""

from enum import StrEnum

from schema.terms import described


@described(
    "Действие: a mutation that moves an assignment to another state; the value is the mutation's name in "
    "capitals, so that `REPORT_ASSIGNMENT` stands for `reportAssignment`.",
    ACCEPT_ASSIGNMENT_REPORT="Принять отчёт",
    ACKNOWLEDGE_ASSIGNMENT="Подтвердить ознакомление",
    EXTEND_ASSIGNMENT="Продлить срок",
    REPORT_ASSIGNMENT="Отчитаться об исполнении",
    RETURN_ASSIGNMENT_REPORT="Вернуть отчёт на доработку",
    START_ASSIGNMENT="Начать исполнение",
)
class AssignmentAction(StrEnum):
    ACCEPT_ASSIGNMENT_REPORT = "ACCEPT_ASSIGNMENT_REPORT"
    ACKNOWLEDGE_ASSIGNMENT = "ACKNOWLEDGE_ASSIGNMENT"
    EXTEND_ASSIGNMENT = "EXTEND_ASSIGNMENT"
    REPORT_ASSIGNMENT = "REPORT_ASSIGNMENT"
    RETURN_ASSIGNMENT_REPORT = "RETURN_ASSIGNMENT_REPORT"
    START_ASSIGNMENT = "START_ASSIGNMENT"
