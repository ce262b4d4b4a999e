"""Fields that a package adds to a type of a package below it, as `extend type` does in the SDL."""

from collections.abc import Callable
from typing import TypeVar

import strawberry
from strawberry.types import get_object_definition

T = TypeVar("T", bound=type)


def extend(shown: type) -> Callable[[T], T]:
    """Add the fields of the decorated class to a type, behind those it has.

    A type below so needs to know nothing of what stands above it. Raises: ValueError for a name that is taken.
    """

    def add(fields: T) -> T:
        target = get_object_definition(shown, strict=True)
        added = get_object_definition(strawberry.type(fields), strict=True).fields
        taken = {one.python_name for one in target.fields} & {one.python_name for one in added}
        if taken:
            raise ValueError(f"{target.name} has these already: {', '.join(sorted(taken))}")
        target.fields.extend(added)
        return fields

    return add
