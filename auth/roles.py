"""The roles of the center: those that the decree names and the technical ones that make it work."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class Role(StrEnum):
    """A role held through a membership (the decree's) or a grant (technical); a person may hold several."""

    CENTER_COORDINATOR = "CENTER_COORDINATOR"
    CURATOR = "CURATOR"
    CENTER_HEAD = "CENTER_HEAD"
    POS_OFFICER = "POS_OFFICER"
    INCIDENT_OFFICER = "INCIDENT_OFFICER"
    INFORMATION_POLICY_OFFICER = "INFORMATION_POLICY_OFFICER"
    SECTOR_LEAD = "SECTOR_LEAD"
    MEMBER = "MEMBER"
    RECIPIENT_COORDINATOR = "RECIPIENT_COORDINATOR"
    RECIPIENT_HEAD = "RECIPIENT_HEAD"
    ASSIGNEE = "ASSIGNEE"
    LEADERSHIP = "LEADERSHIP"
    REGISTRAR = "REGISTRAR"
    SYSTEM_ADMINISTRATOR = "SYSTEM_ADMINISTRATOR"
    INTEGRATION = "INTEGRATION"


COLUMN: Mapping[str, Role] = MappingProxyType(
    {
        "CC": Role.CENTER_COORDINATOR,
        "CU": Role.CURATOR,
        "HD": Role.CENTER_HEAD,
        "PO": Role.POS_OFFICER,
        "IO": Role.INCIDENT_OFFICER,
        "IP": Role.INFORMATION_POLICY_OFFICER,
        "SL": Role.SECTOR_LEAD,
        "MB": Role.MEMBER,
        "RC": Role.RECIPIENT_COORDINATOR,
        "RH": Role.RECIPIENT_HEAD,
        "AS": Role.ASSIGNEE,
        "LD": Role.LEADERSHIP,
        "RG": Role.REGISTRAR,
        "AD": Role.SYSTEM_ADMINISTRATOR,
        "IN": Role.INTEGRATION,
    }
)
"""The heads of the columns of the matrix, in its order."""

DECREE_ROLES: frozenset[Role] = frozenset(
    {
        Role.CENTER_COORDINATOR,  # III.4.1
        Role.CURATOR,  # III.4.2
        Role.CENTER_HEAD,  # III.4.3
        Role.POS_OFFICER,  # III.4.4
        Role.INCIDENT_OFFICER,  # III.4.5
        Role.INFORMATION_POLICY_OFFICER,  # III.4.6
        Role.SECTOR_LEAD,  # III.4.7
        Role.MEMBER,  # III.1
    }
)
TECHNICAL_ROLES: frozenset[Role] = frozenset(Role) - DECREE_ROLES

DESKS_OF: Mapping[Role, frozenset[str]] = MappingProxyType(
    {
        Role.POS_OFFICER: frozenset({"POS", "OFFICE"}),
        Role.INCIDENT_OFFICER: frozenset({"SOCIAL"}),
        Role.INFORMATION_POLICY_OFFICER: frozenset({"PAGES"}),
        Role.REGISTRAR: frozenset({"OFFICE"}),
    }
)
"""The desks a role keeps; the channels of a desk are reference data and come in with the grant."""
