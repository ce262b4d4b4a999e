"""Codes of partners' clients."""

from enum import StrEnum


class ClientRate(StrEnum):
    """How much a client may ask for."""

    LOW = "LOW"
    STANDARD = "STANDARD"
    HIGH = "HIGH"


CLIENT_RATES = {
    ClientRate.LOW: "Пониженная: пятая часть обычной",
    ClientRate.STANDARD: "Обычная",
    ClientRate.HIGH: "Повышенная: впятеро больше обычной",
}

PERCENT_OF_BUDGET = {ClientRate.LOW: 20, ClientRate.STANDARD: 100, ClientRate.HIGH: 500}
"""Class → its part of what the installation gives a client."""
