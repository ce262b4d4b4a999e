"""The events of cases, declared once: what may be told of a message, an appeal or an incident."""

from documents.kernel.write.events import event

CASES = "cases"

REGISTERED = event("submission.registered", CASES, "Сообщение зарегистрировано")
FORMALIZED = event("submission.formalized", CASES, "Суть сформулирована")
ACCEPTED = event("submission.accepted", CASES, "Принято к рассмотрению")
REJECTED = event("submission.rejected", CASES, "Отклонено")
ROUTED = event("submission.routed", CASES, "Направлено исполнителю")
ROUTING_RETURNED = event("submission.routing_returned", CASES, "Возвращено «не по принадлежности»")
STARTED = event("submission.started", CASES, "Взято в работу")
RESPONSE_SUBMITTED = event("submission.response_submitted", CASES, "Проект ответа передан на согласование")
RESPONSE_APPROVED = event("submission.response_approved", CASES, "Проект ответа согласован")
RESPONSE_RETURNED = event("submission.response_returned", CASES, "Проект ответа возвращён на доработку")
RESPONSE_SENT = event("submission.response_sent", CASES, "Ответ направлен")
OUTCOME_ASKED = event(
    "submission.outcome_asked", CASES, "Возражений не поступило, требуется указать итог рассмотрения"
)
ESCALATED = event("submission.escalated", CASES, "Срок истёк, доложено вышестоящему")
CLOSED = event("submission.closed", CASES, "Снято с контроля")
POSTPONED = event("submission.postponed", CASES, "Отложено, дан промежуточный ответ")
RESUMED = event("submission.resumed", CASES, "Работа возобновлена")
EXTENDED = event("submission.deadline_extended", CASES, "Срок продлён")
FORWARDED = event("submission.forwarded", CASES, "Направлено по компетенции")
MERGED = event("submission.merged", CASES, "Объединено с другим сообщением")
REOPENED = event("submission.reopened", CASES, "Открыто повторно")
WITHDRAWN = event("submission.withdrawn", CASES, "Отозвано заявителем")

FILE_ATTACHED = event("case.file_attached", CASES, "Приложен файл")
ATTACHMENT_UPDATED = event("case.attachment_updated", CASES, "Изменено описание приложенного файла")
ATTACHMENT_CLEARED = event("case.attachment_cleared", CASES, "Проверено: в файле нет персональных данных")
FILE_DETACHED = event("case.file_detached", CASES, "Файл убран")

INCIDENT_REGISTERED = event("incident.registered", CASES, "Инцидент зарегистрирован")
INCIDENT_FORMALIZED = event("incident.formalized", CASES, "Суть инцидента сформулирована")
PUBLICATION_ADDED = event("incident.publication_added", CASES, "Публикация добавлена к инциденту")
INCIDENT_DISMISSED = event("incident.dismissed", CASES, "Инцидент не требует ответа")
INCIDENT_ROUTED = event("incident.routed", CASES, "Инцидент направлен исполнителю")
INCIDENT_RETURNED = event("incident.returned", CASES, "Инцидент возвращён «не по принадлежности»")
INCIDENT_TAKEN = event("incident.taken", CASES, "Взят в работу самостоятельно")
INCIDENT_STARTED = event("incident.started", CASES, "Инцидент взят в работу")
REPLY_SUBMITTED = event("incident.reply_submitted", CASES, "Ответ передан на проверку")
REPLY_RETURNED = event("incident.reply_returned", CASES, "Ответ возвращён на доработку")
REPLY_PUBLISHED = event("incident.reply_published", CASES, "Ответ опубликован")
INCIDENT_CLOSED = event("incident.closed", CASES, "Инцидент закрыт")
INCIDENT_ESCALATED = event("incident.escalated", CASES, "Срок истёк, доложено вышестоящему")
INCIDENT_POSTPONED = event("incident.postponed", CASES, "Инцидент отложен, дан промежуточный ответ")
INCIDENT_RESUMED = event("incident.resumed", CASES, "Работа по инциденту возобновлена")
INCIDENT_REOPENED = event("incident.reopened", CASES, "Инцидент открыт повторно")
INCIDENT_MERGED = event("incident.merged", CASES, "Инцидент объединён с другим")
