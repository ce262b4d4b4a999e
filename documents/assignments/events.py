"""The events of assignments, declared once: their issue is an effect of a protocol's dispatch."""

from documents.kernel.write.events import event

ASSIGNMENTS = "assignments"

ISSUED = event("assignment.issued", ASSIGNMENTS, "Поручение направлено исполнителю")
ACKNOWLEDGED = event("assignment.acknowledged", ASSIGNMENTS, "Исполнитель ознакомился с поручением")
STARTED = event("assignment.started", ASSIGNMENTS, "Поручение взято в работу")
REPORTED = event("assignment.reported", ASSIGNMENTS, "Представлен отчёт об исполнении")
COMPLETED = event("assignment.completed", ASSIGNMENTS, "Отчёт принят, поручение исполнено")
REPORT_RETURNED = event("assignment.report_returned", ASSIGNMENTS, "Отчёт возвращён на доработку")
CANCELLED = event("assignment.cancelled", ASSIGNMENTS, "Поручение отменено решением протокола")
EXTENDED = event("assignment.extended", ASSIGNMENTS, "Срок поручения продлён")
PERIOD_BEGUN = event("assignment.period_begun", ASSIGNMENTS, "Начался период повторяющегося поручения")
ESCALATED = event("assignment.escalated", ASSIGNMENTS, "Срок истёк, доложено вышестоящему")
