"""«What may I do?» as a type: the operations offered on one object."""

import strawberry

from schema.problems import ProblemCode


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
