"""The words of channels and settlements: desks and kinds of settlement, with the Russian term of each."""

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
