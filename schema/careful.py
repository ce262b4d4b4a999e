"""An answer that met a row which cannot be shown is asked for again without such rows: one row stops no list."""

import inspect
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import structlog
from graphql import (
    ExecutionResult,
    GraphQLError,
    GraphQLField,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLSchema,
    is_leaf_type,
)

from documents.kernel.read.doubting import Doubt
from schema.context import Context
from schema.engine.purity import NotPlain, plain_key
from schema.errors import is_meant

DEEPEST = 6
"""Objects within objects that are looked at; kept rows may name each other in a ring."""

log = structlog.get_logger("schema")

Run = Callable[[Context | None], Any]


async def despite_odd_rows(core: GraphQLSchema, context: Context | None, run: Run) -> ExecutionResult:
    """Return what a query answers; where something failed that nobody meant, what it answers without the rows that cannot be
    shown. Each of those is logged by its id and field, never with a value."""
    result = await _awaited(run(context))
    if context is None or all(is_meant(error) for error in result.errors or ()):
        return result
    doubt = Doubt(Showable(core).fault_of)
    again = await _awaited(run(context.doubting(doubt)))
    for one in {(row.collection, row.record_id, row.field): row for row in doubt.left_out}.values():
        log.error(
            "row_left_out",
            request_id=context.request_id,
            collection=one.collection,
            id=one.record_id,
            field=one.field,
        )
    # Where no row was at fault the first answer stands: its errors are told once.
    return again if doubt.left_out else result


async def _awaited(result: ExecutionResult | Awaitable[ExecutionResult]) -> ExecutionResult:
    return await result if inspect.isawaitable(result) else result


class Showable:
    """Tells by the types of a schema whether a row can be answered."""

    def __init__(self, core: GraphQLSchema) -> None:
        self._core = core
        self._plain: dict[str, list[tuple[str, GraphQLField]]] = {}

    def fault_of(self, row: Mapping[str, Any]) -> str | None:
        """Return the path of the first key of a row that its type cannot answer; None for a sound one."""
        return self._in_object(self._core.type_map.get(row.get("__type", "")), row, DEEPEST)

    def _in_object(self, type_: Any, row: Mapping[str, Any], left: int) -> str | None:
        shown = self._core.type_map.get(row.get("__type", "")) or type_
        if not isinstance(shown, GraphQLObjectType) or not left:
            return None
        for key, field in self._fields(shown):
            if key in row:
                fault = self._in_value(field.type, row[key], left)
                if fault is not None:
                    return f"{key}.{fault}" if fault else key
        return None

    def _in_value(self, type_: Any, value: Any, left: int) -> str | None:
        """Return where below a value the fault lies, "" for the value itself; None where there is none."""
        if isinstance(type_, GraphQLNonNull):
            return "" if value is None else self._in_value(type_.of_type, value, left)
        if value is None:
            return None
        if isinstance(type_, GraphQLList):
            if not isinstance(value, list | tuple):
                return ""
            return next(
                (fault for one in value if (fault := self._in_value(type_.of_type, one, left)) is not None),
                None,
            )
        if is_leaf_type(type_):
            return None if _is_answered(type_, value) else ""
        return self._in_object(type_, value, left - 1) if isinstance(value, Mapping) else None

    def _fields(self, shown: GraphQLObjectType) -> list[tuple[str, GraphQLField]]:
        """The fields of a type that do nothing but read a key."""
        if shown.name not in self._plain:
            self._plain[shown.name] = [
                (key, field) for field in shown.fields.values() if (key := _key(field)) is not None
            ]
        return self._plain[shown.name]


def _key(field: GraphQLField) -> str | None:
    try:
        return plain_key(field)
    except NotPlain:
        return None


def _is_answered(type_: Any, value: Any) -> bool:
    try:
        return type_.coerce_output_value(value) is not None
    except (GraphQLError, TypeError, ValueError, OverflowError):
        return False
