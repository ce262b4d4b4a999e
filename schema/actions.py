"""«What may I do?» as a type: the operations offered on one object."""

import strawberry

from schema.problems import ProblemCode


@strawberry.type(description="Why an action is not possible at the moment.")
class ActionReason:
    code: ProblemCode = strawberry.field(
        description="The code of the problem that the mutation would return."
    )
    message: str = strawberry.field(description="A sentence for people to read.")


@strawberry.type(description="One action on an object: whether the viewer may take it, or why not.")
class AllowedAction:
    action: str = strawberry.field(description="The mutation's field name.")
    permission: str = strawberry.field(description="The code of the permission.")
    allowed: bool = strawberry.field(description="Whether it is possible now.")
    reasons: list[ActionReason] = strawberry.field(
        description="Why not; empty if the action is allowed, and always empty in lists."
    )
