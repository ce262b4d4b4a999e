"""Queries of reference data: sectors, topics, settlements, organizations, people; all from memory."""

from collections.abc import Callable
from enum import StrEnum
from typing import Any

import strawberry

from auth.actions import Action
from documents.center.reasons import ReasonKind
from documents.center.resource import REASONS
from documents.kernel.read.paging import Direction
from documents.organizations.resource import ORGANIZATIONS, PERSONS
from documents.organizations.vocabulary import OrganizationKind, OrganizationState
from documents.sectors.resource import CHANNELS, SECTORS, SETTLEMENTS, TOPICS
from schema.connections import CountedConnection
from schema.context import GraphInfo
from schema.directory.types import (
    Channel,
    Organization,
    Person,
    Reason,
    Row,
    Sector,
    SectorCode,
    Settlement,
    Topic,
)
from schema.ids import decoded
from schema.memory import holds, memory_list, memory_page, memory_row, search_words
from schema.nodes import query
from schema.shapes.kinds import Id, Many, PageCursor, PageSize, Search, ShortLine
from schema.terms import described


@strawberry.input(description="Fields are combined with AND; a list matches any of its values.")
class TopicFilter:
    sector: Many[SectorCode] | None = strawberry.field(default=None, description="Sectors they belong to.")
    is_active: bool | None = strawberry.field(default=None, description="Whether new cases may use it.")
    fast_track: bool | None = strawberry.field(default=None, description="Whether its cases are due sooner.")
    search: Search | None = strawberry.field(
        default=None, description="Words or parts of words of the title."
    )


@strawberry.input(description="Fields are combined with AND; a list matches any of its values.")
class SettlementFilter:
    division: Many[ShortLine] | None = strawberry.field(
        default=None, description="Territorial divisions, by name."
    )
    search: Search | None = strawberry.field(
        default=None, description="Words or parts of words of the title."
    )


@strawberry.input(description="Fields are combined with AND; a list matches any of its values.")
class OrganizationFilter:
    is_responsible_recipient: bool | None = strawberry.field(
        default=None, description="Whether it answers messages (I.2.3)."
    )
    kind: Many[OrganizationKind] | None = strawberry.field(default=None, description="Kinds of organization.")
    state: Many[OrganizationState] | None = strawberry.field(
        default=None, description="Whether they receive new work."
    )
    sector: Many[SectorCode] | None = strawberry.field(default=None, description="Sectors it works in.")
    parent_ids: Many[Id] | None = strawberry.field(
        default=None, description="Organizations they directly belong to."
    )
    search: Search | None = strawberry.field(
        default=None, description="Words or parts of words of the full or short name."
    )


@described(
    "Сортировка: what topics, settlements and streets are sorted by.",
    TITLE="Название",
)
class TitleOrderField(StrEnum):
    TITLE = "TITLE"


@described(
    "Сортировка: what organizations are sorted by.",
    NAME="Краткое название",
)
class NameOrderField(StrEnum):
    NAME = "NAME"


@strawberry.input(description="Order of topics, settlements and streets; by default by title.")
class TitleOrder:
    field: TitleOrderField = strawberry.field(description="What to sort by.")
    direction: Direction = strawberry.field(default=Direction.ASC, description="The direction to sort in.")


@strawberry.input(description="Order of organizations; by default by short name.")
class NameOrder:
    field: NameOrderField = strawberry.field(description="What to sort by.")
    direction: Direction = strawberry.field(default=Direction.ASC, description="The direction to sort in.")


def _among(row: Row, key: str, wanted: Any) -> bool:
    return wanted is None or row[key] in wanted


def _topics(given: TopicFilter) -> Callable[[Row], bool]:
    words = search_words(given.search)

    def keep(row: Row) -> bool:
        flags = (("is_active", given.is_active), ("fast_track", given.fast_track))
        return (
            _among(row, "sector_id", given.sector)
            and all(asked is None or row[key] is asked for key, asked in flags)
            and holds(words, row["title"])
        )

    return keep


def _settlements(given: SettlementFilter) -> Callable[[Row], bool]:
    words = search_words(given.search)
    return lambda row: _among(row, "division", given.division) and holds(words, row["title"])


