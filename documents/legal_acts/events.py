"""What happens to a legal act: it is recorded, and stays as it is."""

from documents.kernel.write.events import event

RECORDED = event("legal_act.recorded", "legal_acts", "Правовой акт записан")
