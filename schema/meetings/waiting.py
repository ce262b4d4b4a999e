"""The enumeration of what may be done with a meeting."""

from enum import StrEnum

from schema.terms import described


@described(
    "Действие: a mutation that moves a meeting or changes it where it stands; the value is the mutation's name in "
    "capitals, so that `CAST_BALLOT` stands for `castBallot`.",
    ADD_MEETING_MATERIAL="Добавить материалы",
    CANCEL_MEETING="Отменить заседание",
    CAST_BALLOT="Подать опросный лист",
    CLOSE_MEETING="Закрыть заседание",
    CLOSE_VOTING="Завершить заочное голосование",
    COUNT_BALLOTS="Подсчитать опросные листы",
    DECLARE_NOT_HELD="Признать заседание несостоявшимся",
    MOVE_MEETING="Перенести заседание",
    OPEN_MEETING="Открыть заседание",
    RECORD_ATTENDANCE="Отметить явку",
    RECORD_SPEAKER="Записать выступление",
    RECORD_VOTES="Записать итоги голосования",
    REMARK_MATERIAL="Сделать замечание к материалам",
    SCHEDULE_MEETING="Назначить заседание",
    START_VOTING="Начать заочное голосование",
    TAKE_BACK_MATERIAL="Отозвать материалы",
    UPDATE_MEETING="Изменить заседание",
)
class MeetingAction(StrEnum):
    ADD_MEETING_MATERIAL = "ADD_MEETING_MATERIAL"
    CANCEL_MEETING = "CANCEL_MEETING"
    CAST_BALLOT = "CAST_BALLOT"
    CLOSE_MEETING = "CLOSE_MEETING"
    CLOSE_VOTING = "CLOSE_VOTING"
    COUNT_BALLOTS = "COUNT_BALLOTS"
    DECLARE_NOT_HELD = "DECLARE_NOT_HELD"
    MOVE_MEETING = "MOVE_MEETING"
    OPEN_MEETING = "OPEN_MEETING"
    RECORD_ATTENDANCE = "RECORD_ATTENDANCE"
    RECORD_SPEAKER = "RECORD_SPEAKER"
    RECORD_VOTES = "RECORD_VOTES"
    REMARK_MATERIAL = "REMARK_MATERIAL"
    SCHEDULE_MEETING = "SCHEDULE_MEETING"
    START_VOTING = "START_VOTING"
    TAKE_BACK_MATERIAL = "TAKE_BACK_MATERIAL"
    UPDATE_MEETING = "UPDATE_MEETING"
