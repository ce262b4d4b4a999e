"""Scalars and enums in generated code: the usual class is checked in place, any other goes to the type itself."""

import math
import re
from collections.abc import Callable, Mapping
from datetime import datetime
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
from schema.scalars import write_day, write_moment

Bind = Callable[[str, Any], str]
"""Gives a value a name in generated code."""

# Where the test fails, the value goes through the type; `{v}` is the variable.
TESTS: Mapping[Any, str] = {
    GraphQLString: "{v}.__class__ is not str",
    GraphQLID: "{v}.__class__ is not str",
    GraphQLBoolean: "{v} is not True and {v} is not False",
    GraphQLInt: "{v}.__class__ is not int or not -2147483648 <= {v} <= 2147483647",
    GraphQLFloat: "{v}.__class__ is not float or not isfinite({v})",
}
DAY = re.compile(r"^\d{4}-\d{2}-\d{2}$")

NAMES: Mapping[str, Any] = {
    "isfinite": math.isfinite,
    "datetime": datetime,
    "is_day": DAY.match,
}
"""What the lines below call by name."""


def leaf_lines(type_: GraphQLLeafType, variable: str, bind: Bind) -> list[str]:
    """Lines that complete a variable in place, as the type would. Null and errors among the values are surprises."""
    v, through = variable, f"{bind('through', through_type(type_))}({variable})"
    test = TESTS.get(type_)
    if test is not None:
        return [f"if {test.format(v=v)}: {v} = {through}"]
    if is_enum_type(type_):
        table = enum_names(type_)
        return [f"{v} = {bind('names', table)}.get({v}) or {through}" if table else f"{v} = {through}"]
    writer = getattr(type_, "coerce_output_value", None)
    if writer is write_moment:
        # The encoder writes it, once, with all others.
        return [f"if {v}.__class__ is not datetime or {v}.tzinfo is not None: {v} = {through}"]
    if writer is write_day:
        return [f"if {v}.__class__ is not str or is_day({v}) is None: {v} = {through}"]
    return [f"{v} = {through}"]


def through_type(type_: GraphQLLeafType) -> Callable[[Any], Any]:
    """The slow way: what the type makes of a value; whatever graphql-core would turn into an error is a surprise."""
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
    """Stored text → name, where all values are texts and members are told by theirs; else nothing."""
    found = {value.value: name for name, value in type_.values.items()}
    is_textual = all(isinstance(value, str) for value in found) and len(found) == len(type_.values)
    members = getattr(type_, "wrapped_cls", ())
    agree = is_textual and all(isinstance(member, str) and found.get(member) for member in members)
    return {str(value): name for value, name in found.items()} if agree else {}
