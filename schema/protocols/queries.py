"""Queries of protocols: the list, and one by id or by number and year."""

from enum import StrEnum
from typing import Any

import strawberry

from auth.actions import Action
from auth.errors import BadRequest
from documents.kernel.read.paging import Direction
from documents.protocols.resource import PROTOCOLS
from documents.protocols.rules import ProtocolStatus
from schema.cases.filters import any_of
from schema.connections import CountedConnection, load_connection
from schema.context import GraphInfo
from schema.ids import decoded
from schema.loading import load_one
from schema.meetings.types import MeetingForm
from schema.nodes import query
from schema.protocols.types import Protocol
from schema.protocols.waiting import ProtocolAction
from schema.ranges import DateRange, day_condition
from schema.shapes.kinds import Id, Many, PageCursor, PageSize, Whole, Year
from schema.terms import described
from schema.waiting import WAITS, parts_of


@strawberry.input(description="Fields are combined with AND; a list matches any of its values.")
class ProtocolFilter:
    status: Many[ProtocolStatus] | None = strawberry.field(default=None, description="Current states.")
    form: Many[MeetingForm] | None = strawberry.field(default=None, description="Form of the meeting.")
    year: Year | None = strawberry.field(default=None, description="The year of their numbers.")
    date: DateRange | None = strawberry.field(
        default=None, description="Days on which the meetings were held."
    )
    meeting_ids: Many[Id] | None = strawberry.field(default=None, description="Meetings they belong to.")
    allowed_action: Many[ProtocolAction] | None = strawberry.field(default=None, description=WAITS)


@described(
    "Сортировка: what protocols are sorted by. Missing values come last in ascending order.",
    DATE="Дата протокола",
    NUMBER="Номер протокола",
)
class ProtocolOrderField(StrEnum):
    DATE = "DATE"
    NUMBER = "NUMBER"


@strawberry.input(description="Order of protocols; by default the latest come first.")
class ProtocolOrder:
    field: ProtocolOrderField = strawberry.field(description="What to sort by.")
    direction: Direction = strawberry.field(default=Direction.ASC, description="The direction to sort in.")


def _condition(given: ProtocolFilter | None) -> dict[str, Any]:
    where: dict[str, Any] = {}
    if given is None:
        return where
    for name in ("status", "form"):
        values = getattr(given, name)
        if values is not None:
            where[name] = any_of([str(value) for value in values])
    if given.year is not None:
        where["year"] = given.year
    if given.meeting_ids is not None:
        path = ("filter", "meetingIds")
        where["meeting_id"] = any_of([decoded(one, "Meeting", path=path) for one in given.meeting_ids])
    days = day_condition(given.date, path="date")
    return where if days is None else {**where, "date": days}


@strawberry.type
class ProtocolQueries:
    @query(Action.PROTOCOL_READ, CountedConnection[Protocol], "Protocols of meetings (III.2), latest first.")
    async def protocols(
        self,
        info: GraphInfo,
        filter: ProtocolFilter | None = None,
        order_by: ProtocolOrder | None = None,
        first: PageSize | None = None,
        after: PageCursor | None = None,
        last: PageSize | None = None,
        before: PageCursor | None = None,
    ) -> Any:
        return await load_connection(
            info,
            PROTOCOLS,
            order=PROTOCOLS.order(
                order_by.field.value if order_by else None, order_by.direction if order_by else None
            ),
            first=first,
            after=after,
            last=last,
            before=before,
            parts=parts_of(info, PROTOCOLS, _condition(filter), filter.allowed_action if filter else None),
        )

    @query(
        Action.PROTOCOL_READ,
        Protocol,
        "One protocol, by id or by number and year; null if it does not exist or is not visible to you.",
    )
    async def protocol(
        self,
        info: GraphInfo,
        id: Id | None = None,
        number: Whole | None = None,
        year: Year | None = None,
    ) -> Any:
        if (id is None) == (number is None) or (number is None) != (year is None):
            raise BadRequest("exactly_one", path=("id",))
        where: dict[str, Any] = {"number": number, "year": year}
        if id is not None:
            where = {"_id": decoded(id, "Protocol", path=("id",))}
        return await load_one(info, PROTOCOLS, where=where)
