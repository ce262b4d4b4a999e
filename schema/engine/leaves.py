"""Scalars and enums in generated code: the usual class is checked in place, any other goes to the type itself."""

import math
from collections.abc import Callable, Mapping
from typing import Any

from graphql import (
    GraphQLBoolean,
    GraphQLEnumType,
    GraphQLFloat,
    GraphQLID,
    GraphQLInt,
    GraphQLLeafType,
    GraphQLString,
    Undefined,
    is_enum_type,
)
from graphql.pyutils import is_awaitable

from schema.engine.purity import Surprise
from schema.engine.settings import LeafTest, Writer

Bind = Callable[[str, Any], str]
"""Gives a value a name in generated code."""

TESTS: Mapping[Any, LeafTest] = {
    GraphQLString: LeafTest("{v}.__class__ is not str"),
    GraphQLID: LeafTest("{v}.__class__ is not str"),
    GraphQLBoolean: LeafTest("{v} is not True and {v} is not False"),
    GraphQLInt: LeafTest("{v}.__class__ is not int or not -2147483648 <= {v} <= 2147483647"),
    GraphQLFloat: LeafTest(
        "{v}.__class__ is not float or not isfinite({v})", names={"isfinite": math.isfinite}
    ),
}
"""The scalars of GraphQL itself."""


def names_of(tests: Mapping[Writer, LeafTest]) -> dict[str, Any]:
    """Tell what the lines of leaves call by name, where a schema's scalars have these tests."""
    return {name: value for one in (*TESTS.values(), *tests.values()) for name, value in one.names.items()}


def leaf_lines(
    type_: GraphQLLeafType, variable: str, bind: Bind, tests: Mapping[Writer, LeafTest]
) -> list[str]:
    """Write the lines that complete a variable in place, as the type would; `tests` are those of its schema's scalars.

    Null and errors among the values are surprises.
    """
    v, through = variable, f"{bind('through', through_type(type_))}({variable})"
    test = TESTS.get(type_) or tests.get(type_.coerce_output_value)
    if test is not None:
        return [f"if {test.expression.format(v=v)}: {v} = {through}"]
    if is_enum_type(type_):
        table = enum_names(type_)
        return [f"{v} = {bind('names', table)}.get({v}) or {through}" if table else f"{v} = {through}"]
    return [f"{v} = {through}"]


def through_type(type_: GraphQLLeafType) -> Callable[[Any], Any]:
    """Take the slow way: what the type makes of a value; whatever graphql-core would turn into an error is a surprise."""
    coerce = type_.coerce_output_value

    def complete(value: Any) -> Any:
        if value is None or value is Undefined or isinstance(value, Exception) or is_awaitable(value):
            raise Surprise("value")
        try:
            completed = coerce(value)
        except Exception as error:
            raise Surprise("value") from error
        if completed is None or completed is Undefined:
            raise Surprise("value")
        return completed

    return complete


def enum_names(type_: GraphQLEnumType) -> dict[str, str]:
    """Return stored text → name, where all values are texts and members are told by theirs; else nothing."""
    found = {value.value: name for name, value in type_.values.items()}
    is_textual = all(isinstance(value, str) for value in found) and len(found) == len(type_.values)
    members = getattr(type_, "wrapped_cls", ())
    agree = is_textual and all(isinstance(member, str) and found.get(member) for member in members)
    return {str(value): name for value, name in found.items()} if agree else {}
