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
    ANSWER_ORALLY="Ответить устно на личном приёме",
    APPROVE_RESPONSE="Согласовать ответ",
    CANCEL_SUBMISSION="Аннулировать ошибочную регистрацию",
    CLOSE_INCIDENT="Снять инцидент с контроля",
    CLOSE_SUBMISSION="Снять сообщение или обращение с контроля",
    DECIDE_POSTPONEMENT="Решить, отложить ли",
    DECIDE_REOPENING="Решить, открыть ли повторно",
    DISMISS_INCIDENT="Отметить, что ответ не требуется",
    EXAMINE_RATING="Разобрать низкую оценку",
    EXTEND_DEADLINE="Продлить срок",
    FORMALIZE_INCIDENT="Формализовать инцидент",
    FORMALIZE_SUBMISSION="Формализовать",
    FORWARD_SUBMISSION="Направить по компетенции",
    LEAVE_UNANSWERED="Оставить без ответа",
    MERGE_INCIDENTS="Объединить с другим инцидентом",
    MERGE_SUBMISSIONS="Объединить с другим",
    POSTPONE_INCIDENT="Отложить инцидент с промежуточным ответом",
    POSTPONE_SUBMISSION="Отложить с промежуточным ответом",
    PROPOSE_POSTPONEMENT="Предложить отложить",
    PUBLISH_INCIDENT_REPLY="Опубликовать ответ",
    RECORD_DETAILS="Записать полученные сведения",
    RECORD_RECEPTION="Записать карточку личного приёма",
    RECORD_SATISFACTION="Записать оценку заявителя",
    REJECT_SUBMISSION="Отклонить сообщение",
    REOPEN_INCIDENT="Открыть инцидент повторно",
    REOPEN_SUBMISSION="Открыть повторно",
    REQUEST_DETAILS="Запросить сведения у заявителя",
    RESUME_INCIDENT="Возобновить работу по инциденту",
    RESUME_WORK="Возобновить работу",
    RETURN_INCIDENT="Вернуть инцидент не по принадлежности",
    RETURN_INCIDENT_REPLY="Вернуть ответ на инцидент на доработку",
    RETURN_RESPONSE="Вернуть ответ на доработку",
    RETURN_ROUTING="Вернуть не по принадлежности",
    ROUTE_INCIDENT="Направить инцидент получателю",
    ROUTE_SUBMISSION="Направить получателю",
    SAVE_DRAFT="Сохранить проект ответа",
    SAVE_REPLY_DRAFT="Сохранить проект ответа на инцидент",
    SEND_RESPONSE="Отправить ответ",
    SPLIT_INCIDENT="Разделить инцидент на несколько",
    SPLIT_SUBMISSION="Разделить на несколько",
    START_INCIDENT="Начать работу с инцидентом",
    START_WORK="Начать работу",
    SUBMIT_INCIDENT_REPLY="Представить ответ на инцидент",
    SUBMIT_RESPONSE="Представить ответ на согласование",
    TAKE_INCIDENT="Взять инцидент на себя",
    WITHDRAW_SUBMISSION="Отозвать по просьбе заявителя",
)
class CaseAction(StrEnum):
    ACCEPT_SUBMISSION = "ACCEPT_SUBMISSION"
    ADD_PUBLICATION = "ADD_PUBLICATION"
    ANSWER_ORALLY = "ANSWER_ORALLY"
    APPROVE_RESPONSE = "APPROVE_RESPONSE"
    CANCEL_SUBMISSION = "CANCEL_SUBMISSION"
    CLOSE_INCIDENT = "CLOSE_INCIDENT"
    CLOSE_SUBMISSION = "CLOSE_SUBMISSION"
    DECIDE_POSTPONEMENT = "DECIDE_POSTPONEMENT"
    DECIDE_REOPENING = "DECIDE_REOPENING"
    DISMISS_INCIDENT = "DISMISS_INCIDENT"
    EXAMINE_RATING = "EXAMINE_RATING"
    EXTEND_DEADLINE = "EXTEND_DEADLINE"
    FORMALIZE_INCIDENT = "FORMALIZE_INCIDENT"
    FORMALIZE_SUBMISSION = "FORMALIZE_SUBMISSION"
    FORWARD_SUBMISSION = "FORWARD_SUBMISSION"
    LEAVE_UNANSWERED = "LEAVE_UNANSWERED"
    MERGE_INCIDENTS = "MERGE_INCIDENTS"
    MERGE_SUBMISSIONS = "MERGE_SUBMISSIONS"
    POSTPONE_INCIDENT = "POSTPONE_INCIDENT"
    POSTPONE_SUBMISSION = "POSTPONE_SUBMISSION"
    PROPOSE_POSTPONEMENT = "PROPOSE_POSTPONEMENT"
    PUBLISH_INCIDENT_REPLY = "PUBLISH_INCIDENT_REPLY"
    RECORD_DETAILS = "RECORD_DETAILS"
    RECORD_RECEPTION = "RECORD_RECEPTION"
    RECORD_SATISFACTION = "RECORD_SATISFACTION"
    REJECT_SUBMISSION = "REJECT_SUBMISSION"
    REOPEN_INCIDENT = "REOPEN_INCIDENT"
    REOPEN_SUBMISSION = "REOPEN_SUBMISSION"
    REQUEST_DETAILS = "REQUEST_DETAILS"
    RESUME_INCIDENT = "RESUME_INCIDENT"
    RESUME_WORK = "RESUME_WORK"
    RETURN_INCIDENT = "RETURN_INCIDENT"
    RETURN_INCIDENT_REPLY = "RETURN_INCIDENT_REPLY"
    RETURN_RESPONSE = "RETURN_RESPONSE"
    RETURN_ROUTING = "RETURN_ROUTING"
    ROUTE_INCIDENT = "ROUTE_INCIDENT"
    ROUTE_SUBMISSION = "ROUTE_SUBMISSION"
    SAVE_DRAFT = "SAVE_DRAFT"
    SAVE_REPLY_DRAFT = "SAVE_REPLY_DRAFT"
    SEND_RESPONSE = "SEND_RESPONSE"
    SPLIT_INCIDENT = "SPLIT_INCIDENT"
    SPLIT_SUBMISSION = "SPLIT_SUBMISSION"
    START_INCIDENT = "START_INCIDENT"
    START_WORK = "START_WORK"
    SUBMIT_INCIDENT_REPLY = "SUBMIT_INCIDENT_REPLY"
    SUBMIT_RESPONSE = "SUBMIT_RESPONSE"
    TAKE_INCIDENT = "TAKE_INCIDENT"
    WITHDRAW_SUBMISSION = "WITHDRAW_SUBMISSION"


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
