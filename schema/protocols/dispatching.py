"""Mutations on what was dispatched: extracts by e-mail, their links, and acknowledgements on behalf of officials (III.2)."""

from typing import Any

import strawberry

from auth.actions import Action
from documents.dispatching.operations import (
    record_acknowledgement,
    revoke_acknowledgement_link,
    send_extract,
)
from documents.protocols.resource import PROTOCOLS
from schema.context import GraphInfo
from schema.problems import Ids, mutation, run
from schema.protocols.mutations import ProtocolPayload, moved
from schema.shapes.kinds import Id, Instant, Revision, ShortLine


@strawberry.input(description="An acknowledgement that came otherwise than by the official's own account.")
class RecordAcknowledgementInput:
    id: Id = strawberry.field(description="The dispatched protocol.")
    person_id: Id = strawberry.field(description="The official who has read what was sent to him.")
    via: ShortLine = strawberry.field(description="How it came: a signed sheet, a letter, a call.")
    acknowledged_at: Instant | None = strawberry.field(
        default=None, description="When it was read; now, if absent."
    )
    expected_revision: Revision | None = strawberry.field(
        default=None, description="The revision you were looking at."
    )


@strawberry.input(description="One official to whom a protocol was sent.")
class DispatchedToInput:
    id: Id = strawberry.field(description="The dispatched protocol.")
    person_id: Id = strawberry.field(description="The official.")
    expected_revision: Revision | None = strawberry.field(
        default=None, description="The revision you were looking at."
    )


@strawberry.type
class DispatchMutations:
    @mutation(
        Action.PROTOCOL_DISPATCH,
        ProtocolPayload,
        "Send an official the extract by e-mail, once more perhaps; who has no account gets the link to acknowledge by: "
        "the present one again, or a new one if that can no longer be followed.",
    )
    async def send_extract(self, info: GraphInfo, input: DispatchedToInput) -> Any:
        ids = Ids()
        facts = {"person_id": ids.one(input.person_id, "Person", path="personId")}
        return await moved(info, send_extract, input, ids, facts)

    @mutation(
        Action.PROTOCOL_DISPATCH,
        ProtocolPayload,
        "Revoke the link by which an official could acknowledge: it opens nothing any more.",
    )
    async def revoke_acknowledgement_link(self, info: GraphInfo, input: DispatchedToInput) -> Any:
        ids = Ids()
        facts = {"person_id": ids.one(input.person_id, "Person", path="personId")}
        return await moved(info, revoke_acknowledgement_link, input, ids, facts)

    @mutation(
        Action.PROTOCOL_DISPATCH,
        ProtocolPayload,
        "Record for an official that what was sent to him has been read.",
    )
    async def record_acknowledgement(self, info: GraphInfo, input: RecordAcknowledgementInput) -> Any:
        ids = Ids()
        facts = {
            "person_id": ids.one(input.person_id, "Person", path="personId"),
            "via": input.via,
            "acknowledged_at": input.acknowledged_at,
        }
        return await run(
            info,
            record_acknowledgement,
            PROTOCOLS,
            shown_as="protocol",
            ids=ids,
            target_id=ids.one(input.id, "Protocol", path="id"),
            expected_revision=input.expected_revision,
            facts=facts,
        )
