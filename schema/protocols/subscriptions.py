"""Subscriptions to protocols."""

from collections.abc import Mapping
from typing import Annotated, Any

import strawberry

from auth.actions import Action
from documents.protocols.resource import PROTOCOLS
from schema.context import GraphInfo
from schema.live.channel import follow
from schema.live.interest import AccessRevoked, Changed, as_it_is, subscription
from schema.protocols.types import Protocol
from schema.shapes.kinds import PageCursor


@strawberry.type(description="A protocol was drafted or changed.")
class ProtocolChanged(Changed):
    @strawberry.field(graphql_type=Protocol, description="The protocol as it is now, as you may see it.")
    def protocol(self, info: GraphInfo, event: strawberry.Parent[Mapping[str, Any]]) -> Any:
        return as_it_is(info, PROTOCOLS, event)


ProtocolChange = Annotated[
    ProtocolChanged | AccessRevoked,
    strawberry.union("ProtocolChange", description="What is told of protocols that you follow."),
]


@strawberry.type
class ProtocolSubscriptions:
    @subscription(Action.PROTOCOL_READ, ProtocolChange, "Changes of all protocols that you may see.")
    async def protocol_changed(self, info: GraphInfo, after: PageCursor | None = None) -> Any:
        return follow(info, PROTOCOLS, ProtocolChanged.__name__, after)
