"""The mutation that begins an erratum; from there on it is a protocol like others (III.2/3)."""

from typing import Any

import strawberry

from auth.actions import Action
from documents.protocols.operations import errata
from documents.protocols.resource import PROTOCOLS
from schema.context import GraphInfo
from schema.problems import Ids, mutation, run
from schema.protocols.mutations import ProtocolItemInput, ProtocolPayload, read_items
from schema.shapes.kinds import Id, Many


@strawberry.input(description="An erratum to a signed protocol.")
class DraftErratumInput:
    protocol_id: Id = strawberry.field(description="The signed protocol that it corrects.")
    items: Many[ProtocolItemInput] = strawberry.field(
        description="What it says: the items to be corrected, as they should read."
    )


@strawberry.type
class ErratumMutations:
    @mutation(
        Action.PROTOCOL_DRAFT,
        ProtocolPayload,
        "Start an erratum to a signed protocol, which never changes; it is reviewed, signed and dispatched like a protocol.",
    )
    async def draft_erratum(self, info: GraphInfo, input: DraftErratumInput) -> Any:
        ids = Ids()
        facts = {
            "protocol_id": ids.one(input.protocol_id, "Protocol", path="protocolId"),
            "items": read_items(ids, input.items),
        }
        return await run(info, errata.draft_erratum, PROTOCOLS, shown_as="protocol", ids=ids, facts=facts)
