"""The events of intake, declared once."""

from documents.cases.events import CASES
from documents.kernel.write.events import event

RECORDS, REFERENCES, CONFLICTS = "intake_records", "unmatched_references", "intake_conflicts"

TAKEN = event("intake.taken", RECORDS, "Запись внешней системы принята")
TAKEN_AGAIN = event("intake.taken_again", RECORDS, "Запись внешней системы пришла с изменениями")
SETTLED = event("intake.settled", RECORDS, "Название в записи внешней системы сопоставлено")
DISPUTE_SETTLED = event("intake.dispute_settled", RECORDS, "Расхождение с записью внешней системы решено")
CONFLICT_ARISEN = event("intake_conflict.arisen", CONFLICTS, "Запись внешней системы разошлась с делом")
CONFLICT_CHANGED = event("intake_conflict.changed", CONFLICTS, "Расхождение изменилось")
CONFLICT_LAPSED = event("intake_conflict.lapsed", CONFLICTS, "Расхождения больше нет")
CONFLICT_DECIDED = event("intake_conflict.decided", CONFLICTS, "Расхождение решено")
NAME_MET = event("unmatched_reference.met", REFERENCES, "Встретилось неизвестное название")
MAPPED = event("unmatched_reference.mapped", REFERENCES, "Неизвестное название сопоставлено")
UNMAPPED = event("unmatched_reference.unmapped", REFERENCES, "Сопоставление названия отменено")
SOURCE_TOLD = event("case.source_told", CASES, "Сведения обновлены по данным внешней системы")
SOURCE_STATE_TOLD = event("case.source_state_told", CASES, "Внешняя система сообщила состояние")
SOURCE_PAST_TOLD = event("case.source_past_told", CASES, "Внешняя система сообщила прежнее состояние")
SOURCE_STATE_MAPPED = event("case.source_state_mapped", CASES, "Состояние внешней системы сопоставлено")
CASE_CONFLICT_DECIDED = event("case.conflict_decided", CASES, "Решено расхождение с внешней системой")
