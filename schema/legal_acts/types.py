"""Legal acts as types, and how a row that names one shows it."""

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Any

import strawberry

from auth.actions import Action
from auth.policy.decide import may_ever
from documents.files.showing import as_shown
from documents.legal_acts.kinds import LegalActKind
from schema.context import GraphInfo
from schema.files.types import FileType
from schema.memory import related
from schema.nodes import Node

Row = Mapping[str, Any]


@strawberry.type(description="Правовой акт: a decree, order or law that something is based on.")
class LegalAct(Node):
    kind: LegalActKind = strawberry.field(
        description="What it is; `OTHER` for a kind that has no value of its own."
    )
    number: str = strawberry.field(description="Its number.")
    issued_on: date = strawberry.field(description="Day of issue.")
    title: str = strawberry.field(description="Its title in Russian.")
    url: str | None = strawberry.field(description="Where it is published; null if it is not.")

    @strawberry.field(
        description="Its text as a file; empty if it was not uploaded.", graphql_type=list[FileType]
    )
    def attachments(self, info: GraphInfo, act: strawberry.Parent[Row]) -> Any:
        return [as_shown(one, partial(related, info)) for one in act["files"]]


def related_act(info: GraphInfo, record_id: str | None) -> Row | None:
    """Return a legal act that a row names; None for who may not read legal acts."""
    allowed = may_ever(info.context.principal, Action.POLICY_READ)
    return related(info, "legal_acts", record_id) if allowed else None
