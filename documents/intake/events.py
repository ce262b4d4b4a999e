"""The events of intake, declared once."""

from documents.cases.events import CASES
from documents.kernel.write.events import event

RECORDS, REFERENCES = "intake_records", "unmatched_references"

TAKEN = event("intake.taken", RECORDS, "Запись внешней системы принята")
TAKEN_AGAIN = event("intake.taken_again", RECORDS, "Запись внешней системы пришла с изменениями")
SETTLED = event("intake.settled", RECORDS, "Название в записи внешней системы сопоставлено")
NAME_MET = event("unmatched_reference.met", REFERENCES, "Встретилось неизвестное название")
MAPPED = event("unmatched_reference.mapped", REFERENCES, "Неизвестное название сопоставлено")
UNMAPPED = event("unmatched_reference.unmapped", REFERENCES, "Сопоставление названия отменено")
SOURCE_TOLD = event("case.source_told", CASES, "Сведения обновлены по данным внешней системы")
