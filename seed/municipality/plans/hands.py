"""Who has a case in hand: the officer of its desk, the recipient's people, the sector's lead; each with the right."""

from collections.abc import Mapping
from dataclasses import dataclass

from seed.municipality.people import PERSONS
from seed.municipality.plans.brief import Brief
from seed.municipality.plans.seasons import OFFICE, SOCIAL

HEAD = "person-head"
REGISTRAR = "person-registrar"
PARTNER = "client-demo-partner"
"""Not a person: the demo's client, whose system registers what lately comes from the duty desk (ЕДДС)."""

LEADS: Mapping[str, str] = {
    "EDUCATION": "person-lead-education",
    "SOCIAL_PROTECTION": "person-lead-social",
    "HOUSING_AND_UTILITIES": "person-lead-housing",
    "SOLID_WASTE": "person-lead-waste",
    "ROADS": "person-lead-roads",
    "TRANSPORT": "person-lead-transport",
    "ENERGY": "person-lead-energy",
}


@dataclass(frozen=True)
class Trio:
    """The people of a recipient who have logins."""

    coordinator_id: str
    head_id: str
    assignee_id: str


TRIOS: Mapping[str, Trio] = {
    "dept-roads": Trio("person-recipient-coordinator", "person-recipient-head", "person-assignee"),
    "dept-housing": Trio("person-recipient2-coordinator", "person-recipient2-head", "person-assignee2"),
}

ASSIGNEES: Mapping[str, str] = {
    str(row["organization_id"]): str(row["id"])
    for row in PERSONS
    if str(row["id"]) == f"person-as-{row['organization_id']}"
}


@dataclass(frozen=True)
class Hands:
    """Who does what at one recipient."""

    assignee_id: str | None
    author_id: str
    approver_id: str


def officer_of(channel_id: str) -> str:
    """Return the officer who keeps the desk of a channel."""
    if channel_id in SOCIAL:
        return "person-incident"
    return "person-info" if channel_id == "PAGES" else "person-pos"


def registrar_of(brief: Brief) -> str:
    """Return who registers: the registrar most of what comes to the office, lately a partner what comes to the duty desk,
    else the officer of the desk."""
    is_of_the_office = brief.channel_id in OFFICE and brief.generator.random() < 0.85
    if brief.channel_id == "EDDS" and brief.is_operated:
        return PARTNER
    if is_of_the_office:
        return REGISTRAR
    return officer_of(brief.channel_id)


def assignee_at(organization_id: str) -> str | None:
    """Return whom a routing names there; None where only the organization is named."""
    trio = TRIOS.get(organization_id)
    return trio.assignee_id if trio else ASSIGNEES.get(organization_id)


def hands_at(brief: Brief, organization_id: str) -> Hands:
    """Return who answers and who approves at a recipient; never one and the same (invariant 22)."""
    assignee_id = assignee_at(organization_id)
    trio = TRIOS.get(organization_id)
    if trio is not None:
        lead = LEADS.get(brief.sector_id or "", trio.head_id)
        return Hands(assignee_id, trio.assignee_id, trio.head_id if brief.generator.random() < 0.8 else lead)
    lead_id = LEADS.get(brief.sector_id or "")
    if not brief.is_operated and assignee_id is not None:
        return Hands(assignee_id, assignee_id, lead_id or HEAD)
    if lead_id is None:
        return Hands(assignee_id, officer_of(brief.channel_id), HEAD)
    # People without a login tell the officer or the lead, who enters the answer for them.
    if brief.generator.random() < 0.6:
        return Hands(assignee_id, officer_of(brief.channel_id), lead_id)
    return Hands(assignee_id, lead_id, HEAD)
