"""What every identifiable type shares: the global id, and being told apart by what the row says it is."""

from collections.abc import Callable, Sequence
from typing import Any

import strawberry
from strawberry.schema_directive import Location

from auth.actions import Action
from auth.errors import Forbidden
from documents.kernel.write.operation import NO_PERMISSION
from schema.engine.rows import ToldByKey


@strawberry.interface(description="Anything that has a global id.")
class Node(ToldByKey):
    """Whatever has an id, told apart by what its row says it is."""

    id: strawberry.ID = strawberry.field(
        description="Opaque global id; the same through every field that returns it."
    )


FORBIDDEN = Forbidden.code
"""What a field of administration answers to who has none of its permissions; all other fields answer nothing."""


@strawberry.schema_directive(
    locations=[Location.FIELD_DEFINITION],
    name="requires",
    repeatable=True,
    description="A permission that opens this field, `none` where being signed in is enough; of several any one opens it. "
    "Without one the field is empty or null, or the error named by `otherwise`. Naming yourself in the argument "
    "`unlessOneself` requires none.",
)
class Requires:
    """Printed into the SDL at every root field, and enforced there (`schema/enforcing.py`)."""

    action: str
    otherwise: str | None = strawberry.UNSET
    unless_oneself: str | None = strawberry.UNSET


def asking(
    actions: Action | Sequence[Action] | None,
    description: str,
    *,
    otherwise: str | None = None,
    unless_oneself: str | None = None,
) -> dict[str, Any]:
    """Return description and directives of a root field that one of the permissions opens.

    `actions` is None where being signed in is enough. `unless_oneself` is the argument, by its GraphQL name, that asks
    about a person: about oneself everybody may ask.
    """
    if actions is None:
        words = (
            f"{description} Requires no permission: open to anyone who is signed in, with or without a role."
        )
        return {"description": words, "directives": [Requires(action=NO_PERMISSION)]}
    codes = [action.value for action in ((actions,) if isinstance(actions, Action) else actions)]
    more = {"otherwise": otherwise, "unless_oneself": unless_oneself}
    told = {name: value for name, value in more.items() if value is not None}
    words = f"{description} Permission: {' or '.join(f'`{code}`' for code in codes)}"
    words += f", else `{otherwise}`" if otherwise is not None else ""
    words += "; none to ask about yourself" if unless_oneself is not None else ""
    return {"description": f"{words}.", "directives": [Requires(action=code, **told) for code in codes]}


def query(
    actions: Action | Sequence[Action] | None,
    shown: Any,
    description: str,
    *,
    otherwise: str | None = None,
    unless_oneself: str | None = None,
) -> Callable[[Callable[..., Any]], Any]:
    """Declare a root query field: nullable, so that a refusal nulls it alone, and behind the permissions that it names.

    Who has none of them gets an empty list or page, or null; with `otherwise=FORBIDDEN` that error.
    """
    declared = asking(actions, description, otherwise=otherwise, unless_oneself=unless_oneself)
    field: Callable[[Callable[..., Any]], Any] = strawberry.field(graphql_type=shown | None, **declared)
    return field
