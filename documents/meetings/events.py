"""The events of meetings, declared once."""

from documents.kernel.write.events import event

MEETINGS, PROPOSALS = "meetings", "member_proposals"

CALLED_IDS = "called_ids"
"""The fact of an event that names whom alone it concerns: those who were called by it."""

DRAFTED = event("meeting.drafted", MEETINGS, "Проект заседания создан")
SCHEDULED = event("meeting.scheduled", MEETINGS, "Заседание назначено")
UPDATED = event("meeting.updated", MEETINGS, "Заседание изменено")
RECOMPOSED = event("meeting.recomposed", MEETINGS, "Изменён состав участников назначенного заседания")
MOVED = event("meeting.moved", MEETINGS, "Заседание перенесено")
CANCELLED = event("meeting.cancelled", MEETINGS, "Заседание отменено")
OPENED = event("meeting.opened", MEETINGS, "Заседание открыто")
MATERIAL_REMARKED = event("meeting.material_remarked", MEETINGS, "К материалам сделано замечание")
MATERIAL_TAKEN_BACK = event("meeting.material_taken_back", MEETINGS, "Материалы отозваны тем, кто их добавил")
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

PROPOSED = event("proposal.submitted", PROPOSALS, "Предложение в повестку подано")
PUT_ON_AGENDA = event("proposal.put_on_agenda", PROPOSALS, "Предложение включено в повестку")
TAKEN_OFF_AGENDA = event("proposal.taken_off_agenda", PROPOSALS, "Предложение исключено из повестки")
PROPOSAL_ACCEPTED = event("proposal.accepted", PROPOSALS, "Предложение принято")
PROPOSAL_REJECTED = event("proposal.rejected", PROPOSALS, "Предложение отклонено")
PROPOSAL_WITHDRAWN = event("proposal.withdrawn", PROPOSALS, "Предложение отозвано")
