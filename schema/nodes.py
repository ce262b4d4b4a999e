"""What every identifiable type shares: the global id, and being told apart by what the row says it is."""

from collections.abc import Callable, Mapping
from typing import Any

import strawberry
from strawberry.schema_directive import Location

from auth.actions import Action


@strawberry.interface(description="Anything that has a global id.")
class Node:
    """Rows say what they are under `__type`; Strawberry must never look at Python classes here."""

    id: strawberry.ID = strawberry.field(
        description="Opaque global id; the same through every field that returns it."
    )

    @classmethod
    def resolve_type(cls, value: Any, info: Any, abstract: Any) -> str | None:
        """The name of the type that shows this row."""
        return value.get("__type") if isinstance(value, Mapping) else None

    @classmethod
    def is_type_of(cls, value: Any, info: Any) -> bool:
        """Whether this type shows the row."""
        return isinstance(value, Mapping) and value.get("__type") == cls.__name__


@strawberry.schema_directive(
    locations=[Location.FIELD_DEFINITION],
    name="requires",
    description="The permission that this field asks for.",
)
class Requires:
    """Printed into the SDL at every root field; a structure test looks for it."""

    action: str


def query(action: Action, shown: Any, description: str) -> Callable[[Callable[..., Any]], Any]:
    """A root query field: nullable, so that a refusal nulls it alone, and naming its permission in the SDL."""
    field: Callable[[Callable[..., Any]], Any] = strawberry.field(
        graphql_type=shown | None,
        description=f"{description} Permission: `{action.value}`.",
        directives=[Requires(action=action.value)],
    )
    return field
