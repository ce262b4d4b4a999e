"""The settings there are: what each holds, between which bounds, and whether anything in Pult reads it yet."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from documents.center.setting_modes import ExternalTerm, RoutingMode
from documents.kernel.calendar import OutsideHours
from documents.kernel.read.reference import Snapshot

DISTRICT_BOX, OLDEST_RECEIPT = "districtBox", "oldestReceiptDays"
OLDEST_RECEIPT_DAYS = 366
"""What the setting `oldestReceiptDays` is where nobody set it."""

CLOSE_WITHOUT_OBJECTION, CLOSE_WITHOUT_OBJECTION_DAYS = "closeWithoutObjectionDays", 30
LONGEST_POSTPONEMENT, LONGEST_POSTPONEMENT_DAYS = "postponedDays", 90
"""The setting, and what it is where nobody set it."""

SATISFACTION_LINK, SATISFACTION_LINK_DAYS = "satisfactionLinkDays", 14
REOPENING_DECISION, REOPENING_DECISION_DAYS = "reopeningDecisionDays", 3
RECIPIENT_LINK, RECIPIENT_LINK_DAYS = "recipientLinkDays", 60
UNOPENED_LINK, UNOPENED_LINK_DAYS = "unopenedLinkDays", 3
ACKNOWLEDGEMENT_LINK, ACKNOWLEDGEMENT_LINK_DAYS = "acknowledgementLinkDays", 30
PAUSE_ON_CLARIFICATION = "pauseOnClarification"
LONGEST_EXTENSION, LONGEST_EXTENSION_DAYS = "extensionDays", 30
"""The setting, and what it is where nobody set it: what 59-ФЗ, art. 12, allows at most."""

VOTING_TERM, VOTING_TERM_DAYS = "votingWorkingDays", 3
COUNTING_TERM, COUNTING_TERM_DAYS = "ballotCountingDays", 3
ABSTENTION_ALLOWED = "abstentionAllowed"
MATERIALS_TERM, MATERIALS_TERM_DAYS = "materialsWorkingDays", 3

ESCALATE_TO_LEAD, ESCALATE_TO_HEAD, ESCALATE_TO_CURATOR = (
    "escalateToLeadDays",
    "escalateToHeadDays",
    "escalateToCuratorDays",
)
NOTIFICATION_KEEP, NOTIFICATION_KEEP_DAYS = "notificationKeepDays", 90
PERSONAL_DATA_ALERT, PERSONAL_DATA_ALERT_COUNT = "personalDataAlertCount", 50

EVENTS_RETAINED, EVENTS_RETAINED_COUNT = "eventsRetained", 500_000

ROUTING_MODE = "routingMode"
EXTERNAL_TERM = "externalTerm"
OPEN311_CHANNELS, OPEN311_JURISDICTION = "open311Channels", "open311Jurisdiction"


class SettingKind(StrEnum):
    """What a setting holds."""

    SWITCH = "SWITCH"
    NUMBER = "NUMBER"
    TEXT = "TEXT"
    CHOICE = "CHOICE"
    HOURS = "HOURS"
    LEGAL_ACT = "LEGAL_ACT"
    BOX = "BOX"
    CHANNELS = "CHANNELS"


LABELS: Mapping[SettingKind, str] = {
    SettingKind.SWITCH: "Да или нет",
    SettingKind.NUMBER: "Целое число",
    SettingKind.TEXT: "Текст",
    SettingKind.CHOICE: "Одно из значений",
    SettingKind.HOURS: "Рабочие часы",
    SettingKind.LEGAL_ACT: "Правовой акт",
    SettingKind.BOX: "Границы: запад, юг, восток, север, в градусах",
    SettingKind.CHANNELS: "Коды каналов",
}


@dataclass(frozen=True)
class SettingRule:
    """One setting: its kind, its words in Russian, its bounds or values; `is_used` is whether code reads it."""

    kind: SettingKind
    words: str
    is_used: bool = False
    least: int = 0
    most: int = 0
    values: tuple[str, ...] = ()

    @property
    def description(self) -> str:
        """The words, and the warning where nothing reads it yet."""
        return self.words if self.is_used else f"{self.words} Пока ни на что не влияет."


def setting(snapshot: Snapshot, name: str, *, default: Any) -> Any:
    """Return the value of a setting of the center; the default where nobody set it."""
    row = snapshot.collections.get("settings", {}).get(name)
    return default if row is None else row["value"]


def bounds_of(snapshot: Snapshot, name: str, kind: str) -> tuple[float, float] | None:
    """Return the least and the greatest `latitude` or `longitude` in the box of a setting; None where nobody set one."""
    box = setting(snapshot, name, default=None)
    if box is None:
        return None
    west, south, east, north = box
    return (south, north) if kind == "latitude" else (west, east)


K = SettingKind

SETTINGS: Mapping[str, SettingRule] = {
    "center_name": SettingRule(K.TEXT, "Полное наименование центра.", is_used=True),
    "center_legal_act_id": SettingRule(K.LEGAL_ACT, "Постановление, которым создан центр.", is_used=True),
    "fourEyes": SettingRule(K.SWITCH, "Автор ответа не согласует его сам.", is_used=True),
    "approvalRequired": SettingRule(K.SWITCH, "Ответ направляется только после согласования.", is_used=True),
    "actingHeadMaySign": SettingRule(
        K.SWITCH, "В период отсутствия куратора протокол подписывает руководитель."
    ),
    "quorumRule": SettingRule(
        K.CHOICE,
        "Кворум заседания.",
        is_used=True,
        values=("MORE_THAN_HALF", "HALF", "TWO_THIRDS", "NONE"),
    ),
    "quorumMandatory": SettingRule(K.SWITCH, "Без кворума заседание не проводится.", is_used=True),
    ABSTENTION_ALLOWED: SettingRule(K.SWITCH, "В заочном голосовании можно воздержаться.", is_used=True),
    VOTING_TERM: SettingRule(
        K.NUMBER,
        "Сколько рабочих дней длится заочное голосование, если срок не указан.",
        is_used=True,
        least=1,
        most=30,
    ),
    COUNTING_TERM: SettingRule(
        K.NUMBER,
        "Через сколько календарных дней после заочного голосования опросные листы подсчитываются, если этого не сделал "
        "председательствующий.",
        is_used=True,
        least=1,
        most=30,
    ),
    MATERIALS_TERM: SettingRule(
        K.NUMBER, "За сколько рабочих дней направляются материалы заседания.", is_used=True, most=30
    ),
    "workingHours": SettingRule(K.HOURS, "Рабочие часы обычного дня.", is_used=True),
    "shortenedHours": SettingRule(K.HOURS, "Рабочие часы сокращённого дня.", is_used=True),
    "receiptOutsideHours": SettingRule(
        K.CHOICE,
        "От какого дня считается срок в днях, если обращение поступило после рабочих часов или в нерабочий день.",
        is_used=True,
        values=tuple(OutsideHours),
    ),
    "calendarDecreedThrough": SettingRule(
        K.NUMBER,
        "Последний год, дни которого внесены по постановлению о переносе выходных; для следующих лет учитывается "
        "статья 112 ТК РФ, и сроки предварительные.",
        is_used=True,
        least=2024,
        most=2100,
    ),
    PAUSE_ON_CLARIFICATION: SettingRule(
        K.SWITCH,
        "Запрос сведений у заявителя останавливает срок сообщения; срок обращения никогда.",
        is_used=True,
    ),
    CLOSE_WITHOUT_OBJECTION: SettingRule(
        K.NUMBER,
        "Через сколько календарных дней без возражений ответ снимается с контроля.",
        is_used=True,
        least=1,
        most=365,
    ),
    **{
        name: SettingRule(
            K.NUMBER,
            f"Через сколько дней после срока о просроченном докладывается {whom}.",
            is_used=True,
            most=365,
        )
        for name, whom in (
            (ESCALATE_TO_LEAD, "руководителю направления или органа-исполнителя"),
            (ESCALATE_TO_HEAD, "руководителю центра"),
            (ESCALATE_TO_CURATOR, "куратору"),
        )
    },
    NOTIFICATION_KEEP: SettingRule(
        K.NUMBER, "Сколько дней хранятся уведомления.", is_used=True, least=7, most=365
    ),
    PERSONAL_DATA_ALERT: SettingRule(
        K.NUMBER,
        "После скольких за день обращений к персональным данным об этом уведомляются куратор и руководитель.",
        is_used=True,
        least=1,
        most=10_000,
    ),
    ROUTING_MODE: SettingRule(
        K.CHOICE,
        "Правила маршрутизации предлагают получателя или сами направляют то, что регистрируется с темой.",
        is_used=True,
        values=tuple(RoutingMode),
    ),
    EXTERNAL_TERM: SettingRule(
        K.CHOICE,
        "Какой срок действует, если свой срок назначила и внешняя система: срок центра, более ранний из двух или внешний. "
        "Открытые дела учитывают новое значение со следующего изменения или с пересчёта сроков.",
        is_used=True,
        values=tuple(ExternalTerm),
    ),
    DISTRICT_BOX: SettingRule(K.BOX, "Границы территории, в которых лежат места обращений.", is_used=True),
    OLDEST_RECEIPT: SettingRule(
        K.NUMBER,
        "За сколько дней до регистрации сообщение могло поступить самое раннее.",
        is_used=True,
        least=1,
        most=3_660,
    ),
    LONGEST_EXTENSION: SettingRule(
        K.NUMBER,
        "На сколько календарных дней самое большее продлевается срок.",
        is_used=True,
        least=1,
        most=LONGEST_EXTENSION_DAYS,
    ),
    LONGEST_POSTPONEMENT: SettingRule(
        K.NUMBER,
        "На сколько календарных дней самое большее откладывается ответ.",
        is_used=True,
        least=1,
        most=365,
    ),
    SATISFACTION_LINK: SettingRule(
        K.NUMBER,
        "Сколько календарных дней заявитель может оценить ответ по ссылке.",
        is_used=True,
        least=1,
        most=90,
    ),
    REOPENING_DECISION: SettingRule(
        K.NUMBER,
        "За сколько рабочих дней решается, открыть ли повторно то, что заявитель считает нерешённым.",
        is_used=True,
        least=1,
        most=30,
    ),
    RECIPIENT_LINK: SettingRule(
        K.NUMBER,
        "Сколько календарных дней орган без учётных записей может ответить по ссылке.",
        is_used=True,
        least=1,
        most=365,
    ),
    UNOPENED_LINK: SettingRule(
        K.NUMBER,
        "Через сколько календарных дней сообщается, что орган не открыл ссылку.",
        is_used=True,
        least=1,
        most=30,
    ),
    EVENTS_RETAINED: SettingRule(
        K.NUMBER, "Сколько последних событий дочитывают партнёры.", is_used=True, least=100, most=10_000_000
    ),
    OPEN311_CHANNELS: SettingRule(
        K.CHANNELS,
        "Каналы, сообщения которых видны через Open311; по первому из них регистрируются новые. Без каналов Open311 закрыт.",
        is_used=True,
    ),
    OPEN311_JURISDICTION: SettingRule(
        K.TEXT,
        "Обозначение территории в Open311 (jurisdiction_id), например адрес сайта округа.",
        is_used=True,
    ),
    ACKNOWLEDGEMENT_LINK: SettingRule(
        K.NUMBER,
        "Сколько календарных дней ответственный без учётной записи может отметить ознакомление по ссылке.",
        is_used=True,
        least=1,
        most=365,
    ),
    "postponedIncidentWorkingDays": SettingRule(
        K.NUMBER, "Наибольшее откладывание инцидента без руководителя, рабочих дней.", least=1, most=60
    ),
    "fileMegabytes": SettingRule(
        K.NUMBER, "Наибольший размер файла, мегабайт.", is_used=True, least=1, most=200
    ),
    "filesWaiting": SettingRule(
        K.NUMBER,
        "Сколько загруженных и ещё не приложенных файлов может быть у одного человека.",
        is_used=True,
        least=1,
        most=200,
    ),
    "filesPerObject": SettingRule(
        K.NUMBER, "Сколько файлов может быть приложено к одному делу.", is_used=True, least=1, most=100
    ),
}
"""Name → what it holds. A name that is not here cannot be set."""
