"""The enumeration of what may be done with a case, and the filter «what waits for me»."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

from documents.cases.waiting import waiting_cases
from documents.kernel.read.parts import ListPart
from schema.context import GraphInfo
from schema.terms import described
from schema.waiting import names_of


@described(
    "Действие: a mutation that moves a case to another state; the value is the mutation's name in "
    "capitals, so that `ROUTE_SUBMISSION` stands for `routeSubmission`.",
    ACCEPT_SUBMISSION="Принять в работу",
    ADD_PUBLICATION="Добавить публикацию",
    APPROVE_RESPONSE="Согласовать ответ",
    CLOSE_INCIDENT="Снять инцидент с контроля",
    CLOSE_SUBMISSION="Снять сообщение или обращение с контроля",
    DISMISS_INCIDENT="Отметить, что ответ не требуется",
    FORMALIZE_INCIDENT="Формализовать инцидент",
    FORMALIZE_SUBMISSION="Формализовать",
    PUBLISH_INCIDENT_REPLY="Опубликовать ответ",
    REJECT_SUBMISSION="Отклонить сообщение",
    RESUME_INCIDENT="Возобновить работу по инциденту",
    RESUME_WORK="Возобновить работу",
    RETURN_INCIDENT="Вернуть инцидент не по принадлежности",
    RETURN_INCIDENT_REPLY="Вернуть ответ на инцидент на доработку",
    RETURN_RESPONSE="Вернуть ответ на доработку",
    RETURN_ROUTING="Вернуть не по принадлежности",
    ROUTE_INCIDENT="Направить инцидент получателю",
    ROUTE_SUBMISSION="Направить получателю",
    SEND_RESPONSE="Отправить ответ",
    START_INCIDENT="Начать работу с инцидентом",
    START_WORK="Начать работу",
    SUBMIT_INCIDENT_REPLY="Представить ответ на инцидент",
    SUBMIT_RESPONSE="Представить ответ на согласование",
    TAKE_INCIDENT="Взять инцидент на себя",
)
class CaseAction(StrEnum):
    ACCEPT_SUBMISSION = "ACCEPT_SUBMISSION"
    ADD_PUBLICATION = "ADD_PUBLICATION"
    APPROVE_RESPONSE = "APPROVE_RESPONSE"
    CLOSE_INCIDENT = "CLOSE_INCIDENT"
    CLOSE_SUBMISSION = "CLOSE_SUBMISSION"
    DISMISS_INCIDENT = "DISMISS_INCIDENT"
    FORMALIZE_INCIDENT = "FORMALIZE_INCIDENT"
    FORMALIZE_SUBMISSION = "FORMALIZE_SUBMISSION"
    PUBLISH_INCIDENT_REPLY = "PUBLISH_INCIDENT_REPLY"
    REJECT_SUBMISSION = "REJECT_SUBMISSION"
    RESUME_INCIDENT = "RESUME_INCIDENT"
    RESUME_WORK = "RESUME_WORK"
    RETURN_INCIDENT = "RETURN_INCIDENT"
    RETURN_INCIDENT_REPLY = "RETURN_INCIDENT_REPLY"
    RETURN_RESPONSE = "RETURN_RESPONSE"
    RETURN_ROUTING = "RETURN_ROUTING"
    ROUTE_INCIDENT = "ROUTE_INCIDENT"
    ROUTE_SUBMISSION = "ROUTE_SUBMISSION"
    SEND_RESPONSE = "SEND_RESPONSE"
    START_INCIDENT = "START_INCIDENT"
    START_WORK = "START_WORK"
    SUBMIT_INCIDENT_REPLY = "SUBMIT_INCIDENT_REPLY"
    SUBMIT_RESPONSE = "SUBMIT_RESPONSE"
    TAKE_INCIDENT = "TAKE_INCIDENT"


def parts_of(
    info: GraphInfo, where: Mapping[str, Any], actions: Sequence[CaseAction] | None
) -> tuple[ListPart, ...]:
    """Return the parts of a list of cases: one, or those in which one of the actions waits for the viewer."""
    if actions is None:
        return (ListPart(where),)
    context = info.context
    snapshot = context.container.reference.snapshot
    return waiting_cases(context.principal, names_of(actions), snapshot, where=where)


def one_condition(where: Mapping[str, Any], parts: Sequence[ListPart]) -> dict[str, Any]:
    """Return the parts as one condition for a count, which reads all rows that it counts whatever the index."""
    # No row has one of no ids.
    return {**where, **({"$or": [one.condition() for one in parts]} if parts else {"_id": {"$in": []}})}
