"""The events of notes and links, declared once: each is told of the case that bears them."""

from documents.cases.events import CASES
from documents.kernel.write.events import event

NOTE_ADDED = event("case.note_added", CASES, "Добавлена заметка")
NOTE_REWORDED = event("case.note_reworded", CASES, "Заметка изменена")
LINKED = event("case.linked", CASES, "Связано с другим делом")
UNLINKED = event("case.unlinked", CASES, "Связь с другим делом убрана")
