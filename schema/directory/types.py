"""Reference data as types: sectors, topics, settlements, channels, organizations, people."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any

import strawberry

from documents.cases.vocabulary import ChannelKind
from documents.center.reasons import ReasonKind
from documents.center.resource import REASONS
from documents.organizations.resource import ORGANIZATIONS, PERSONS
from documents.organizations.vocabulary import OrganizationKind, OrganizationState
from documents.sectors.resource import CHANNELS, SETTLEMENTS, STREETS, TOPICS
from documents.sectors.vocabulary import Desk, SettlementKind, StreetKind
from schema.context import GraphInfo
from schema.lives import history_field
from schema.memory import related
from schema.nodes import Node
from schema.terms import described

Row = Mapping[str, Any]


@described(
    "The decree's sectors а)–ж) (II.1.2).",
    EDUCATION="а) образование",
    SOCIAL_PROTECTION="б) социальная защита",
    HOUSING_AND_UTILITIES="в) ЖКХ",
    SOLID_WASTE="г) твёрдые коммунальные отходы",
    ROADS="д) дороги",
    TRANSPORT="е) транспорт",
    ENERGY="ж) энергетика",
)
class SectorCode(StrEnum):
    EDUCATION = "EDUCATION"
    SOCIAL_PROTECTION = "SOCIAL_PROTECTION"
    HOUSING_AND_UTILITIES = "HOUSING_AND_UTILITIES"
    SOLID_WASTE = "SOLID_WASTE"
    ROADS = "ROADS"
    TRANSPORT = "TRANSPORT"
    ENERGY = "ENERGY"


@strawberry.type(description="Отраслевое направление: one of the decree's sectors а)–ж) (II.1.2).")
class Sector(Node):
    code: SectorCode = strawberry.field(description="Stable code.")
    letter: str = strawberry.field(description="The decree's letter, а–ж.")
    title: str = strawberry.field(description="Name in Russian.")


@strawberry.type(description="Тематика: what a case is about.")
class Topic(Node):
    revision: int = strawberry.field(description="Number of its changes.")
    history = history_field(TOPICS)
    title: str = strawberry.field(description="Name in Russian.")
    fast_track: bool = strawberry.field(description="Whether cases of this topic are due sooner.")
    fast_track_days: int | None = strawberry.field(
        description="Working days of the fast track; null if those of the policy apply."
    )
    is_sensitive: bool = strawberry.field(
        description="Whether it concerns health or children: most roles then see only the summary."
    )
    is_active: bool = strawberry.field(description="Whether new cases may use it.")
    sector: Sector | None = strawberry.field(
        description="The sector it belongs to; null if it lies outside а)–ж)."
    )

    @strawberry.field(
        description="The organization that its cases usually go to; null if there is none.",
        graphql_type=Annotated["Organization", strawberry.lazy("schema.directory.types")] | None,
    )
    def default_recipient(self, info: GraphInfo, topic: strawberry.Parent[Row]) -> Any:
        return related(info, "organizations", topic["default_recipient_id"])

    @strawberry.field(description="The classifier group it belongs to.")
    def group(self, info: GraphInfo, topic: strawberry.Parent[Row]) -> str | None:
        row = related(info, "topic_groups", topic["group_id"])
        return row["title"] if row else None


@strawberry.type(description="Населённый пункт.")
class Settlement(Node):
    revision: int = strawberry.field(description="Number of its changes.")
    history = history_field(SETTLEMENTS)
    title: str = strawberry.field(description="Name in Russian.")
    kind: SettlementKind = strawberry.field(description="What kind of place it is.")
    division: str | None = strawberry.field(description="Territorial division; null for the town.")
    population: int | None = strawberry.field(description="Number of inhabitants; null if unknown.")


@strawberry.type(description="Улица населённого пункта.")
class Street(Node):
    revision: int = strawberry.field(description="Number of its changes.")
    history = history_field(STREETS)
    title: str = strawberry.field(description="As an address says it, e.g. «ул. Кирова».")
    name: str = strawberry.field(description="The name alone, e.g. «Кирова».")
    kind: StreetKind = strawberry.field(description="What kind of street it is.")
    settlement: Settlement | None = strawberry.field(description="The settlement that it lies in.")


@strawberry.type(description="Канал поступления: a way for messages to arrive.")
class Channel(Node):
    revision: int = strawberry.field(description="Number of its changes.")
    history = history_field(CHANNELS)
    code: str = strawberry.field(description="Stable code, e.g. `POS`.")
    title: str = strawberry.field(description="Name in Russian.")
    kind: ChannelKind = strawberry.field(description="What kind of channel it is.")
    desk: Desk = strawberry.field(description="The desk that handles what arrives this way.")
    policy_code: str | None = strawberry.field(
        description=(
            "Code of the deadline policy that usually applies to what arrives this way; null if there is "
            "none."
        )
    )

    @strawberry.field(description="Whether new cases may use it.")
    def is_active(self, channel: strawberry.Parent[Row]) -> bool:
        return bool(channel.get("is_active", True))


@strawberry.type(description="Причина: a standard reason for rejecting, dismissing or returning.")
class Reason(Node):
    kind: ReasonKind = strawberry.field(description="What it is used for.")
    code: str = strawberry.field(description="Stable code.")
    title: str = strawberry.field(description="The words in Russian.")
    is_active: bool = strawberry.field(description="Whether it is offered.")
    revision: int = strawberry.field(description="Number of its changes.")
    history = history_field(REASONS)


@strawberry.type(description="Организация: a responsible recipient (I.2.3) or a partner (III.5.4).")
class Organization(Node):
    revision: int = strawberry.field(description="Number of its changes.")
    history = history_field(ORGANIZATIONS)
    name: str = strawberry.field(description="Full name.")
    short_name: str = strawberry.field(description="Short name for lists.")
    kind: OrganizationKind = strawberry.field(description="What kind of organization it is.")
    is_responsible_recipient: bool = strawberry.field(description="Whether it answers messages (I.2.3).")
    state: OrganizationState = strawberry.field(
        description="Whether it receives new work: only an active one does."
    )
    parent: Annotated["Organization", strawberry.lazy("schema.directory.types")] | None = strawberry.field(
        description="The organization it belongs to; null at the top level."
    )

    @strawberry.field(description="When its closing was announced; null if it was not.")
    def closing_since(self, organization: strawberry.Parent[Row]) -> datetime | None:
        found: datetime | None = organization.get("closing_since")
        return found

    @strawberry.field(
        description="Work e-mail: a body that nobody signs in for gets the links there by which it answers."
    )
    def work_email(self, organization: strawberry.Parent[Row]) -> str | None:
        found: str | None = organization.get("work_email")
        return found

    @strawberry.field(description="Sectors it works in.", graphql_type=list[Sector])
    def sectors(self, info: GraphInfo, organization: strawberry.Parent[Row]) -> Any:
        found = (related(info, "sectors", one) for one in organization["sector_ids"])
        return [row for row in found if row is not None]


@strawberry.type(description="Должностное лицо: an official with their work contacts.")
class Person(Node):
    revision: int = strawberry.field(description="Number of its changes.")
    history = history_field(PERSONS)
    full_name: str = strawberry.field(description="Surname, given name, patronymic.")
    position: str | None = strawberry.field(description="Job title.")
    work_phone: str | None = strawberry.field(description="Work phone; withheld from partners' clients.")
    work_email: str | None = strawberry.field(description="Work e-mail; withheld from partners' clients.")
    is_active: bool = strawberry.field(description="Whether the person may receive new work.")
    hidden_fields: list[str] = strawberry.field(
        description="Paths of the fields of this object that are withheld from you."
    )
    organization: Organization | None = strawberry.field(
        description="Where the person works; null if unknown."
    )
