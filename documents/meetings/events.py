"""The events of meetings, declared once."""

from documents.kernel.write.events import event

MEETINGS = "meetings"

DRAFTED = event("meeting.drafted", MEETINGS, "Проект заседания создан")
SCHEDULED = event("meeting.scheduled", MEETINGS, "Заседание назначено")
UPDATED = event("meeting.updated", MEETINGS, "Заседание изменено")
RECOMPOSED = event("meeting.recomposed", MEETINGS, "Изменён состав участников назначенного заседания")
MOVED = event("meeting.moved", MEETINGS, "Заседание перенесено")
CANCELLED = event("meeting.cancelled", MEETINGS, "Заседание отменено")
OPENED = event("meeting.opened", MEETINGS, "Заседание открыто")
MATERIAL_ADDED = event("meeting.material_added", MEETINGS, "К вопросу повестки добавлены материалы")
ATTENDANCE_RECORDED = event("meeting.attendance_recorded", MEETINGS, "Отмечена явка")
SPEAKER_RECORDED = event("meeting.speaker_recorded", MEETINGS, "Записано выступление")
VOTES_RECORDED = event("meeting.votes_recorded", MEETINGS, "Записаны итоги голосования по вопросу")
CLOSED = event("meeting.closed", MEETINGS, "Заседание закрыто")
NOT_HELD = event("meeting.not_held", MEETINGS, "Заседание признано несостоявшимся")
VOTING_STARTED = event("meeting.voting_started", MEETINGS, "Начато заочное голосование")
BALLOT_CAST = event("meeting.ballot_cast", MEETINGS, "Подан опросный лист")
VOTING_CLOSED = event("meeting.voting_closed", MEETINGS, "Заочное голосование завершено")
BALLOTS_COUNTED = event("meeting.ballots_counted", MEETINGS, "Опросные листы подсчитаны")
