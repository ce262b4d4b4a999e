"""«What may I do?»: the operations offered on one object, from the same declarations that guard the mutations."""

from collections.abc import Mapping, Sequence
from typing import Any

import strawberry

from documents.kernel.names import camel
from documents.kernel.operation import Offer, listed_offers, offers
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


def allowed_actions(info: GraphInfo, row: Mapping[str, Any], collection: str) -> Sequence[AllowedAction]:
    """The actions offered on a row; the guards are asked only where the row is shown alone."""
    context, record = info.context, RECORD_OF[collection]
    who, scene = context.principal, context.scene()
    if row.get("__single"):
        return [_shown(one, context.locale) for one in offers(who, record, row, scene, asks_guards=True)]
    listed = listed_offers(who, record, row, scene)
    # Lists tell no reasons, so what is shown is the same for all rows that are offered the same.
    shown: tuple[AllowedAction, ...] | None = context.memo.get(listed_name := f"actions {id(listed)}")
    if shown is None:
        shown = context.memo[listed_name] = tuple(_shown(one, context.locale) for one in listed)
    return shown


def _shown(offer: Offer, locale: str) -> AllowedAction:
    return AllowedAction(
        action=camel(offer.operation),
        permission=offer.permission,
        allowed=offer.allowed,
        reasons=[
            ActionReason(code=ProblemCode(one.code), message=one.message(locale)) for one in offer.reasons
        ],
    )
