"""Enumerations of the schema's own: a name, a description, and the Russian term of each value."""

from collections.abc import Callable, Mapping
from enum import EnumMeta, StrEnum
from typing import Any, TypeVar

import strawberry

E = TypeVar("E", bound=StrEnum)


def described(description: str, **terms: str) -> Callable[[type[E]], type[E]]:
    """Register the decorated class as an enumeration; `terms` are value name → Russian term, one for each value.

    Strawberry's own way to describe values puts objects where a StrEnum takes only strings.
    """

    def register(enum: type[E]) -> type[E]:
        describe(enum, enum.__name__, description, terms)
        return enum

    return register


def describe(enum: EnumMeta, name: str, description: str, terms: Mapping[Any, str]) -> None:
    """Register a class under a public name, whatever is known of it already. Raises: KeyError for a value without a term."""
    if "__strawberry_definition__" not in vars(enum):
        strawberry.enum(enum, name=name, description=description)
    definition: Any = vars(enum)["__strawberry_definition__"]
    definition.name, definition.description = name, description
    for value in definition.values:
        value.description = terms[value.name]
