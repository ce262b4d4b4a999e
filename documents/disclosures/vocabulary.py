"""The words of disclosures: what may be revealed, and in which way plain data were reached."""

from collections.abc import Mapping
from enum import StrEnum


class RevealField(StrEnum):
    """What `revealApplicant` may be asked for."""

    FULL_NAME = "FULL_NAME"
    PHONE = "PHONE"
    EMAIL = "EMAIL"
    ADDRESS = "ADDRESS"
    TEXT = "TEXT"


class AccessKind(StrEnum):
    """In which way somebody came to personal data."""

    REVEAL = "REVEAL"
    SEARCH = "SEARCH"
    EXPORT = "EXPORT"


STORED_FIELDS = {
    RevealField.FULL_NAME: "full_name",
    RevealField.PHONE: "phone",
    RevealField.EMAIL: "email",
    RevealField.ADDRESS: "address",
}
"""Field → where the applicant keeps it; the text is the case's own."""

LABELS: Mapping[type[StrEnum], Mapping[StrEnum, str]] = {
    RevealField: {
        RevealField.FULL_NAME: "Фамилия, имя, отчество",
        RevealField.PHONE: "Телефон",
        RevealField.EMAIL: "Электронная почта",
        RevealField.ADDRESS: "Почтовый адрес",
        RevealField.TEXT: "Текст без изъятий",
    },
    AccessKind: {
        AccessKind.REVEAL: "Раскрытие",
        AccessKind.SEARCH: "Поиск по контактам",
        AccessKind.EXPORT: "Выгрузка",
    },
}
"""The values in Russian."""
