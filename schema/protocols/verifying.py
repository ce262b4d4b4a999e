"""`verifyProtocol`: whether what was signed is still what was signed, and its chain whole (III.2/3)."""

from typing import Any

import strawberry

from auth.actions import Action
from documents.protocols.chain import BrokenLink as Broken
from documents.protocols.chain import ProtocolFault
from documents.protocols.verifying import ProtocolVerification as Verification
from documents.protocols.verifying import verification
from schema.context import GraphInfo
from schema.ids import decoded
from schema.nodes import query
from schema.shapes.kinds import Id


@strawberry.type(description="Разрыв: where the chain of a year breaks.")
class BrokenLink:
    number: int = strawberry.field(description="Number of the protocol that is wrong or missing.")
    fault: ProtocolFault = strawberry.field(description="What is wrong with it.")


@strawberry.type(
    description="Проверка протокола: a signed protocol and all those of its year, computed again from what is stored."
)
class ProtocolVerification:
    number: int = strawberry.field(description="Number of the protocol.")
    year: int = strawberry.field(description="The year of its number.")
    is_intact: bool = strawberry.field(
        description="Whether its contents, its signature and the whole chain of its year are as they were signed."
    )
    content_hash: str | None = strawberry.field(
        description="SHA-256 of what was signed, as it was stored then; null if that is missing."
    )
    computed_hash: str = strawberry.field(description="SHA-256 of the contents as they are now.")
    previous_hash: str | None = strawberry.field(
        description="The link it is bound to; null for the first of its year, and if there was no chain yet."
    )
    chain_hash: str | None = strawberry.field(
        description="The link that the next protocol is bound to; null if there was no chain yet."
    )
    checked: int = strawberry.field(description="How many protocols of its year were looked at.")
    broken: list[BrokenLink] = strawberry.field(description="Where the chain breaks; empty if it is whole.")


def _shown(found: Verification) -> dict[str, Any]:
    row = found.protocol
    kept = {name: row.get(name) for name in ("number", "year", "content_hash", "previous_hash", "chain_hash")}
    return {
        **kept,
        "is_intact": not found.broken,
        "computed_hash": found.computed_hash,
        "checked": found.checked,
        "broken": [_link(one) for one in found.broken],
    }


def _link(broken: Broken) -> dict[str, Any]:
    return {"number": broken.number, "fault": broken.fault}


@strawberry.type
class VerifyingQueries:
    @query(
        Action.PROTOCOL_READ,
        ProtocolVerification,
        "Whether a signed protocol and the chain of its year are as they were signed: hashes and links are computed again, "
        "and what is changed or missing is named. Null if it does not exist, is not visible to you, or is not signed.",
    )
    async def verify_protocol(self, info: GraphInfo, id: Id) -> Any:
        context = info.context
        protocol_id = decoded(id, "Protocol", path=("id",))
        found = await verification(
            context.container.access, context.container.store, context.principal, context.now, protocol_id
        )
        return _shown(found) if found is not None else None