def _organizations(given: OrganizationFilter) -> Callable[[Row], bool]:
    words = search_words(given.search)
    path = ("filter", "parentIds")
    parents = None
    if given.parent_ids is not None:
        parents = [decoded(one, "Organization", path=path) for one in given.parent_ids]

    def keep(row: Row) -> bool:
        asked = given.is_responsible_recipient
        return (
            (asked is None or row["is_responsible_recipient"] is asked)
            and _among(row, "kind", given.kind)
            and _among(row, "state", given.state)
            and _among(row, "parent_id", parents)
            and (given.sector is None or any(one in row["sector_ids"] for one in given.sector))
            and holds(words, row["name"], row["short_name"])
        )

    return keep


@strawberry.type
class DirectoryQueries:
    @query(Action.DIRECTORY_READ, list[Sector], "The decree's sectors а)–ж) (II.1.2), in its order.")
    async def sectors(self, info: GraphInfo) -> Any:
        return memory_list(info, SECTORS)

    @query(Action.DIRECTORY_READ, list[Channel], "Intake channels, by code.")
    async def channels(self, info: GraphInfo) -> Any:
        return memory_list(info, CHANNELS)

    @query(
        Action.DIRECTORY_READ,
        list[Reason],
        "Standard reasons for rejecting, dismissing and returning, by kind and code; at most 100.",
    )
    async def case_reasons(self, info: GraphInfo, kind: ReasonKind | None = None) -> Any:
        return memory_list(info, REASONS, lambda row: kind is None or row["kind"] == kind)

    @query(Action.DIRECTORY_READ, CountedConnection[Topic], "Topics, by title.")
    async def topics(
        self,
        info: GraphInfo,
        filter: TopicFilter | None = None,
        order_by: TitleOrder | None = None,
        first: PageSize | None = None,
        after: PageCursor | None = None,
        last: PageSize | None = None,
        before: PageCursor | None = None,
    ) -> Any:
        return memory_page(
            info,
            TOPICS,
            order=order_by.field if order_by else None,
            direction=order_by.direction if order_by else None,
            first=first,
            after=after,
            last=last,
            before=before,
            keep=_topics(filter) if filter else None,
        )

    @query(Action.DIRECTORY_READ, CountedConnection[Settlement], "Towns and villages, by title.")
    async def settlements(
        self,
        info: GraphInfo,
        filter: SettlementFilter | None = None,
        order_by: TitleOrder | None = None,
        first: PageSize | None = None,
        after: PageCursor | None = None,
        last: PageSize | None = None,
        before: PageCursor | None = None,
    ) -> Any:
        return memory_page(
            info,
            SETTLEMENTS,
            order=order_by.field if order_by else None,
            direction=order_by.direction if order_by else None,
            first=first,
            after=after,
            last=last,
            before=before,
            keep=_settlements(filter) if filter else None,
        )

    @query(Action.DIRECTORY_READ, CountedConnection[Organization], "Recipients and partners, by short name.")
    async def organizations(
        self,
        info: GraphInfo,
        filter: OrganizationFilter | None = None,
        order_by: NameOrder | None = None,
        first: PageSize | None = None,
        after: PageCursor | None = None,
        last: PageSize | None = None,
        before: PageCursor | None = None,
    ) -> Any:
        return memory_page(
            info,
            ORGANIZATIONS,
            order=order_by.field if order_by else None,
            direction=order_by.direction if order_by else None,
            first=first,
            after=after,
            last=last,
            before=before,
            keep=_organizations(filter) if filter else None,
        )

    @query(Action.DIRECTORY_READ, Topic, "One topic; null if there is none.")
    async def topic(self, info: GraphInfo, id: Id) -> Any:
        return memory_row(info, TOPICS, decoded(id, "Topic", path=("id",)))

    @query(Action.DIRECTORY_READ, Organization, "One organization; null if there is none.")
    async def organization(self, info: GraphInfo, id: Id) -> Any:
        return memory_row(info, ORGANIZATIONS, decoded(id, "Organization", path=("id",)))

    @query(Action.DIRECTORY_READ, Person, "One official; null if there is none.")
    async def person(self, info: GraphInfo, id: Id) -> Any:
        return memory_row(info, PERSONS, decoded(id, "Person", path=("id",)))
