"""The words of cases: enumerations with the Russian label of each value, in the order in which they are offered."""

from collections.abc import Mapping
from enum import StrEnum

from documents.kernel.calendar import DeadlineUnit as DeadlineUnit


class CaseKind(StrEnum):
    """What a case is: by the way of filing, not by the channel (I.2.2, I.2.4, I.2.5)."""

    MESSAGE = "MESSAGE"
    APPEAL = "APPEAL"
    INCIDENT = "INCIDENT"


class Regime(StrEnum):
    """Which law rules a submission; incidents have none: 59-ФЗ does not reach open sources."""

    MESSAGE = "MESSAGE"
    APPEAL_59FZ = "APPEAL_59FZ"


class Priority(StrEnum):
    """How urgent a case is."""

    LOW = "LOW"
    NORMAL = "NORMAL"
    HIGH = "HIGH"
    CRITICAL = "CRITICAL"


class Importance(StrEnum):
    """How important an incident is; HIGH and CRITICAL have the shorter deadline."""

    LOW = "LOW"
    NORMAL = "NORMAL"
    HIGH = "HIGH"
    CRITICAL = "CRITICAL"


class Outcome(StrEnum):
    """With what a case was taken off control."""

    RESOLVED = "RESOLVED"
    EXPLAINED = "EXPLAINED"
    NOT_RESOLVED = "NOT_RESOLVED"
    REFUSED = "REFUSED"
    FORWARDED = "FORWARDED"
    NO_RESPONSE_REQUIRED = "NO_RESPONSE_REQUIRED"
    UNANSWERED = "UNANSWERED"


class RejectionReason(StrEnum):
    """Why a message was turned down."""

    OBSCENE_OR_THREATENING = "OBSCENE_OR_THREATENING"
    NO_SUBSTANCE = "NO_SUBSTANCE"
    NOT_OUR_COMPETENCE = "NOT_OUR_COMPETENCE"
    SPAM_OR_ADVERTISING = "SPAM_OR_ADVERTISING"
    DUPLICATE = "DUPLICATE"
    INSUFFICIENT_DATA = "INSUFFICIENT_DATA"
    EMERGENCY_CALL_112 = "EMERGENCY_CALL_112"
    COURT_DECISION = "COURT_DECISION"
    NO_APPLICANT_DATA = "NO_APPLICANT_DATA"
    UNREADABLE = "UNREADABLE"
    CORRESPONDENCE_TERMINATED = "CORRESPONDENCE_TERMINATED"
    TEST = "TEST"
    OTHER = "OTHER"


class DismissalReason(StrEnum):
    """Why an incident gets no answer."""

    NO_ANSWER_NEEDED = "NO_ANSWER_NEEDED"
    BOT_OR_SPAM = "BOT_OR_SPAM"
    DUPLICATE = "DUPLICATE"
    OUTSIDE_TERRITORY = "OUTSIDE_TERRITORY"


class ChannelKind(StrEnum):
    """By what means a case came in."""

    POS = "POS"
    VK = "VK"
    OK = "OK"
    TELEGRAM = "TELEGRAM"
    MAX = "MAX"
    OTHER_SOCIAL = "OTHER_SOCIAL"
    PHONE = "PHONE"
    EDDS_112 = "EDDS_112"
    EMAIL = "EMAIL"
    WEBSITE = "WEBSITE"
    POST = "POST"
    PERSONAL_RECEPTION = "PERSONAL_RECEPTION"
    DIRECT_LINE = "DIRECT_LINE"
    MEDIA = "MEDIA"
    OTHER = "OTHER"


class ExternalSystem(StrEnum):
    """In which system of others the case has its own number."""

    POS = "POS"
    INCIDENT_MANAGEMENT = "INCIDENT_MANAGEMENT"
    GOSPABLIK = "GOSPABLIK"
    EDMS = "EDMS"
    OTHER = "OTHER"


class Form(StrEnum):
    """In which form a submission was made (I.2.4)."""

    WRITTEN = "WRITTEN"
    ORAL = "ORAL"
    ELECTRONIC = "ELECTRONIC"


class MessageKind(StrEnum):
    """What a message wants."""

    PROBLEM = "PROBLEM"
    QUESTION = "QUESTION"
    PROPOSAL = "PROPOSAL"
    GRATITUDE = "GRATITUDE"
    OTHER = "OTHER"


class AppealKind(StrEnum):
    """The kinds of appeal of 59-ФЗ (I.2.5)."""

    PROPOSAL = "PROPOSAL"
    APPLICATION = "APPLICATION"
    COMPLAINT = "COMPLAINT"


class ApplicantKind(StrEnum):
    """Who files: one person, an organization, an entrepreneur, or several people together."""

    CITIZEN = "CITIZEN"
    LEGAL_ENTITY = "LEGAL_ENTITY"
    ENTREPRENEUR = "ENTREPRENEUR"
    COLLECTIVE = "COLLECTIVE"


