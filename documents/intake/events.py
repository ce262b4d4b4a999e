"""The events of intake, declared once."""

from documents.cases.events import CASES
from documents.kernel.write.events import event

RECORDS = "intake_records"

TAKEN = event("intake.taken", RECORDS, "Запись внешней системы принята")
TAKEN_AGAIN = event("intake.taken_again", RECORDS, "Запись внешней системы пришла с изменениями")
SOURCE_TOLD = event("case.source_told", CASES, "Сведения обновлены по данным внешней системы")
