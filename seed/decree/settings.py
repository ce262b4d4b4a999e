"""What the decree leaves open and practice decides: numbers and switches of the center with their defaults."""

from typing import Any

from documents.center.calendars import DECREED_THROUGH
from seed.decree.legal_acts import DECREE_ID

SETTINGS: tuple[dict[str, Any], ...] = (
    {
        "id": "center_name",
        "value": "Муниципальный центр управления в Боготольском муниципальном округе Красноярского края",
        "note": "Наименование по пункту 1 постановления.",
    },
    {"id": "center_legal_act_id", "value": DECREE_ID, "note": "Постановление, которым создан центр."},
    {"id": "fourEyes", "value": True, "note": "Автор ответа не согласует его сам."},
    {"id": "approvalRequired", "value": True, "note": "Ответ направляется только после согласования."},
    {
        "id": "actingHeadMaySign",
        "value": True,
        "note": "В период отсутствия куратора протокол подписывает руководитель (III.2/2, III.2/3).",
    },
    {
        "id": "quorumRule",
        "value": "MORE_THAN_HALF",
        "note": "Доля участников, названных в составе заседания; постановление кворума не устанавливает.",
    },
    {"id": "quorumMandatory", "value": False, "note": "Без кворума заседание проводится с предупреждением."},
    {"id": "abstentionAllowed", "value": True, "note": "В заочном голосовании можно воздержаться."},
    {"id": "votingWorkingDays", "value": 3, "note": "Сколько рабочих дней длится заочное голосование."},
    {
        "id": "ballotCountingDays",
        "value": 3,
        "note": "Опросные листы подсчитываются в течение трёх дней после окончания голосования.",
    },
    {
        "id": "materialsWorkingDays",
        "value": 3,
        "note": "За сколько рабочих дней направляются материалы заседания.",
    },
    {"id": "workingHours", "value": ["08:00-12:00", "13:00-17:00"], "note": "Рабочие часы обычного дня."},
    {
        "id": "shortenedHours",
        "value": ["08:00-12:00", "13:00-16:00"],
        "note": "Рабочие часы сокращённого дня.",
    },
    {
        "id": "receiptOutsideHours",
        "value": "SAME_DAY",
        "note": "Срок в днях считается от дня поступления, в какой бы час оно ни пришло.",
    },
    {
        "id": "calendarDecreedThrough",
        "value": DECREED_THROUGH,
        "note": "Дни 2024–2027 годов внесены по постановлениям Правительства о переносе выходных.",
    },
    {
        "id": "pauseOnClarification",
        "value": False,
        "note": "Запрос сведений у заявителя срок не останавливает.",
    },
    {
        "id": "closeWithoutObjectionDays",
        "value": 30,
        "note": "Через сколько календарных дней без возражений ответ снимается с контроля.",
    },
    {
        "id": "routingMode",
        "value": "SUGGEST",
        "note": "Правила маршрутизации предлагают получателя, направляет специалист.",
    },
    {
        "id": "externalTerm",
        "value": "OURS",
        "note": "Срок внешней системы записывается рядом, действует срок центра.",
    },
    {
        "id": "districtBox",
        "value": [88.4, 55.5, 90.6, 57.3],
        "note": "Боготольский муниципальный округ с запасом в несколько километров.",
    },
    {"id": "oldestReceiptDays", "value": 366, "note": "Регистрируется то, что поступило за последний год."},
    {"id": "extensionDays", "value": 30, "note": "Срок обращения продлевается один раз (59-ФЗ, ст. 12)."},
    {"id": "postponedDays", "value": 90, "note": "Наибольшее откладывание ответа с промежуточным ответом."},
    {"id": "satisfactionLinkDays", "value": 14, "note": "Столько дней заявитель оценивает ответ по ссылке."},
    {
        "id": "recipientLinkDays",
        "value": 60,
        "note": "Столько дней орган без учётных записей отвечает по ссылке.",
    },
    {"id": "unopenedLinkDays", "value": 3, "note": "Через столько дней неоткрытая ссылка — повод позвонить."},
    {
        "id": "acknowledgementLinkDays",
        "value": 30,
        "note": "Столько дней ответственный без учётной записи отмечает ознакомление по ссылке.",
    },
    {
        "id": "reopeningDecisionDays",
        "value": 3,
        "note": "За столько рабочих дней решается просьба открыть повторно.",
    },
    {
        "id": "postponedIncidentWorkingDays",
        "value": 7,
        "note": "Наибольшее откладывание инцидента без руководителя.",
    },
    {"id": "fileMegabytes", "value": 50, "note": "Фотографии, сканы и короткие видео с места."},
    {"id": "filesWaiting", "value": 20, "note": "Загруженное прикладывают в течение суток."},
    {
        "id": "eventsRetained",
        "value": 500_000,
        "note": "Столько последних событий дочитывает система партнёра, которая была отключена.",
    },
    {"id": "open311Channels", "value": [], "note": "Open311 закрыт, пока здесь не названы каналы."},
    {"id": "filesPerObject", "value": 20, "note": "Больше файлов к одному делу не прикладывают."},
)
"""Rows of `settings`; the id is the name."""
