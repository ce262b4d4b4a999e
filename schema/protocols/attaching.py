"""Mutations on the files that a protocol carries, while its text may still change (§2.6)."""

from typing import Any

import strawberry

from auth.actions import Action
from documents.protocols.operations import attaching
from schema.cases.attachments import Caption
from schema.context import GraphInfo
from schema.problems import Ids, mutation
from schema.protocols.mutations import ProtocolPayload, moved
from schema.shapes.kinds import Id, Revision


@strawberry.input(description="A file that is attached to a protocol, behind those that it has.")
class AttachToProtocolInput:
    id: Id = strawberry.field(description="The protocol.")
    file_id: Id = strawberry.field(
        description="What `PUT /files` answered as `id`, within 24 hours, to the same account."
    )
    caption: Caption | None = strawberry.field(
        default=None, description="What it shows, in words; at most 500 characters."
    )
    expected_revision: Revision | None = strawberry.field(
        default=None, description="The revision you were looking at."
    )


@strawberry.input(description="A file that is taken away from a protocol.")
class DetachFromProtocolInput:
    id: Id = strawberry.field(description="The protocol.")
    file_id: Id = strawberry.field(description="The attached file.")
    expected_revision: Revision | None = strawberry.field(
        default=None, description="The revision you were looking at."
    )


@strawberry.type
class ProtocolFileMutations:
    @mutation(
        Action.PROTOCOL_DRAFT,
        ProtocolPayload,
        "Attach an upload to a protocol that is not at the curator's yet: it is signed and printed with it.",
    )
    async def attach_to_protocol(self, info: GraphInfo, input: AttachToProtocolInput) -> Any:
        ids = Ids()
        facts = {"file_id": ids.one(input.file_id, "File", path="fileId"), "caption": input.caption}
        return await moved(info, attaching.attach_to_protocol, input, ids, facts)

    @mutation(
        Action.PROTOCOL_DRAFT,
        ProtocolPayload,
        "Take a file away from a protocol that is not at the curator's yet.",
    )
    async def detach_from_protocol(self, info: GraphInfo, input: DetachFromProtocolInput) -> Any:
        ids = Ids()
        facts = {"file_id": ids.one(input.file_id, "File", path="fileId")}
        return await moved(info, attaching.detach_from_protocol, input, ids, facts)
