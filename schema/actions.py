"""«What may I do?»: the operations offered on one object, from the same declarations that guard the mutations."""

from collections.abc import Mapping
from typing import Any

import strawberry

from documents.kernel.names import camel
from documents.kernel.operation import offers
from documents.registry import RECORDS
from schema.context import GraphInfo
from schema.problems import ProblemCode

RECORD_OF = {record.collection_name(): record for record in RECORDS}


@strawberry.type(description="Why an action is not possible now.")
class ActionReason:
    code: ProblemCode = strawberry.field(description="The problem that the mutation would answer.")
    message: str = strawberry.field(description="Sentence for people.")


@strawberry.type(description="One thing the viewer may do with an object, or why not.")
class AllowedAction:
    action: str = strawberry.field(description="The mutation's field name.")
    permission: str = strawberry.field(description="The code of the policy.")
    allowed: bool = strawberry.field(description="Whether it is possible now.")
    reasons: list[ActionReason] = strawberry.field(
        description="Why not; empty where it is allowed, and in lists."
    )


def allowed_actions(info: GraphInfo, row: Mapping[str, Any], collection: str) -> list[AllowedAction]:
    """The actions offered on a row; the guards are asked only where the row is shown alone."""
    context = info.context
    alone = bool(row.get("__single"))
    return [
        AllowedAction(
            action=camel(offer.operation),
            permission=offer.permission,
            allowed=offer.allowed,
            reasons=[
                ActionReason(code=ProblemCode(one.code), message=one.message(context.locale))
                for one in offer.reasons
            ],
        )
        for offer in offers(context.principal, RECORD_OF[collection], row, context.scene(), asks_guards=alone)
    ]
