"""THE columns of exports: for each list the paths of fields that a file may hold, with their heads in Russian.

The usual ones are written if nobody chooses; the rare ones can be chosen. Every path is a leaf of the list's own type, so
a file shows nothing that the list does not.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from documents.exports.vocabulary import ExportList

Heads = Mapping[str, str]


@dataclass(frozen=True)
class Columns:
    """The columns of one list: path → head."""

    usual: Heads
    rare: Heads = field(default_factory=dict)

    @property
    def heads(self) -> Heads:
        """All of them."""
        return {**self.usual, **self.rare}


TITLED = {"id": "Идентификатор", "revision": "Редакция"}
KEPT = {**TITLED, "updatedAt": "Изменено", "isDemo": "Учебное"}

_CASE: Heads = {
    "number": "Номер",
    "kind": "Вид",
    "status": "Статус",
    "priority": "Приоритет",
    "channel.title": "Канал",
    "sector.title": "Сфера",
    "topic.title": "Тема",
    "settlement.title": "Населённый пункт",
    "location.street": "Улица",
    "location.house": "Дом",
    "recipient.shortName": "Ответственный получатель",
    "assignee.fullName": "Исполнитель",
    "summary": "Суть",
    "receivedAt": "Дата поступления",
    "registeredAt": "Дата регистрации",
    "routedAt": "Дата направления",
    "dueAt": "Срок ответа",
    "answeredAt": "Дата ответа",
    "closedAt": "Дата закрытия",
    "isOverdue": "Просрочено",
    "outcome": "Итог",
}

_CASE_MORE: Heads = {
    **KEPT,
    "channel.code": "Код канала",
    "sector.code": "Код сферы",
    "topic.group": "Группа тем",
    "outsideSectors": "Вне сфер",
    "location.description": "Описание места",
    "location.latitude": "Широта",
    "location.longitude": "Долгота",
    "recipient.name": "Полное имя получателя",
    "coAssignees.fullName": "Соисполнители",
    "isSensitive": "Особая категория",
    "isActionable": "Решаемое",
    "firstResponseAt": "Дата первого ответа",
    "isDueSoon": "Срок подходит",
    "ageHours": "Прошло часов",
    "isUndelivered": "Ответ не доставлен",
    "tags": "Метки",
    "externalSystem": "Внешняя система",
    "externalId": "Номер во внешней системе",
    "sourceState.code": "Код состояния во внешней системе",
    "sourceState.words": "Состояние во внешней системе",
    "sourceState.at": "Во внешней системе с",
    "proposedOutcome": "Предложенный итог",
    "escalationLevel": "Ступень доклада",
    "wasReturned": "Возвращалось",
    "isRepeat": "Повторное",
    "reopenedCount": "Сколько раз открыто заново",
}

_SUBMITTED: Heads = {"regime": "Порядок рассмотрения", "text": "Текст"}

_SUBMITTED_MORE: Heads = {
    "form": "Форма",
    "applicantKind": "Кто обратился",
    "applicant.fullName": "Заявитель (скрыто частично)",
    "applicant.phone": "Телефон (скрыто частично)",
    "applicant.email": "Электронная почта (скрыто частично)",
    "applicant.address": "Адрес (скрыто частично)",
    "signatoriesCount": "Подписей",
    "forwardedTo.shortName": "Переслано",
}

_INCIDENT: Heads = {"importance": "Важность", "publications.url": "Ссылки", "publications.text": "Тексты"}

_INCIDENT_MORE: Heads = {
    "publications.authorHandle": "Авторы",
    "publications.postedAt": "Время публикаций",
    "dismissalReason": "Почему отклонён",
}

_SUBMISSION = Columns({**_CASE, **_SUBMITTED}, {**_CASE_MORE, **_SUBMITTED_MORE})

_ACCOUNT_MORE: Heads = {**KEPT, "blockedAt": "Заблокирована", "blockReason": "Причина блокировки"}

COLUMNS: Mapping[ExportList, Columns] = {
    ExportList.ACCOUNTS: Columns(
        {"login": "Имя для входа", "person.fullName": "Кто", "isActive": "Действует"},
        {**_ACCOUNT_MORE, "hasPassword": "Есть пароль", "invitationEndsAt": "Приглашение до"},
    ),
    ExportList.APPEALS: Columns(
        _SUBMISSION.usual,
        {**_SUBMISSION.rare, "appealKind": "Вид обращения", "complainedOf.shortName": "На кого жалоба"},
    ),
    ExportList.ASSIGNMENTS: Columns(
        {
            "number": "Номер",
            "decisionNo": "Пункт решения",
            "text": "Поручение",
            "status": "Статус",
            "responsible.fullName": "Ответственный",
            "organization.shortName": "Организация",
            "coExecutors.fullName": "Соисполнители",
            "controller.fullName": "Контролирует",
            "dueOn": "Срок",
            "recurrence": "Периодичность",
            "isOverdue": "Просрочено",
            "issuedAt": "Выдано",
            "acknowledgedAt": "Ознакомлен",
            "completedAt": "Исполнено",
        },
        {
            **KEPT,
            "secretary.fullName": "Секретарь",
            "periodOn": "Период с",
            "nextPeriodOn": "Следующий период",
            "isLate": "С опозданием",
            "lateDays": "Дней опоздания",
            "isAcknowledgementLate": "Не ознакомлен вовремя",
            "escalationLevel": "Ступень доклада",
            "protocol.number": "Номер протокола",
        },
    ),
    ExportList.CASES: Columns(
        _CASE, {**_CASE_MORE, **_SUBMITTED, **_SUBMITTED_MORE, **_INCIDENT, **_INCIDENT_MORE}
    ),
    ExportList.CLIENTS: Columns(
        {
            "clientId": "Имя для входа",
            "name": "Название",
            "system": "Система",
            "actions": "Права",
            "isActive": "Действует",
        },
        _ACCOUNT_MORE,
    ),
    ExportList.CONFERENCES: Columns(
        {
            "heldOn": "Дата",
            "host": "Кто проводил",
            "title": "Тема",
            "outcome": "Итог",
            "person.fullName": "Кто участвовал",
            "recordedBy.fullName": "Кто записал",
        },
        {**TITLED, "isDemo": "Учебное"},
    ),
    ExportList.CURATOR_ABSENCES: Columns(
        {
            "curator.fullName": "Куратор",
            "startsAt": "С",
            "endsAt": "По",
            "reason": "Причина",
            "isInForce": "Действует",
            "recordedBy.fullName": "Кто записал",
        },
        {**TITLED, "endedAt": "Прекращено", "endedBy.fullName": "Кто прекратил", "legalAct.number": "Акт"},
    ),
    ExportList.INCIDENTS: Columns({**_CASE, **_INCIDENT}, {**_CASE_MORE, **_INCIDENT_MORE}),
    ExportList.LEGAL_ACTS: Columns(
        {"kind": "Вид", "number": "Номер", "issuedOn": "Дата", "title": "Название", "url": "Ссылка"},
        {"id": "Идентификатор"},
    ),
    ExportList.MEETINGS: Columns(
        {
            "number": "Номер",
            "form": "Форма",
            "status": "Статус",
            "title": "Тема",
            "plannedAt": "Назначено на",
            "heldOn": "Проведено",
            "place": "Место",
            "chair.fullName": "Председательствующий",
            "secretary.fullName": "Секретарь",
            "agenda.title": "Повестка",
        },
        {
            **KEPT,
            "convenedBy.fullName": "Созвал",
            "votingFrom": "Голосование с",
            "votingTo": "Голосование до",
            "openedAt": "Открыто",
            "cancellationReason": "Почему отменено",
            "moveReason": "Почему перенесено",
            "notHeldReason": "Почему не состоялось",
        },
    ),
    ExportList.MEMBERS: Columns(
        {
            "role": "Роль",
            "person.fullName": "Кто",
            "person.position": "Должность",
            "organization.shortName": "Организация",
            "sectors.title": "Сферы",
            "validFrom": "С",
            "validTo": "По",
            "isActive": "Действует",
        },
        {
            **TITLED,
            "legalAct.number": "Акт о назначении",
            "recordedBy.fullName": "Кто записал",
            "system": "Система",
        },
    ),
    ExportList.MESSAGES: Columns(
        _SUBMISSION.usual,
        {**_SUBMISSION.rare, "messageKind": "Вид сообщения", "rejection.reason": "Почему отклонено"},
    ),
    ExportList.ORGANIZATIONS: Columns(
        {
            "name": "Полное имя",
            "shortName": "Краткое имя",
            "kind": "Вид",
            "parent.shortName": "Входит в",
            "isResponsibleRecipient": "Ответственный получатель",
            "state": "Состояние",
            "sectors.title": "Сферы",
        },
        {**TITLED, "workEmail": "Электронная почта", "closingSince": "Закрывается с"},
    ),
    ExportList.PEOPLE: Columns(
        {
            "fullName": "Кто",
            "position": "Должность",
            "organization.shortName": "Организация",
            "workPhone": "Рабочий телефон",
            "workEmail": "Рабочая почта",
            "isActive": "Работает",
        },
        TITLED,
    ),
    ExportList.PERSONAL_DATA_ACCESS_LOG: Columns(
        {
            "at": "Когда",
            "person.fullName": "Кто",
            "role": "Роль",
            "kind": "Вид доступа",
            "fields": "Что показано",
            "case.number": "Номер дела",
            "reason": "Причина",
        }
    ),
    ExportList.PROPOSALS: Columns(
        {
            "number": "Номер",
            "status": "Статус",
            "title": "Вопрос",
            "text": "Обоснование",
            "draftDecision": "Проект решения",
            "person.fullName": "Кто предлагает",
            "submittedAt": "Предложено",
            "answer": "Ответ",
            "decidedBy.fullName": "Кто решил",
            "decidedAt": "Решено",
        },
        {**KEPT, "meeting.number": "Номер заседания"},
    ),
    ExportList.PROTOCOLS: Columns(
        {
            "number": "Номер",
            "year": "Год",
            "date": "Дата",
            "meetingNumber": "Номер заседания",
            "status": "Статус",
            "form": "Форма",
            "place": "Место",
            "chair.fullName": "Председательствующий",
            "secretary.fullName": "Секретарь",
            "signedBy.fullName": "Подписал",
            "signedAt": "Подписан",
        },
        {
            **KEPT,
            "participants.fullName": "Участники",
            "signerCapacity": "В каком качестве подписан",
            "sendBackReason": "Почему возвращён",
            "contentHash": "Отпечаток",
            "chainHash": "Звено цепочки",
        },
    ),
    ExportList.SETTLEMENTS: Columns(
        {"title": "Название", "kind": "Вид", "division": "Территория", "population": "Жителей"}, TITLED
    ),
    ExportList.STREETS: Columns(
        {"title": "Улица", "settlement.title": "Населённый пункт"},
        {**TITLED, "name": "Имя улицы", "kind": "Вид"},
    ),
    ExportList.SUBMISSIONS: _SUBMISSION,
    ExportList.TOPICS: Columns(
        {
            "title": "Тема",
            "group": "Группа тем",
            "sector.title": "Сфера",
            "defaultRecipient.shortName": "Получатель по умолчанию",
            "fastTrack": "Ускоренно",
            "fastTrackDays": "Дней при ускорении",
            "isSensitive": "Особая категория",
            "isActive": "Действует",
        },
        TITLED,
    ),
}
"""List → its columns."""
