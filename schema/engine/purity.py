"""What may be compiled: fields and types that do nothing but read, told by what Strawberry made of them.

`resolve._is_default` is no sign of it: it is true for fields with permission classes and extensions as well.
"""

import inspect
import keyword
from collections.abc import Mapping
from typing import Any

from graphql import (
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    is_interface_type,
    is_object_type,
)
from graphql.execution.collect_fields import FieldDetails
from graphql.pyutils import is_awaitable
from strawberry.types.field import StrawberryField

from schema.engine.rows import ToldByKey, read

BACK_REFERENCE = "strawberry-definition"
READING_WRAPPER = "GraphQLCoreConverter.from_resolver.<locals>._get_basic_result"
HARMLESS_DIRECTIVES = frozenset({"skip", "include"})

_resolve_type = ToldByKey.resolve_type.__func__  # type: ignore[attr-defined]  # the function below the class method
_is_type_of = ToldByKey.is_type_of.__func__  # type: ignore[attr-defined]


class NotPlain(Exception):
    """A selection that graphql-core must execute; `reason` is one of a few words."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Surprise(Exception):
    """A value that generated code does not complete: graphql-core decides what it means."""


def plain_key(field: GraphQLField) -> str:
    """Return the key that a field reads. Raises: NotPlain where reading it means anything else."""
    definition = field.extensions.get(BACK_REFERENCE)
    code = getattr(field.resolve, "__code__", None)
    # The code object's own name: `functools.wraps` copies every other one.
    if code is None or code.co_qualname != READING_WRAPPER or not isinstance(definition, StrawberryField):
        raise NotPlain("resolver")
    cells = dict(zip(code.co_freevars, field.resolve.__closure__ or (), strict=True))  # type: ignore[union-attr]
    kind = type(definition)
    is_stock = kind.get_result is StrawberryField.get_result and (
        kind.is_basic_field is StrawberryField.is_basic_field
    )
    if cells["field"].cell_contents is not definition or not is_stock or not definition.is_basic_field:
        raise NotPlain("resolver")
    if definition.default_resolver is not read:
        raise NotPlain("default resolver")
    if field.args:
        raise NotPlain("arguments")
    key: str = definition.python_name
    return key


def require_whole(selected: list[FieldDetails]) -> None:
    """Refuse with NotPlain where a field is to be delivered in parts, or carries directives we do not know."""
    for one in selected:
        if one.defer_usage is not None or one.fragment_variable_values is not None:
            raise NotPlain("fragment")
        if any(directive.name.value not in HARMLESS_DIRECTIVES for directive in one.node.directives or ()):
            raise NotPlain("directive")


def require_simple(selected: list[FieldDetails]) -> None:
    """Refuse with NotPlain where a field is selected with more than aliases, `@skip` and `@include`."""
    require_whole(selected)
    if any(one.node.arguments for one in selected):
        raise NotPlain("arguments")


def is_told_by_key(type_: GraphQLObjectType) -> bool:
    """Return whether the type asks a row for its name; False where it takes whatever comes. Raises: NotPlain."""
    asked = type_.is_type_of
    if asked is None:
        return False
    if getattr(asked, "__func__", None) is not _is_type_of or asked.__self__.__name__ != type_.name:  # type: ignore[attr-defined]
        raise NotPlain("is_type_of")
    return True


def possible_types(schema: GraphQLSchema, type_: Any) -> list[GraphQLObjectType]:
    """Return the object types that an interface's rows can name. Raises: NotPlain for unions and interfaces that ask
    more."""
    if not is_interface_type(type_):
        raise NotPlain("union")
    interface: GraphQLInterfaceType = type_
    if getattr(interface.resolve_type, "__func__", None) is not _resolve_type:
        raise NotPlain("resolve_type")
    found = [one for one in schema.get_possible_types(interface) if is_object_type(one)]
    if not all(is_told_by_key(one) for one in found):
        raise NotPlain("is_type_of")
    return found


def readable_class(type_: GraphQLObjectType, names: list[str]) -> type | None:
    """Return the class of a type's own instances, where reading `names` from one runs no code; else None."""
    if getattr(type_.is_type_of, "__func__", None) is _is_type_of:
        return None
    origin = getattr(type_.extensions.get(BACK_REFERENCE), "origin", None)
    if not isinstance(origin, type) or issubclass(origin, Mapping | Exception):
        return None
    runs_code = (
        hasattr(origin, "__getattr__")
        or hasattr(origin, "__await__")
        or origin.__getattribute__ is not object.__getattribute__
        or any(hasattr(type(inspect.getattr_static(origin, name, None)), "__get__") for name in names)
    )
    return None if runs_code or not all(map(_is_attribute, names)) else origin


def require_mapping(source: Any) -> None:
    """Let mappings of other classes than dict pass. Raises: Surprise for everything else."""
    if not isinstance(source, Mapping) or isinstance(source, Exception) or is_awaitable(source):
        raise Surprise("object")


def _is_attribute(name: str) -> bool:
    return name.isidentifier() and not keyword.iskeyword(name)
