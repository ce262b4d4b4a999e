"""Queries of meetings: the list and one by id."""

from datetime import datetime
from enum import StrEnum
from typing import Any

import strawberry

from auth.actions import Action
from auth.errors import BadRequest
from documents.center.calendars import calendar_of
from documents.kernel.read.paging import Direction
from documents.meetings.resource import MEETINGS
from documents.meetings.rules import MeetingStatus
from schema.cases.filters import any_of
from schema.connections import CountedConnection, load_connection
from schema.context import GraphInfo
from schema.ids import decoded
from schema.loading import load_one
from schema.meetings.types import Meeting, MeetingForm
from schema.meetings.waiting import MeetingAction
from schema.memory import FIRST_YEAR, LAST_YEAR
from schema.nodes import query
from schema.shapes.kinds import Id, Many, PageCursor, PageSize, Year
from schema.terms import described
from schema.waiting import WAITS, parts_of


@strawberry.input(description="Fields are combined with AND; a list matches any of its values.")
class MeetingFilter:
    status: Many[MeetingStatus] | None = strawberry.field(default=None, description="Current states.")
    form: Many[MeetingForm] | None = strawberry.field(default=None, description="In person or absentee.")
    year: Year | None = strawberry.field(default=None, description="The local year they are planned for.")
    allowed_action: Many[MeetingAction] | None = strawberry.field(default=None, description=WAITS)


@described(
    "Сортировка: what meetings are sorted by.",
    PLANNED_AT="Дата проведения",
)
class MeetingOrderField(StrEnum):
    PLANNED_AT = "PLANNED_AT"


@strawberry.input(description="Order of meetings; by default the latest planned come first.")
class MeetingOrder:
    field: MeetingOrderField = strawberry.field(description="What to sort by.")
    direction: Direction = strawberry.field(default=Direction.ASC, description="The direction to sort in.")


def _condition(info: GraphInfo, given: MeetingFilter | None) -> dict[str, Any]:
    where: dict[str, Any] = {}
    if given is None:
        return where
    for name in ("status", "form"):
        values = getattr(given, name)
        if values is not None:
            where[name] = any_of([str(value) for value in values])
    if given.year is not None:
        begins, ends = local_year(info, given.year)
        where["planned_at"] = {"$gte": begins, "$lt": ends}
    return where


def local_year(info: GraphInfo, year: int) -> tuple[datetime, datetime]:
    """Return the moments at which a local year begins and ends. Raises: BAD_REQUEST (`out_of_range`)."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise BadRequest("out_of_range", path=("filter", "year"))
    calendar = calendar_of(info.context.container.access.reference)
    return calendar.utc(datetime(year, 1, 1)), calendar.utc(datetime(year + 1, 1, 1))


@strawberry.type
class MeetingQueries:
    @query(Action.MEETING_READ, CountedConnection[Meeting], "Meetings (III.2), latest planned first.")
    async def meetings(
        self,
        info: GraphInfo,
        filter: MeetingFilter | None = None,
        order_by: MeetingOrder | None = None,
        first: PageSize | None = None,
        after: PageCursor | None = None,
        last: PageSize | None = None,
        before: PageCursor | None = None,
    ) -> Any:
        return await load_connection(
            info,
            MEETINGS,
            order=MEETINGS.order(
                order_by.field.value if order_by else None, order_by.direction if order_by else None
            ),
            first=first,
            after=after,
            last=last,
            before=before,
            parts=parts_of(
                info, MEETINGS, _condition(info, filter), filter.allowed_action if filter else None
            ),
        )

    @query(Action.MEETING_READ, Meeting, "One meeting; null if it does not exist or is not visible to you.")
    async def meeting(self, info: GraphInfo, id: Id) -> Any:
        return await load_one(info, MEETINGS, where={"_id": decoded(id, "Meeting", path=("id",))})
