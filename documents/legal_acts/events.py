"""What happens to a legal act: it is recorded, gets its text as a file, and stays as it is."""

from documents.kernel.write.events import event

RECORDED = event("legal_act.recorded", "legal_acts", "Правовой акт записан")
FILED = event("legal_act.filed", "legal_acts", "К правовому акту приложен файл")
