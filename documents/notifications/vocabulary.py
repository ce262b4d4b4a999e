"""The words of notifications: their kinds, why somebody is concerned, and through what they are told."""

from collections.abc import Mapping
from enum import StrEnum


class NotificationKind(StrEnum):
    """What a notification tells of."""

    ASSIGNED = "ASSIGNED"
    ROUTED = "ROUTED"
    ROUTING_RETURNED = "ROUTING_RETURNED"
    TO_APPROVE = "TO_APPROVE"
    REPLY_TO_CHECK = "REPLY_TO_CHECK"
    TO_SEND = "TO_SEND"
    RESPONSE_RETURNED = "RESPONSE_RETURNED"
    UNDELIVERED = "UNDELIVERED"
    LINK_NOT_SENT = "LINK_NOT_SENT"
    LINK_UNOPENED = "LINK_UNOPENED"
    REOPENED = "REOPENED"
    REOPENING_ASKED = "REOPENING_ASKED"
    REOPENING_LATE = "REOPENING_LATE"
    OUTCOME_ASKED = "OUTCOME_ASKED"
    POSTPONEMENT_PROPOSED = "POSTPONEMENT_PROPOSED"
    POSTPONEMENT_DECLINED = "POSTPONEMENT_DECLINED"
    POSTPONED = "POSTPONED"
    RESUMED = "RESUMED"
    DETAILS_RECORDED = "DETAILS_RECORDED"
    DETAILS_LATE = "DETAILS_LATE"
    CASE_DUE_SOON = "CASE_DUE_SOON"
    CASE_OVERDUE = "CASE_OVERDUE"
    ESCALATED = "ESCALATED"
    ASSIGNMENT_ISSUED = "ASSIGNMENT_ISSUED"
    ASSIGNMENT_UNACKNOWLEDGED = "ASSIGNMENT_UNACKNOWLEDGED"
    ASSIGNMENT_DUE_SOON = "ASSIGNMENT_DUE_SOON"
    ASSIGNMENT_OVERDUE = "ASSIGNMENT_OVERDUE"
    ASSIGNMENT_EXTENDED = "ASSIGNMENT_EXTENDED"
    ASSIGNMENT_CANCELLED = "ASSIGNMENT_CANCELLED"
    REPORT_TO_ACCEPT = "REPORT_TO_ACCEPT"
    REPORT_RETURNED = "REPORT_RETURNED"
    PROTOCOL_TO_SIGN = "PROTOCOL_TO_SIGN"
    PROTOCOL_RETURNED = "PROTOCOL_RETURNED"
    EXTRACT_NOT_SENT = "EXTRACT_NOT_SENT"
    ROUTING_RULE_BROKEN = "ROUTING_RULE_BROKEN"
    WEBHOOK_PARKED = "WEBHOOK_PARKED"
    WEBHOOK_DISABLED = "WEBHOOK_DISABLED"
    RIGHT_CHANGED = "RIGHT_CHANGED"
    PERSONAL_DATA_READ = "PERSONAL_DATA_READ"
    MEETING_SCHEDULED = "MEETING_SCHEDULED"
    MEETING_MOVED = "MEETING_MOVED"
    MEETING_CANCELLED = "MEETING_CANCELLED"
    VOTING_STARTED = "VOTING_STARTED"
    ITEM_PROPOSED = "ITEM_PROPOSED"
    PROPOSAL_MOVED = "PROPOSAL_MOVED"
    WATCHED_MOVED = "WATCHED_MOVED"


class NotificationRelation(StrEnum):
    """Why somebody is concerned: what they are to the object, or to the center."""

    ASSIGNEE = "ASSIGNEE"
    RECIPIENT_COORDINATOR = "RECIPIENT_COORDINATOR"
    RECIPIENT_HEAD = "RECIPIENT_HEAD"
    DESK_OFFICER = "DESK_OFFICER"
    SECTOR_LEAD = "SECTOR_LEAD"
    RESPONSIBLE = "RESPONSIBLE"
    CO_EXECUTOR = "CO_EXECUTOR"
    CONTROLLER = "CONTROLLER"
    SECRETARY = "SECRETARY"
    PARTICIPANT = "PARTICIPANT"
    CENTER_HEAD = "CENTER_HEAD"
    CURATOR = "CURATOR"
    ONESELF = "ONESELF"
    WATCHER = "WATCHER"
    ADMINISTRATOR = "ADMINISTRATOR"


class NotificationChannel(StrEnum):
    """Through what somebody is told."""

    INBOX = "INBOX"
    MAIL = "MAIL"


