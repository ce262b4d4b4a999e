"""The words of channels and places: desks, kinds of settlement and of street, with the Russian term of each."""

from collections.abc import Mapping
from enum import StrEnum


class Desk(StrEnum):
    """Who handles what arrives by a channel (III.4.4–III.4.6)."""

    POS = "POS"
    OFFICE = "OFFICE"
    SOCIAL = "SOCIAL"
    PAGES = "PAGES"
    OTHER = "OTHER"


class SettlementKind(StrEnum):
    """What kind of place it is."""

    TOWN = "TOWN"
    WORKERS_SETTLEMENT = "WORKERS_SETTLEMENT"
    SETTLEMENT = "SETTLEMENT"
    VILLAGE = "VILLAGE"
    HAMLET = "HAMLET"
    STATION = "STATION"
    OTHER = "OTHER"


class StreetKind(StrEnum):
    """What kind of street it is; two of one name and of other kinds are two streets."""

    STREET = "STREET"
    LANE = "LANE"
    PASSAGE = "PASSAGE"
    AVENUE = "AVENUE"
    BOULEVARD = "BOULEVARD"
    SQUARE = "SQUARE"
    HIGHWAY = "HIGHWAY"
    EMBANKMENT = "EMBANKMENT"
    DEAD_END = "DEAD_END"
    TRACT = "TRACT"
    ALLEY = "ALLEY"
    LINE = "LINE"
    MICRODISTRICT = "MICRODISTRICT"
    QUARTER = "QUARTER"
    TERRITORY = "TERRITORY"


DESKS: Mapping[Desk, str] = {
    Desk.POS: "Платформа обратной связи",
    Desk.OFFICE: "Приёмная",
    Desk.SOCIAL: "Социальные сети",
    Desk.PAGES: "Официальные страницы",
    Desk.OTHER: "Иное",
}

SETTLEMENTS: Mapping[SettlementKind, str] = {
    SettlementKind.TOWN: "Город",
    SettlementKind.WORKERS_SETTLEMENT: "Рабочий посёлок",
    SettlementKind.SETTLEMENT: "Посёлок",
    SettlementKind.VILLAGE: "Село",
    SettlementKind.HAMLET: "Деревня",
    SettlementKind.STATION: "Станция",
    SettlementKind.OTHER: "Иной населённый пункт",
}

STREETS: Mapping[StreetKind, str] = {
    StreetKind.STREET: "Улица",
    StreetKind.LANE: "Переулок",
    StreetKind.PASSAGE: "Проезд",
    StreetKind.AVENUE: "Проспект",
    StreetKind.BOULEVARD: "Бульвар",
    StreetKind.SQUARE: "Площадь",
    StreetKind.HIGHWAY: "Шоссе",
    StreetKind.EMBANKMENT: "Набережная",
    StreetKind.DEAD_END: "Тупик",
    StreetKind.TRACT: "Тракт",
    StreetKind.ALLEY: "Аллея",
    StreetKind.LINE: "Линия",
    StreetKind.MICRODISTRICT: "Микрорайон",
    StreetKind.QUARTER: "Квартал",
    StreetKind.TERRITORY: "Территория",
}

SHORT_STREETS: Mapping[str, str] = {
    StreetKind.STREET: "ул.",
    StreetKind.LANE: "пер.",
    StreetKind.PASSAGE: "проезд",
    StreetKind.AVENUE: "проспект",
    StreetKind.BOULEVARD: "б-р",
    StreetKind.SQUARE: "пл.",
    StreetKind.HIGHWAY: "шоссе",
    StreetKind.EMBANKMENT: "наб.",
    StreetKind.DEAD_END: "тупик",
    StreetKind.TRACT: "тракт",
    StreetKind.ALLEY: "аллея",
    StreetKind.LINE: "линия",
    StreetKind.MICRODISTRICT: "мкр.",
    StreetKind.QUARTER: "квартал",
    StreetKind.TERRITORY: "территория",
}
"""Kind of street → how it stands before a name in an address, so that redaction takes the name for that of a street."""
