"""The words of organizations: their kinds and states, with the Russian term of each."""

from collections.abc import Mapping
from enum import StrEnum


class OrganizationKind(StrEnum):
    """What kind of organization it is (I.2.3, III.5.4)."""

    ADMINISTRATION = "ADMINISTRATION"
    STRUCTURAL_UNIT = "STRUCTURAL_UNIT"
    LOCAL_GOVERNMENT_BODY = "LOCAL_GOVERNMENT_BODY"
    MUNICIPAL_INSTITUTION = "MUNICIPAL_INSTITUTION"
    MUNICIPAL_ENTERPRISE = "MUNICIPAL_ENTERPRISE"
    REGIONAL_CONTROL_CENTER = "REGIONAL_CONTROL_CENTER"
    STATE_BODY = "STATE_BODY"
    EXTERNAL_PARTNER = "EXTERNAL_PARTNER"


class OrganizationState(StrEnum):
    """Whether it receives new work."""

    ACTIVE = "ACTIVE"
    CLOSING = "CLOSING"
    CLOSED = "CLOSED"


KINDS: Mapping[OrganizationKind, str] = {
    OrganizationKind.ADMINISTRATION: "Администрация",
    OrganizationKind.STRUCTURAL_UNIT: "Структурное подразделение",
    OrganizationKind.LOCAL_GOVERNMENT_BODY: "Орган местного самоуправления",
    OrganizationKind.MUNICIPAL_INSTITUTION: "Муниципальное учреждение",
    OrganizationKind.MUNICIPAL_ENTERPRISE: "Муниципальное предприятие",
    OrganizationKind.REGIONAL_CONTROL_CENTER: "Центр управления регионом",
    OrganizationKind.STATE_BODY: "Государственный орган",
    OrganizationKind.EXTERNAL_PARTNER: "Внешний партнёр",
}

STATES: Mapping[OrganizationState, str] = {
    OrganizationState.ACTIVE: "Действует",
    OrganizationState.CLOSING: "Закрывается",
    OrganizationState.CLOSED: "Закрыта",
}
