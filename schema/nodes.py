"""What every identifiable type shares: the global id, and being told apart by what the row says it is."""

from collections.abc import Callable
from typing import Any

import strawberry
from strawberry.schema_directive import Location

from auth.actions import Action
from documents.kernel.write.operation import NO_PERMISSION
from schema.engine.rows import ToldByKey


@strawberry.interface(description="Anything that has a global id.")
class Node(ToldByKey):
    """Whatever has an id, told apart by what its row says it is."""

    id: strawberry.ID = strawberry.field(
        description="Opaque global id; the same through every field that returns it."
    )


@strawberry.schema_directive(
    locations=[Location.FIELD_DEFINITION],
    name="requires",
    description="The permission that this field requires; `none` where being signed in is enough.",
)
class Requires:
    """Printed into the SDL at every root field; a structure test looks for it."""

    action: str


def asking(action: Action | None, description: str) -> dict[str, Any]:
    """Description and directive of a root field that asks for a permission; None where being signed in is enough."""
    if action is None:
        words = (
            f"{description} Requires no permission: open to anyone who is signed in, with or without a role."
        )
        return {"description": words, "directives": [Requires(action=NO_PERMISSION)]}
    words = f"{description} Permission: `{action.value}`."
    return {"description": words, "directives": [Requires(action=action.value)]}


def query(action: Action | None, shown: Any, description: str) -> Callable[[Callable[..., Any]], Any]:
    """A root query field: nullable, so that a refusal nulls it alone, and naming its permission in the SDL."""
    field: Callable[[Callable[..., Any]], Any] = strawberry.field(
        graphql_type=shown | None, **asking(action, description)
    )
    return field