KINDS: Mapping[NotificationKind, str] = {
    NotificationKind.ASSIGNED: "Назначено вам",
    NotificationKind.ROUTED: "Направлено в ваш орган",
    NotificationKind.ROUTING_RETURNED: "Возвращено «не по принадлежности»",
    NotificationKind.TO_APPROVE: "Ждёт согласования ответа",
    NotificationKind.REPLY_TO_CHECK: "Ответ на инцидент ждёт проверки",
    NotificationKind.TO_SEND: "Ответ согласован, его можно направить заявителю",
    NotificationKind.RESPONSE_RETURNED: "Ответ возвращён на доработку",
    NotificationKind.UNDELIVERED: "Ответ не дошёл до заявителя",
    NotificationKind.LINK_NOT_SENT: "Ссылка для ответа не отправлена органу",
    NotificationKind.LINK_UNOPENED: "Орган не открыл ссылку для ответа",
    NotificationKind.REOPENED: "Открыто повторно",
    NotificationKind.REOPENING_ASKED: "Заявитель просит открыть повторно",
    NotificationKind.REOPENING_LATE: "Просьба открыть повторно не рассмотрена в срок",
    NotificationKind.OUTCOME_ASKED: "Нужно указать итог рассмотрения",
    NotificationKind.POSTPONEMENT_PROPOSED: "Предложено отложить ответ",
    NotificationKind.POSTPONEMENT_DECLINED: "Предложение отложить ответ отклонено",
    NotificationKind.POSTPONED: "Ответ отложен",
    NotificationKind.RESUMED: "Отложенное снова в работе",
    NotificationKind.DETAILS_RECORDED: "Заявитель сообщил сведения",
    NotificationKind.DETAILS_LATE: "Сведения от заявителя не поступили в срок",
    NotificationKind.CASE_DUE_SOON: "Скоро истекает срок ответа",
    NotificationKind.CASE_OVERDUE: "Срок ответа истёк",
    NotificationKind.ESCALATED: "Просрочено, требуется ваше внимание",
    NotificationKind.ASSIGNMENT_ISSUED: "Вам направлено поручение",
    NotificationKind.ASSIGNMENT_UNACKNOWLEDGED: "С поручением не ознакомились в срок",
    NotificationKind.ASSIGNMENT_DUE_SOON: "Скоро истекает срок поручения",
    NotificationKind.ASSIGNMENT_OVERDUE: "Срок поручения истёк",
    NotificationKind.ASSIGNMENT_EXTENDED: "Срок поручения продлён",
    NotificationKind.ASSIGNMENT_CANCELLED: "Поручение отменено",
    NotificationKind.REPORT_TO_ACCEPT: "Представлен отчёт об исполнении поручения",
    NotificationKind.REPORT_RETURNED: "Отчёт об исполнении возвращён на доработку",
    NotificationKind.PROTOCOL_TO_SIGN: "Протокол ждёт подписи",
    NotificationKind.PROTOCOL_RETURNED: "Протокол возвращён на доработку",
    NotificationKind.EXTRACT_NOT_SENT: "Выписка из протокола не отправлена ответственному",
    NotificationKind.ROUTING_RULE_BROKEN: "Правило маршрутизации не может быть выполнено",
    NotificationKind.WEBHOOK_PARKED: "Доставки веб-хука отложены: попытки закончились",
    NotificationKind.WEBHOOK_DISABLED: "Веб-хук отключён: получателя больше нет",
    NotificationKind.RIGHT_CHANGED: "Изменены ваши права",
    NotificationKind.PERSONAL_DATA_READ: "Много обращений к персональным данным за день",
    NotificationKind.MEETING_SCHEDULED: "Вы участвуете в заседании",
    NotificationKind.MEETING_MOVED: "Заседание перенесено",
    NotificationKind.MEETING_CANCELLED: "Заседание не состоится",
    NotificationKind.VOTING_STARTED: "Начато заочное голосование",
    NotificationKind.ITEM_PROPOSED: "Предложен вопрос в повестку",
    NotificationKind.PROPOSAL_MOVED: "Ваше предложение в повестку продвинулось",
    NotificationKind.WATCHED_MOVED: "Изменилось дело под наблюдением",
}
"""Kind → what its title says; of the object a title adds only what it is, and its number."""

NOUNS: Mapping[str, str] = {
    "Message": "сообщение",
    "Appeal": "обращение",
    "Incident": "инцидент",
    "Assignment": "поручение",
    "Protocol": "протокол",
    "Meeting": "заседание",
    "MemberProposal": "предложение",
}
"""Type of a numbered object → what a title calls one."""

RELATIONS: Mapping[NotificationRelation, str] = {
    NotificationRelation.ASSIGNEE: "Исполнитель или соисполнитель",
    NotificationRelation.RECIPIENT_COORDINATOR: "Координатор органа-исполнителя",
    NotificationRelation.RECIPIENT_HEAD: "Руководитель органа-исполнителя",
    NotificationRelation.DESK_OFFICER: "Ответственный за канал поступления",
    NotificationRelation.SECTOR_LEAD: "Руководитель отраслевого направления",
    NotificationRelation.RESPONSIBLE: "Ответственный за поручение",
    NotificationRelation.CO_EXECUTOR: "Соисполнитель поручения",
    NotificationRelation.CONTROLLER: "Контролирующий поручение",
    NotificationRelation.SECRETARY: "Секретарь заседания",
    NotificationRelation.PARTICIPANT: "Участник заседания",
    NotificationRelation.CENTER_HEAD: "Руководитель центра",
    NotificationRelation.CURATOR: "Куратор или исполняющий его обязанности",
    NotificationRelation.ONESELF: "Вы сами",
    NotificationRelation.WATCHER: "Наблюдающий за делом",
    NotificationRelation.ADMINISTRATOR: "Системный администратор",
}

CHANNELS: Mapping[NotificationChannel, str] = {
    NotificationChannel.INBOX: "В Пульте",
    NotificationChannel.MAIL: "По электронной почте",
}