class ResponseKind(StrEnum):
    """What a response is for; an intermediate one postpones and does not answer."""

    FINAL = "FINAL"
    INTERMEDIATE = "INTERMEDIATE"
    NOTICE_OF_FORWARDING = "NOTICE_OF_FORWARDING"
    NOTICE_OF_EXTENSION = "NOTICE_OF_EXTENSION"
    NOTICE_OF_NO_ANSWER = "NOTICE_OF_NO_ANSWER"
    SHARED_ANSWER = "SHARED_ANSWER"
    REQUEST_FOR_DETAILS = "REQUEST_FOR_DETAILS"


class CaseDecisionKind(StrEnum):
    """What was decided about a case beside its answer."""

    POSTPONED = "POSTPONED"
    EXTENDED = "EXTENDED"
    REOPENED = "REOPENED"
    FORWARDED = "FORWARDED"
    LEFT_UNANSWERED = "LEFT_UNANSWERED"
    MERGED = "MERGED"
    WITHDRAWN = "WITHDRAWN"
    CANCELLED = "CANCELLED"
    PRIORITY_SET = "PRIORITY_SET"
    POSTPONEMENT_PROPOSED = "POSTPONEMENT_PROPOSED"
    POSTPONEMENT_DECLINED = "POSTPONEMENT_DECLINED"
    DETAILS_REQUESTED = "DETAILS_REQUESTED"
    DETAILS_RECORDED = "DETAILS_RECORDED"


class UnansweredGround(StrEnum):
    """On what ground of 59-ФЗ, art. 11, an appeal is left without an answer on its substance."""

    NO_NAME_OR_ADDRESS = "NO_NAME_OR_ADDRESS"
    COURT_DECISION = "COURT_DECISION"
    OBSCENE_OR_THREATENING = "OBSCENE_OR_THREATENING"
    UNREADABLE = "UNREADABLE"
    NO_SUBSTANCE = "NO_SUBSTANCE"
    CORRESPONDENCE_TERMINATED = "CORRESPONDENCE_TERMINATED"
    ANSWER_PUBLISHED = "ANSWER_PUBLISHED"
    PROTECTED_INFORMATION = "PROTECTED_INFORMATION"


class ResponseStatus(StrEnum):
    """Where a response stands."""

    DRAFT = "DRAFT"
    IN_REVIEW = "IN_REVIEW"
    RETURNED = "RETURNED"
    APPROVED = "APPROVED"
    SENT = "SENT"


UNREVIEWED = frozenset(ResponseKind) - {ResponseKind.FINAL}
"""Responses that nobody approves: they go out at once, and the final answer still comes."""

