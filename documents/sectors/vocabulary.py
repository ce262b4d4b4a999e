"""The words of channels and settlements: desks and kinds of settlement, with the Russian term of each."""

from collections.abc import Mapping
from enum import StrEnum


class Desk(StrEnum):
    """Who handles what arrives by a channel (III.4.4–III.4.6)."""

    POS = "POS"
    OFFICE = "OFFICE"
    SOCIAL = "SOCIAL"
    PAGES = "PAGES"


class SettlementKind(StrEnum):
    """What kind of place it is."""

    TOWN = "TOWN"
    VILLAGE = "VILLAGE"
    SETTLEMENT = "SETTLEMENT"
    STATION = "STATION"


DESKS: Mapping[Desk, str] = {
    Desk.POS: "Платформа обратной связи",
    Desk.OFFICE: "Приёмная",
    Desk.SOCIAL: "Социальные сети",
    Desk.PAGES: "Официальные страницы",
}

SETTLEMENTS: Mapping[SettlementKind, str] = {
    SettlementKind.TOWN: "Город",
    SettlementKind.VILLAGE: "Село или деревня",
    SettlementKind.SETTLEMENT: "Посёлок",
    SettlementKind.STATION: "Станция",
}
