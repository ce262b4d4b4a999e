"""What happens to an applicant's data: they are stored."""

from documents.kernel.write.events import event

STORED = event("applicant.stored", "applicants", "Данные заявителя записаны")
