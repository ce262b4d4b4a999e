"""The mutation that publishes a copy of a protocol for the site (III.2)."""

from typing import Any

import strawberry

from auth.actions import Action
from documents.protocols.operations import publishing
from schema.context import GraphInfo
from schema.problems import Ids, mutation
from schema.protocols.mutations import ProtocolPayload, moved
from schema.shapes.kinds import Id, Many, Revision, Whole


@strawberry.input(description="What of a signed protocol is published.")
class PublishProtocolInput:
    id: Id = strawberry.field(description="The protocol.")
    left_out: Many[Whole] | None = strawberry.field(
        default=None, description="Items that are not published, by their `order`."
    )
    expected_revision: Revision | None = strawberry.field(
        default=None, description="The revision you were looking at."
    )


@strawberry.type
class PublishingMutations:
    @mutation(
        Action.PROTOCOL_PUBLISH,
        ProtocolPayload,
        "Publish a redacted copy of a signed protocol as the effective curator; it replaces an earlier one.",
    )
    async def publish_protocol(self, info: GraphInfo, input: PublishProtocolInput) -> Any:
        return await moved(info, publishing.publish_protocol, input, Ids(), {"left_out": input.left_out})
