"""Subscriptions to assignments."""

from collections.abc import Mapping
from typing import Annotated, Any

import strawberry

from auth.actions import Action
from documents.assignments.resource import ASSIGNMENTS
from schema.assignments.types import Assignment
from schema.context import GraphInfo
from schema.live.channel import follow
from schema.live.interest import AccessRevoked, Changed, as_it_is, subscription
from schema.shapes.kinds import PageCursor


@strawberry.type(description="An assignment was issued or changed.")
class AssignmentChanged(Changed):
    @strawberry.field(graphql_type=Assignment, description="The assignment as it is now, as you may see it.")
    def assignment(self, info: GraphInfo, event: strawberry.Parent[Mapping[str, Any]]) -> Any:
        return as_it_is(info, ASSIGNMENTS, event)


AssignmentChange = Annotated[
    AssignmentChanged | AccessRevoked,
    strawberry.union("AssignmentChange", description="What is told of assignments that you follow."),
]


@strawberry.type
class AssignmentSubscriptions:
    @subscription(Action.ASSIGNMENT_READ, AssignmentChange, "Changes of all assignments that you may see.")
    async def assignment_changed(self, info: GraphInfo, after: PageCursor | None = None) -> Any:
        return follow(info, ASSIGNMENTS, AssignmentChanged.__name__, after)
