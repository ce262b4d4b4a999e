"""Streets of the settlements: their list, for who types an address, and the mutations that keep them (III.6)."""

from collections.abc import Callable, Mapping
from typing import Any

import strawberry

from auth.actions import Action
from documents.directory.operations import streets
from documents.sectors.resource import STREETS
from documents.sectors.vocabulary import STREETS as KINDS
from documents.sectors.vocabulary import StreetKind
from schema.connections import CountedConnection
from schema.context import GraphInfo
from schema.directory.changing import created, updated
from schema.directory.queries import TitleOrder
from schema.directory.types import Street
from schema.ids import decoded
from schema.memory import holds, memory_page, search_words
from schema.nodes import query
from schema.problems import ProblemType, mutation
from schema.shapes.kinds import Id, Many, PageCursor, PageSize, Revision, Search, ShortTitle

Row = Mapping[str, Any]


@strawberry.input(description="Fields are combined with AND; a list matches any of its values.")
class StreetFilter:
    settlement_ids: Many[Id] | None = strawberry.field(
        default=None, description="Settlements that they lie in."
    )
    kind: Many[StreetKind] | None = strawberry.field(default=None, description="Kinds of street.")
    search: Search | None = strawberry.field(
        default=None, description="Words or parts of words of the name or the kind, short or in full."
    )


@strawberry.input(description="A new street.")
class CreateStreetInput:
    settlement_id: Id = strawberry.field(description="The settlement that it lies in.")
    kind: StreetKind = strawberry.field(description="What kind of street it is.")
    name: ShortTitle = strawberry.field(
        description="The name without the kind, at most 200 characters; no two of one kind in a settlement share one."
    )


@strawberry.input(description="Changes to a street; an absent field is left alone, null clears it.")
class UpdateStreetInput:
    id: Id = strawberry.field(description="The object.")
    expected_revision: Revision | None = strawberry.field(
        default=None, description="The revision you were looking at."
    )
    kind: StreetKind | None = strawberry.field(
        default=strawberry.UNSET, description="What kind of street it is."
    )
    name: ShortTitle | None = strawberry.field(
        default=strawberry.UNSET, description="The name without the kind, at most 200 characters."
    )


@strawberry.type(description="The result of a mutation on a street.")
class StreetPayload:
    street: Street | None = strawberry.field(description="Its current state; null if there is none.")
    errors: list[ProblemType] = strawberry.field(description="Why it was refused; empty on success.")


def _streets(given: StreetFilter) -> Callable[[Row], bool]:
    words, places = search_words(given.search), None
    if given.settlement_ids is not None:
        path = ("filter", "settlementIds")
        places = {decoded(one, "Settlement", path=path) for one in given.settlement_ids}

    def keep(row: Row) -> bool:
        return (
            (places is None or row["settlement_id"] in places)
            and (given.kind is None or row["kind"] in given.kind)
            and holds(words, row["title"], KINDS.get(row["kind"]))
        )

    return keep


@strawberry.type
class StreetQueries:
    @query(
        Action.DIRECTORY_READ,
        CountedConnection[Street],
        "Streets of the settlements, by name; for who types an address as well: `search` takes parts of words.",
    )
    async def streets(
        self,
        info: GraphInfo,
        filter: StreetFilter | None = None,
        order_by: TitleOrder | None = None,
        first: PageSize | None = None,
        after: PageCursor | None = None,
        last: PageSize | None = None,
        before: PageCursor | None = None,
    ) -> Any:
        return memory_page(
            info,
            STREETS,
            order=order_by.field if order_by else None,
            direction=order_by.direction if order_by else None,
            first=first,
            after=after,
            last=last,
            before=before,
            keep=_streets(filter) if filter else None,
        )


@strawberry.type
class StreetMutations:
    @mutation(Action.REFERENCE_MANAGE, StreetPayload, "Add a street to a settlement.")
    async def create_street(self, info: GraphInfo, input: CreateStreetInput) -> Any:
        return await created(info, streets.create_street, STREETS, input, shown_as="street")

    @mutation(
        Action.REFERENCE_MANAGE,
        StreetPayload,
        "Rename a street. Cases that are linked with it stay so, and keep the words of their addresses.",
    )
    async def update_street(self, info: GraphInfo, input: UpdateStreetInput) -> Any:
        return await updated(info, streets.update_street, STREETS, input, shown_as="street")
