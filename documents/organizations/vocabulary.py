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
    STATE_INSTITUTION = "STATE_INSTITUTION"
    EMERGENCY_DISPATCH = "EMERGENCY_DISPATCH"
    MANAGEMENT_COMPANY = "MANAGEMENT_COMPANY"
    UTILITY_SUPPLIER = "UTILITY_SUPPLIER"
    REGIONAL_WASTE_OPERATOR = "REGIONAL_WASTE_OPERATOR"
    EXTERNAL_PARTNER = "EXTERNAL_PARTNER"
    OTHER = "OTHER"


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
    OrganizationKind.STATE_INSTITUTION: "Государственное учреждение",
    OrganizationKind.EMERGENCY_DISPATCH: "Единая дежурно-диспетчерская служба",
    OrganizationKind.MANAGEMENT_COMPANY: "Управляющая организация",
    OrganizationKind.UTILITY_SUPPLIER: "Ресурсоснабжающая организация",
    OrganizationKind.REGIONAL_WASTE_OPERATOR: "Региональный оператор по обращению с отходами",
    OrganizationKind.EXTERNAL_PARTNER: "Внешний партнёр",
    OrganizationKind.OTHER: "Иная организация",
}

STATES: Mapping[OrganizationState, str] = {
    OrganizationState.ACTIVE: "Действует",
    OrganizationState.CLOSING: "Закрывается",
    OrganizationState.CLOSED: "Закрыта",
}