LABELS: Mapping[type[StrEnum], Mapping[str, str]] = {
    CaseKind: {"MESSAGE": "Сообщение", "APPEAL": "Обращение (59-ФЗ)", "INCIDENT": "Инцидент"},
    Regime: {"MESSAGE": "Сообщение вне 59-ФЗ", "APPEAL_59FZ": "Обращение по 59-ФЗ"},
    Priority: {"LOW": "Низкий", "NORMAL": "Обычный", "HIGH": "Высокий", "CRITICAL": "Критический"},
    Importance: {"LOW": "Низкая", "NORMAL": "Обычная", "HIGH": "Повышенная", "CRITICAL": "Критическая"},
    Outcome: {
        "RESOLVED": "Решено",
        "EXPLAINED": "Даны разъяснения",
        "NOT_RESOLVED": "Не решено",
        "REFUSED": "Отказано",
        "FORWARDED": "Направлено по компетенции",
        "NO_RESPONSE_REQUIRED": "Ответ не требуется",
        "UNANSWERED": "Оставлено без ответа",
    },
    RejectionReason: {
        "OBSCENE_OR_THREATENING": "Нецензурная лексика или угрозы",
        "NO_SUBSTANCE": "Нет сути вопроса",
        "NOT_OUR_COMPETENCE": "Не относится к компетенции, получатель не определён",
        "SPAM_OR_ADVERTISING": "Реклама или спам",
        "DUPLICATE": "Дубль ранее поданного",
        "INSUFFICIENT_DATA": "Недостаточно данных",
        "EMERGENCY_CALL_112": "Экстренная ситуация: звонить 112",
        "COURT_DECISION": "Обжалуется судебное решение",
        "NO_APPLICANT_DATA": "Нет сведений о заявителе",
        "UNREADABLE": "Текст не поддаётся прочтению",
        "CORRESPONDENCE_TERMINATED": "Переписка прекращена",
        "TEST": "Тестовое сообщение",
        "OTHER": "Иная причина",
    },
    DismissalReason: {
        "NO_ANSWER_NEEDED": "Ответ не требуется",
        "BOT_OR_SPAM": "Бот или спам",
        "DUPLICATE": "Дубль другого инцидента",
        "OUTSIDE_TERRITORY": "За пределами территории округа",
    },
    ChannelKind: {
        "POS": "Платформа обратной связи (ПОС)",
        "VK": "ВКонтакте",
        "OK": "Одноклассники",
        "TELEGRAM": "Telegram",
        "MAX": "MAX",
        "OTHER_SOCIAL": "Другая социальная сеть",
        "PHONE": "Телефон",
        "EDDS_112": "ЕДДС (112)",
        "EMAIL": "Электронная почта",
        "WEBSITE": "Официальный сайт",
        "POST": "Почта",
        "PERSONAL_RECEPTION": "Личный приём",
        "DIRECT_LINE": "Прямая линия",
        "MEDIA": "Средства массовой информации",
        "OTHER": "Иной канал",
    },
    ExternalSystem: {
        "POS": "ПОС",
        "INCIDENT_MANAGEMENT": "Инцидент Менеджмент",
        "GOSPABLIK": "Госпаблики",
        "EDMS": "СЭД",
        "OTHER": "Иная система",
    },
    DeadlineUnit: {
        "CALENDAR_DAYS": "Календарные дни",
        "WORKING_DAYS": "Рабочие дни",
        "WORKING_HOURS": "Рабочие часы",
        "CLOCK_HOURS": "Астрономические часы",
    },
    Form: {"WRITTEN": "Письменная", "ORAL": "Устная", "ELECTRONIC": "Электронная"},
    MessageKind: {
        "PROBLEM": "Проблема",
        "QUESTION": "Вопрос",
        "PROPOSAL": "Предложение",
        "GRATITUDE": "Благодарность",
        "OTHER": "Иное",
    },
    AppealKind: {"PROPOSAL": "Предложение", "APPLICATION": "Заявление", "COMPLAINT": "Жалоба"},
    ApplicantKind: {
        "CITIZEN": "Гражданин",
        "LEGAL_ENTITY": "Юридическое лицо",
        "ENTREPRENEUR": "Индивидуальный предприниматель",
        "COLLECTIVE": "Коллективное",
    },
    ResponseKind: {
        "FINAL": "Окончательный ответ",
        "INTERMEDIATE": "Промежуточный ответ",
        "NOTICE_OF_FORWARDING": "Уведомление о переадресации",
        "NOTICE_OF_EXTENSION": "Уведомление о продлении срока",
        "NOTICE_OF_NO_ANSWER": "Уведомление об оставлении без ответа",
        "SHARED_ANSWER": "Ответ, данный по объединённому делу",
        "REQUEST_FOR_DETAILS": "Запрос сведений у заявителя",
    },
    CaseDecisionKind: {
        "POSTPONED": "Отложено",
        "EXTENDED": "Срок продлён",
        "REOPENED": "Открыто повторно",
        "FORWARDED": "Направлено по компетенции",
        "LEFT_UNANSWERED": "Оставлено без ответа",
        "MERGED": "Объединено",
        "WITHDRAWN": "Отозвано заявителем",
        "CANCELLED": "Ошибочная регистрация",
        "PRIORITY_SET": "Изменён приоритет",
        "POSTPONEMENT_PROPOSED": "Предложено отложить",
        "POSTPONEMENT_DECLINED": "Откладывание отклонено",
        "DETAILS_REQUESTED": "Запрошены сведения у заявителя",
        "DETAILS_RECORDED": "Получены сведения от заявителя",
    },
    UnansweredGround: {
        "NO_NAME_OR_ADDRESS": "Не указаны фамилия или адрес для ответа",
        "COURT_DECISION": "Обжалуется судебное решение",
        "OBSCENE_OR_THREATENING": "Оскорбления или угрозы",
        "UNREADABLE": "Текст не поддаётся прочтению",
        "NO_SUBSTANCE": "Из текста нельзя понять суть",
        "CORRESPONDENCE_TERMINATED": "Переписка по вопросу прекращена",
        "ANSWER_PUBLISHED": "Ответ уже размещён на официальном сайте",
        "PROTECTED_INFORMATION": "Ответ раскрыл бы охраняемую законом тайну",
    },
    ResponseStatus: {
        "DRAFT": "Проект",
        "IN_REVIEW": "На согласовании",
        "RETURNED": "Возвращён на доработку",
        "APPROVED": "Согласован",
        "SENT": "Направлен",
    },
}
"""The Russian label of each value of each enumeration."""


def label(value: StrEnum) -> str:
    """Return the Russian label of a value. Raises: KeyError for a value of an enumeration without labels."""
    return LABELS[type(value)][value]
