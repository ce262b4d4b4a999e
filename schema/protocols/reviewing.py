"""Mutations of those who review a protocol: remarks of participants, dissenting opinions of members (III.3)."""

from typing import Any

import strawberry

from auth.actions import Action
from documents.protocols.operations import reviewing
from schema.context import GraphInfo
from schema.problems import Ids, mutation
from schema.protocols.mutations import ProtocolPayload, moved
from schema.shapes.kinds import Comment, Id, Revision, Whole


@strawberry.input(description="A remark on a protocol in review.")
class CommentProtocolInput:
    id: Id = strawberry.field(description="The protocol.")
    text: Comment = strawberry.field(description="What you remark.")
    order: Whole | None = strawberry.field(
        default=None, description="The item it is about; the whole protocol if absent."
    )
    expected_revision: Revision | None = strawberry.field(
        default=None, description="The revision you were looking at."
    )


@strawberry.input(
    description="A dissenting opinion on one item; it replaces your earlier one on the same item."
)
class DissentInput:
    id: Id = strawberry.field(description="The protocol.")
    order: Whole = strawberry.field(description="The item it is about.")
    text: Comment | None = strawberry.field(
        default=None, description="Your opinion; absent or null to withdraw it."
    )
    expected_revision: Revision | None = strawberry.field(
        default=None, description="The revision you were looking at."
    )


@strawberry.type
class ReviewMutations:
    @mutation(
        Action.PROTOCOL_COMMENT, ProtocolPayload, "Remark something on a protocol while it is in review."
    )
    async def comment_protocol(self, info: GraphInfo, input: CommentProtocolInput) -> Any:
        facts = {"text": input.text, "order": input.order}
        return await moved(info, reviewing.comment_protocol, input, Ids(), facts)

    @mutation(
        Action.PROTOCOL_COMMENT,
        ProtocolPayload,
        "Add a dissenting opinion, as a member with a vote; it is signed and printed with the protocol.",
    )
    async def dissent(self, info: GraphInfo, input: DissentInput) -> Any:
        facts = {"text": input.text, "order": input.order}
        return await moved(info, reviewing.dissent, input, Ids(), facts)
