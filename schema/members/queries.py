"""Queries of the composition of the center and of the curator's absences."""

from collections.abc import Callable
from enum import StrEnum
from typing import Any

import strawberry

from auth.actions import Action
from auth.roles import DECREE_ROLES, Role
from documents.kernel.read.paging import Direction
from documents.members.resource import ABSENCES, MEMBERS
from documents.members.rules import active_on
from schema.connections import CountedConnection
from schema.context import GraphInfo
from schema.directory.types import Row, SectorCode
from schema.ids import decoded
from schema.members.types import CuratorAbsence, Membership
from schema.memory import bounded_year, in_force_on, memory_page
from schema.nodes import query
from schema.shapes.kinds import Id, Instant, LocalDay, Many, PageCursor, PageSize
from schema.terms import described


@strawberry.input(description="Fields are combined with AND; a list matches any of its values.")
class MemberFilter:
    role: Many[Role] | None = strawberry.field(
        default=None, description="Roles; by default those of the decree."
    )
    sector: Many[SectorCode] | None = strawberry.field(default=None, description="Sectors led.")
    person_ids: Many[Id] | None = strawberry.field(default=None, description="People who hold the roles.")
    on: LocalDay | None = strawberry.field(
        default=None, description="The members on this day: who held a role at any moment of it."
    )
    at: Instant | None = strawberry.field(
        default=None, description="The members at this moment; now, if neither is given."
    )


@described(
    "Сортировка: what members are sorted by.",
    VALID_FROM="Дата назначения",
)
class MemberOrderField(StrEnum):
    VALID_FROM = "VALID_FROM"


@strawberry.input(description="Order of members; by default the latest appointments come first.")
class MemberOrder:
    field: MemberOrderField = strawberry.field(description="What to sort by.")
    direction: Direction = strawberry.field(default=Direction.ASC, description="The direction to sort in.")


def _in_force(info: GraphInfo, given: MemberFilter | None) -> Callable[[Row], bool]:
    if given is None or given.at is None:
        return in_force_on(info, given.on if given else None)
    moment = given.at
    bounded_year(moment.date(), path="at")
    if given.on is None:
        return lambda row: bool(active_on([row], moment))
    on_that_day = in_force_on(info, given.on)
    return lambda row: on_that_day(row) and bool(active_on([row], moment))


def _members(info: GraphInfo, given: MemberFilter | None) -> Callable[[Row], bool]:
    in_force = _in_force(info, given)
    roles = set(given.role) if given and given.role is not None else DECREE_ROLES
    sectors = given.sector if given else None
    people = None
    if given and given.person_ids is not None:
        people = [decoded(one, "Person", path=("filter", "personIds")) for one in given.person_ids]

    def keep(row: Row) -> bool:
        return (
            row["role"] in roles
            and in_force(row)
            and (sectors is None or any(one in row["sector_ids"] for one in sectors))
            and (people is None or row["person_id"] in people)
        )

    return keep


@strawberry.type
class MemberQueries:
    @query(
        Action.DIRECTORY_READ,
        CountedConnection[Membership],
        "Персональный состав: who holds the decree's roles (III.1), latest appointment first.",
    )
    async def members(
        self,
        info: GraphInfo,
        filter: MemberFilter | None = None,
        order_by: MemberOrder | None = None,
        first: PageSize | None = None,
        after: PageCursor | None = None,
        last: PageSize | None = None,
        before: PageCursor | None = None,
    ) -> Any:
        return memory_page(
            info,
            MEMBERS,
            order=order_by.field if order_by else None,
            direction=order_by.direction if order_by else None,
            first=first,
            after=after,
            last=last,
            before=before,
            keep=_members(info, filter),
        )

    @query(
        Action.ABSENCE_READ,
        CountedConnection[CuratorAbsence],
        "Absences of the curator (III.2/2), latest first.",
    )
    async def curator_absences(
        self,
        info: GraphInfo,
        first: PageSize | None = None,
        after: PageCursor | None = None,
        last: PageSize | None = None,
        before: PageCursor | None = None,
    ) -> Any:
        return memory_page(
            info, ABSENCES, order=None, direction=None, first=first, after=after, last=last, before=before
        )
