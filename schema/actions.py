"""«What may I do?» as a type: the operations offered on one object."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

import strawberry
from strawberry.scalars import JSON

from auth.errors import Problem
from documents.container import OPERATION_MODULES
from documents.kernel.write.offering import ReasonDemand
from documents.kernel.write.operation import Effect, operations
from schema.context import GraphInfo
from schema.problems import ProblemCode
from schema.refusing import reason_row
from schema.terms import describe

assert OPERATION_MODULES, "the values are those of all operations"

TITLES: Mapping[str, str] = {
    one.shown_name: one.title
    for _, one in sorted(operations().items())
    if one.effect is Effect.MOVES and not one.by_system
}
"""Mutation's field name → its title, of all that change an object that is there."""

ActionName = StrEnum("ActionName", {name: name for name in TITLES})  # type: ignore[misc]  # its values are found

describe(
    ActionName,
    "ActionName",
    "Действие над объектом: a mutation that changes an object; the value is the mutation's field name, "
    "its description the title. Values may be added: treat an unknown one as unknown.",
    TITLES,
)
describe(
    ReasonDemand,
    "ReasonDemand",
    "Нужна ли причина: whether an action asks for a reason.",
    {"NEVER": "Не нужна", "SOMETIMES": "Нужна в отдельных случаях", "ALWAYS": "Нужна всегда"},
)


@strawberry.type(description="Why an action is not possible at the moment.")
class ActionReason:
    code: ProblemCode = strawberry.field(
        description="The code of the problem that the mutation would return."
    )
    message: str = strawberry.field(
        description="A sentence for people to read, in the language of `Accept-Language`."
    )
    rule: str | None = strawberry.field(
        description="The rule that is broken, as in the facts; null for codes that have no rules."
    )
    facts: JSON | None = strawberry.field(
        description="Facts of the code, as the mutation would return them; null if it has none."
    )


@strawberry.type(description="One action on an object: whether the viewer may take it, or why not.")
class AllowedAction:
    action: str = strawberry.field(graphql_type=ActionName, description="The mutation's field name.")
    title: str = strawberry.field(description="What it does, in Russian, as on a button.")
    filter_value: str | None = strawberry.field(
        description=(
            "How the filter `allowedAction` of its lists spells it: a value of `CaseAction`, `AssignmentAction`, "
            "`MeetingAction` or `ProtocolAction`; null for actions that no filter has."
        )
    )
    permission: str = strawberry.field(description="The code of the permission.")
    allowed: bool = strawberry.field(
        description="Whether it is possible now: in lists by state and rights, on one object also by its guards."
    )
    asks_reason: ReasonDemand = strawberry.field(
        description=(
            "Whether `input.reason` must be given. SOMETIMES: it depends on the rest of the input, as when a case is "
            "routed to another recipient than before."
        )
    )
    reasons: list[ActionReason] = strawberry.field(
        description=("Why not, at least one; empty if the action is allowed, and always empty in lists.")
    )


def shown_reason(info: GraphInfo, problem: Problem, *, of_asker: bool) -> ActionReason:
    """Return a problem as its type; `of_asker` is false where it is about somebody else than who reads it."""
    row: dict[str, Any] = dict(reason_row(info, problem, of_asker=of_asker))
    return ActionReason(**row | {"code": ProblemCode(problem.code)})
