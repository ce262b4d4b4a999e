"""Inputs of the mutations on reference data; lengths and rules are the operations', ids are read here."""

from enum import Enum
from typing import Any

import strawberry

from documents.cases.vocabulary import ChannelKind
from documents.center.reasons import ReasonKind
from documents.kernel.names import camel
from documents.organizations.vocabulary import OrganizationKind
from documents.sectors.vocabulary import Desk, SettlementKind
from schema.problems import Ids
from schema.shapes.kinds import (
    Code,
    Email,
    Id,
    LongTitle,
    Many,
    Phone,
    Revision,
    ShortLine,
    ShortTitle,
    Whole,
)

REFERENCES = {
    "parent_id": "Organization",
    "organization_id": "Organization",
    "default_recipient_id": "Organization",
    "channel_id": "Channel",
    "sector_id": "Sector",
    "sector_ids": "Sector",
    "topic_ids": "Topic",
    "settlement_id": "Settlement",
    "settlement_ids": "Settlement",
    "channel_ids": "Channel",
    "recipient_id": "Organization",
    "assignee_id": "Person",
}
"""Fields of the inputs that hold ids → the type that they are ids of."""


def given(input: Any, ids: Ids, *, creates: bool) -> dict[str, Any]:
    """Return the fields that an input names, ids read; null says nothing in a creation, and clears in a change."""
    found: dict[str, Any] = {}
    for name, value in vars(input).items():
        if name in ("id", "expected_revision") or value is strawberry.UNSET or (creates and value is None):
            continue
        if name in REFERENCES and value is not None:
            read = ids.many if isinstance(value, list) else ids.one
            found[name] = read(value, REFERENCES[name], path=camel(name))
        else:
            found[name] = value.value if isinstance(value, Enum) else value
    return found


@strawberry.input(description="A new organization.")
class CreateOrganizationInput:
    name: LongTitle = strawberry.field(description="Full name, at most 400 characters.")
    short_name: ShortTitle = strawberry.field(
        description="Short name for lists, at most 200 characters; no two organizations share one."
    )
    kind: OrganizationKind = strawberry.field(description="What kind of organization it is.")
    parent_id: Id | None = strawberry.field(
        default=None, description="The organization it belongs to; never itself or one below it."
    )
    is_responsible_recipient: bool | None = strawberry.field(
        default=None, description="Whether it answers messages (I.2.3)."
    )
    sector_ids: Many[Id] | None = strawberry.field(default=None, description="Sectors it works in.")
    work_email: Email | None = strawberry.field(
        default=None, description="Work e-mail, where it gets the links by which it answers without accounts."
    )


@strawberry.input(description="Changes to an organization; an absent field is left alone, null clears it.")
class UpdateOrganizationInput:
    id: Id = strawberry.field(description="The object.")
    expected_revision: Revision | None = strawberry.field(
        default=None, description="The revision you were looking at."
    )
    name: LongTitle | None = strawberry.field(
        default=strawberry.UNSET, description="Full name, at most 400 characters."
    )
    short_name: ShortTitle | None = strawberry.field(
        default=strawberry.UNSET,
        description="Short name for lists, at most 200 characters; no two organizations share one.",
    )
    kind: OrganizationKind | None = strawberry.field(
        default=strawberry.UNSET, description="What kind of organization it is."
    )
    parent_id: Id | None = strawberry.field(
        default=strawberry.UNSET, description="The organization it belongs to; never itself or one below it."
    )
    is_responsible_recipient: bool | None = strawberry.field(
        default=strawberry.UNSET, description="Whether it answers messages (I.2.3)."
    )
    sector_ids: Many[Id] | None = strawberry.field(
        default=strawberry.UNSET, description="Sectors it works in."
    )
    work_email: Email | None = strawberry.field(
        default=strawberry.UNSET,
        description="Work e-mail, where it gets the links by which it answers without accounts.",
    )


@strawberry.input(description="A new official.")
class CreatePersonInput:
    full_name: ShortTitle = strawberry.field(
        description="Surname, given name, patronymic; at most 200 characters."
    )
    position: ShortTitle | None = strawberry.field(
        default=None, description="Job title, at most 200 characters."
    )
    organization_id: Id | None = strawberry.field(default=None, description="Where the official works.")
    work_phone: Phone | None = strawberry.field(default=None, description="Work phone, never a private one.")
    work_email: Email | None = strawberry.field(default=None, description="Work e-mail, never a private one.")


@strawberry.input(description="Changes to an official; an absent field is left alone, null clears it.")
class UpdatePersonInput:
    id: Id = strawberry.field(description="The object.")
    expected_revision: Revision | None = strawberry.field(
        default=None, description="The revision you were looking at."
    )
    full_name: ShortTitle | None = strawberry.field(
        default=strawberry.UNSET, description="Surname, given name, patronymic; at most 200 characters."
    )
    position: ShortTitle | None = strawberry.field(
        default=strawberry.UNSET, description="Job title, at most 200 characters."
    )
    organization_id: Id | None = strawberry.field(
        default=strawberry.UNSET, description="Where the official works."
    )
    work_phone: Phone | None = strawberry.field(
        default=strawberry.UNSET, description="Work phone, never a private one."
    )
    work_email: Email | None = strawberry.field(
        default=strawberry.UNSET, description="Work e-mail, never a private one."
    )


