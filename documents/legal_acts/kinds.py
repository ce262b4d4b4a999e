"""The kinds of legal acts, with the Russian term of each."""

from collections.abc import Mapping
from enum import StrEnum


class LegalActKind(StrEnum):
    """What a legal act is; OTHER stands for what was recorded in words of its own, too."""

    DECREE = "DECREE"
    ORDER = "ORDER"
    FEDERAL_LAW = "FEDERAL_LAW"
    PRESIDENTIAL_INSTRUCTIONS = "PRESIDENTIAL_INSTRUCTIONS"
    GOVERNMENT_DECREE = "GOVERNMENT_DECREE"
    OTHER = "OTHER"


TERMS: Mapping[LegalActKind, str] = {
    LegalActKind.DECREE: "Постановление Администрации",
    LegalActKind.ORDER: "Распоряжение Администрации",
    LegalActKind.FEDERAL_LAW: "Федеральный закон",
    LegalActKind.PRESIDENTIAL_INSTRUCTIONS: "Перечень поручений Президента",
    LegalActKind.GOVERNMENT_DECREE: "Постановление Правительства",
    LegalActKind.OTHER: "Иной акт",
}
