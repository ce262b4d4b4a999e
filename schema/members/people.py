"""The list of officials, as a screen needs it to choose whom to give work to."""

from collections.abc import Callable
from enum import StrEnum
from typing import Any

import strawberry

from auth.actions import Action
from auth.roles import Role
from documents.kernel.read.paging import Direction
from documents.members.rules import active_on
from documents.organizations.resource import PERSONS
from schema.connections import CountedConnection
from schema.context import GraphInfo
from schema.directory.types import Person, Row
from schema.ids import decoded
from schema.memory import holds, memory_page, search_words
from schema.nodes import query
from schema.shapes.kinds import Id, Many, PageCursor, PageSize, Search
from schema.terms import described


@strawberry.input(description="Fields are combined with AND; a list matches any of its values.")
class PersonFilter:
    organization_ids: Many[Id] | None = strawberry.field(
        default=None, description="Organizations they work in; those below are not included."
    )
    role: Many[Role] | None = strawberry.field(
        default=None, description="Roles of which they hold one now, technical ones included."
    )
    is_active: bool | None = strawberry.field(
        default=None, description="Whether they may receive new work; by default only those who may."
    )
    search: Search | None = strawberry.field(
        default=None, description="Words or parts of words of the name or the job title."
    )


@described(
    "Сортировка: what officials are sorted by.",
    NAME="ФИО",
)
class PersonOrderField(StrEnum):
    NAME = "NAME"


@strawberry.input(description="Order of officials; by default by name.")
class PersonOrder:
    field: PersonOrderField = strawberry.field(description="What to sort by.")
    direction: Direction = strawberry.field(default=Direction.ASC, description="The direction to sort in.")


def _holders(info: GraphInfo, roles: list[Role]) -> frozenset[str]:
    """Those who hold one of the roles at this moment."""
    rows = info.context.container.access.reference.rows("memberships")
    held = [row for row in rows if row["role"] in roles]
    return frozenset(row["person_id"] for row in active_on(held, info.context.now))


def _people(info: GraphInfo, given: PersonFilter) -> Callable[[Row], bool]:
    path = ("filter", "organizationIds")
    bodies = None
    if given.organization_ids is not None:
        bodies = [decoded(one, "Organization", path=path) for one in given.organization_ids]
    holders = _holders(info, given.role) if given.role is not None else None
    words, is_active = search_words(given.search), given.is_active is not False

    def keep(row: Row) -> bool:
        return (
            row["is_active"] is is_active
            and (bodies is None or row["organization_id"] in bodies)
            and (holders is None or row["_id"] in holders)
            and holds(words, row["full_name"], row["position"])
        )

    return keep


@strawberry.type
class PeopleQueries:
    @query(
        Action.DIRECTORY_READ,
        CountedConnection[Person],
        "Officials who may receive new work, by name: of an organization and with a role, to choose an assignee from.",
    )
    async def people(
        self,
        info: GraphInfo,
        filter: PersonFilter | None = None,
        order_by: PersonOrder | None = None,
        first: PageSize | None = None,
        after: PageCursor | None = None,
        last: PageSize | None = None,
        before: PageCursor | None = None,
    ) -> Any:
        return memory_page(
            info,
            PERSONS,
            order=order_by.field if order_by else None,
            direction=order_by.direction if order_by else None,
            first=first,
            after=after,
            last=last,
            before=before,
            keep=_people(info, filter or PersonFilter()),
        )