@strawberry.input(description="A new topic.")
class CreateTopicInput:
    title: ShortTitle = strawberry.field(
        description="Name in Russian, at most 200 characters; no two topics share one."
    )
    group: ShortTitle | None = strawberry.field(default=None, description="Classifier group, by its title.")
    sector_id: Id | None = strawberry.field(
        default=None, description="The sector it belongs to; none if it lies outside а)–ж)."
    )
    default_recipient_id: Id | None = strawberry.field(
        default=None, description="The active organization that its cases usually go to."
    )
    fast_track: bool | None = strawberry.field(default=None, description="Whether its cases are due sooner.")
    fast_track_days: Whole | None = strawberry.field(
        default=None, description="Working days of the fast track if they differ from the policy, 1–30."
    )
    is_sensitive: bool | None = strawberry.field(
        default=None,
        description="Whether it concerns health or children: most roles then see only the summary.",
    )
    is_active: bool | None = strawberry.field(default=None, description="Whether new cases may use it.")


@strawberry.input(description="Changes to a topic; an absent field is left alone, null clears it.")
class UpdateTopicInput:
    id: Id = strawberry.field(description="The object.")
    expected_revision: Revision | None = strawberry.field(
        default=None, description="The revision you were looking at."
    )
    title: ShortTitle | None = strawberry.field(
        default=strawberry.UNSET,
        description="Name in Russian, at most 200 characters; no two topics share one.",
    )
    group: ShortTitle | None = strawberry.field(
        default=strawberry.UNSET, description="Classifier group, by its title."
    )
    sector_id: Id | None = strawberry.field(
        default=strawberry.UNSET, description="The sector it belongs to; none if it lies outside а)–ж)."
    )
    default_recipient_id: Id | None = strawberry.field(
        default=strawberry.UNSET, description="The active organization that its cases usually go to."
    )
    fast_track: bool | None = strawberry.field(
        default=strawberry.UNSET, description="Whether its cases are due sooner."
    )
    fast_track_days: Whole | None = strawberry.field(
        default=strawberry.UNSET,
        description="Working days of the fast track if they differ from the policy, 1–30.",
    )
    is_sensitive: bool | None = strawberry.field(
        default=strawberry.UNSET,
        description="Whether it concerns health or children: most roles then see only the summary.",
    )
    is_active: bool | None = strawberry.field(
        default=strawberry.UNSET, description="Whether new cases may use it."
    )


@strawberry.input(description="A new town or village.")
class CreateSettlementInput:
    title: ShortTitle = strawberry.field(description="Name in Russian, at most 200 characters.")
    kind: SettlementKind = strawberry.field(description="What kind of place it is.")
    division: ShortLine | None = strawberry.field(default=None, description="Territorial division.")
    population: Whole | None = strawberry.field(default=None, description="Number of inhabitants.")


@strawberry.input(description="Changes to a town or village; an absent field is left alone, null clears it.")
class UpdateSettlementInput:
    id: Id = strawberry.field(description="The object.")
    expected_revision: Revision | None = strawberry.field(
        default=None, description="The revision you were looking at."
    )
    title: ShortTitle | None = strawberry.field(
        default=strawberry.UNSET, description="Name in Russian, at most 200 characters."
    )
    kind: SettlementKind | None = strawberry.field(
        default=strawberry.UNSET, description="What kind of place it is."
    )
    division: ShortLine | None = strawberry.field(
        default=strawberry.UNSET, description="Territorial division."
    )
    population: Whole | None = strawberry.field(
        default=strawberry.UNSET, description="Number of inhabitants."
    )


@strawberry.input(description="A new intake channel.")
class CreateChannelInput:
    code: Code = strawberry.field(
        description="Stable code of uppercase letters, digits and underscores; it never changes."
    )
    title: ShortLine = strawberry.field(description="Name in Russian, at most 120 characters.")
    kind: ChannelKind = strawberry.field(description="What kind of channel it is.")
    desk: Desk = strawberry.field(description="The desk that handles what arrives this way.")
    policy_code: Code | None = strawberry.field(
        default=None, description="Code of the deadline policy that usually applies to what arrives this way."
    )


@strawberry.input(description="Changes to an intake channel; an absent field is left alone, null clears it.")
class UpdateChannelInput:
    id: Id = strawberry.field(description="The object.")
    expected_revision: Revision | None = strawberry.field(
        default=None, description="The revision you were looking at."
    )
    title: ShortLine | None = strawberry.field(
        default=strawberry.UNSET, description="Name in Russian, at most 120 characters."
    )
    kind: ChannelKind | None = strawberry.field(
        default=strawberry.UNSET, description="What kind of channel it is."
    )
    desk: Desk | None = strawberry.field(
        default=strawberry.UNSET, description="The desk that handles what arrives this way."
    )
    policy_code: Code | None = strawberry.field(
        default=strawberry.UNSET,
        description="Code of the deadline policy that usually applies to what arrives this way.",
    )
    is_active: bool | None = strawberry.field(
        default=strawberry.UNSET, description="Whether new cases may use it."
    )


@strawberry.input(description="A new reason.")
class CreateReasonInput:
    kind: ReasonKind = strawberry.field(
        description="What it is used for: ROUTING_RETURN or REWORK; the other lists are closed."
    )
    code: Code = strawberry.field(description="Stable code of uppercase letters, digits and underscores.")
    title: LongTitle = strawberry.field(description="The wording offered to users, at most 400 characters.")


@strawberry.input(description="Changes to a reason; an absent field is left alone, null clears it.")
class UpdateReasonInput:
    id: Id = strawberry.field(description="The object.")
    expected_revision: Revision | None = strawberry.field(
        default=None, description="The revision you were looking at."
    )
    title: LongTitle | None = strawberry.field(
        default=strawberry.UNSET, description="The wording offered to users, at most 400 characters."
    )
    is_active: bool | None = strawberry.field(default=strawberry.UNSET, description="Whether it is offered.")
