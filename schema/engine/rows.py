"""How rows are read, by plain keys or as attributes, and told apart, by what they say they are."""

from collections.abc import Mapping
from typing import Any

TYPE_KEY = "__type"
"""Where a row says what it is."""


def read(source: Any, name: str) -> Any:
    """Read a field: the default resolver. A key that nobody filled is a mistake and fails, instead of reading null."""
    if isinstance(source, Mapping):
        return source[name]
    return getattr(source, name)


class ToldByKey:
    """Makes a type, or an interface, be told by what its rows say they are; Python classes are never looked at."""

    @classmethod
    def resolve_type(cls, value: Any, info: Any, abstract: Any) -> str | None:
        """Name the type that shows this row."""
        return value.get(TYPE_KEY) if isinstance(value, Mapping) else None

    @classmethod
    def is_type_of(cls, value: Any, info: Any) -> bool:
        """Tell whether this type shows the row."""
        return isinstance(value, Mapping) and value.get(TYPE_KEY) == cls.__name__
