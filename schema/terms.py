"""Enumerations of the schema's own: a name, a description, and the Russian term of each value."""

from collections.abc import Callable, Mapping
from enum import EnumMeta, StrEnum
from typing import Any, TypeVar

import strawberry
from graphql import GraphQLEnumType

E = TypeVar("E", bound=StrEnum)

OTHERWISE: dict[str, str] = {}
"""Enumeration → the value that stands for stored texts which are no value of it."""


def described(
    description: str, *, otherwise: str | None = None, **terms: str
) -> Callable[[type[E]], type[E]]:
    """Register the decorated class as an enumeration; `terms` are value name → Russian term, one for each value, and
    `otherwise` is the value that stands for stored texts which have none.

    Strawberry's own way to describe values puts objects where a StrEnum takes only strings.
    """

    def register(enum: type[E]) -> type[E]:
        describe(enum, enum.__name__, description, terms, otherwise=otherwise)
        return enum

    return register


def describe(
    enum: EnumMeta, name: str, description: str, terms: Mapping[Any, str], *, otherwise: str | None = None
) -> None:
    """Register a class under a public name, whatever is known of it already. Raises: KeyError for a value without a term."""
    if "__strawberry_definition__" not in vars(enum):
        strawberry.enum(enum, name=name, description=description)
    definition: Any = vars(enum)["__strawberry_definition__"]
    definition.name, definition.description = name, description
    for value in definition.values:
        value.description = terms[value.name]
    if otherwise is not None:
        OTHERWISE[name] = str(otherwise)


def answer_otherwise(types: Mapping[str, Any]) -> None:
    """Have the enumerations that name a value for it answer with that where a stored text is no value of theirs; what is no
    text fails as ever."""
    for name, otherwise in OTHERWISE.items():
        if name in types:
            types[name].coerce_output_value = _tolerant(types[name], otherwise)


def _tolerant(type_: GraphQLEnumType, otherwise: str) -> Callable[[Any], Any]:
    known, values = type_.coerce_output_value, {str(one.value) for one in type_.values.values()}

    def coerce(value: Any) -> Any:
        is_strange = isinstance(value, str) and str(value) not in values
        return otherwise if is_strange else known(value)

    return coerce
