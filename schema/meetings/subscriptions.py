"""Subscriptions to meetings."""

from collections.abc import Mapping
from typing import Annotated, Any

import strawberry

from auth.actions import Action
from documents.meetings.resource import MEETINGS
from schema.context import GraphInfo
from schema.live.channel import follow
from schema.live.interest import AccessRevoked, Changed, as_it_is, subscription
from schema.meetings.types import Meeting
from schema.shapes.kinds import PageCursor


@strawberry.type(description="A meeting was scheduled or changed.")
class MeetingChanged(Changed):
    @strawberry.field(graphql_type=Meeting, description="The meeting as it is now, as you may see it.")
    def meeting(self, info: GraphInfo, event: strawberry.Parent[Mapping[str, Any]]) -> Any:
        return as_it_is(info, MEETINGS, event)


MeetingChange = Annotated[
    MeetingChanged | AccessRevoked,
    strawberry.union("MeetingChange", description="What is told of meetings that you follow."),
]


@strawberry.type
class MeetingSubscriptions:
    @subscription(Action.MEETING_READ, MeetingChange, "Changes of all meetings that you may see.")
    async def meeting_changed(self, info: GraphInfo, after: PageCursor | None = None) -> Any:
        return follow(info, MEETINGS, MeetingChanged.__name__, after)
