"""The operation behind an export: the list's own root field, asked a page at a time in the name of who wants the file.

There is no other way to its rows: plans, masking, redaction and what is hidden are those of the list.
"""

import inspect
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from graphql import (
    ExecutionResult,
    GraphQLArgument,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    execute,
    get_named_type,
    is_abstract_type,
)

from documents.exports.vocabulary import ExportList
from documents.kernel.names import camel
from schema.careful import despite_odd_rows
from schema.context import Context
from schema.engine.executor import FastExecutor
from schema.engine.prepared import PreparedDocuments, PreparedOperation
from schema.exports.columns import COLUMNS

PAGE = 100
ID = "id"
FILTER, ORDER = "filter", "orderBy"
"""What a list takes, by the names of its arguments, and `createExport` with them."""

Tree = dict[str, "Tree"]


@dataclass(frozen=True)
class ColumnPath:
    """A column: the fields that lead to it, and the type of what stands there."""

    names: tuple[str, ...]
    leaf: GraphQLNamedType


@dataclass(frozen=True)
class ExportedList:
    """A list of a schema that can be exported."""

    core: GraphQLSchema
    name: ExportList
    field_name: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "field_name", camel(self.name.value.lower()))

    @property
    def arguments(self) -> Mapping[str, GraphQLArgument]:
        """What an export may ask of it: its filter and its order, where it takes them."""
        return {one: self._root.args[one] for one in (FILTER, ORDER) if one in self._root.args}

    @cached_property
    def node_type(self) -> Any:
        """The type of its rows."""
        connection: Any = get_named_type(self._root.type)
        return get_named_type(connection.fields["nodes"].type)

    @property
    def _root(self) -> Any:
        assert self.core.query_type is not None, "there are queries"
        return self.core.query_type.fields[self.field_name]

    def column(self, path: str) -> ColumnPath:
        """Return a column by its path. Raises: KeyError for a field that is not there."""
        names = tuple(path.split("."))
        type_: Any = self.node_type
        for name in names:
            type_ = get_named_type(self._field(type_, name).type)
        return ColumnPath(names, type_)

    def _field(self, type_: Any, name: str) -> Any:
        """A field of a type, or of those that it may be."""
        if name in type_.fields:
            return type_.fields[name]
        return next(one.fields[name] for one in self._kinds(type_, name))

    def _kinds(self, type_: Any, name: str) -> list[GraphQLObjectType]:
        possible = self.core.get_possible_types(type_) if is_abstract_type(type_) else ()
        found = [one for one in possible if name in one.fields]
        if not found:
            raise KeyError(name)
        return found

    def document(self, columns: Sequence[str], *, counts: bool = False) -> str:
        """Return the document that asks for a page; its variables are `first`, `after`, and `filter` and `orderBy` where
        the list takes them."""
        tree: Tree = {}
        if ID in self.node_type.fields:
            tree[ID] = {}
        for column in columns:
            level = tree
            for name in column.split("."):
                level = level.setdefault(name, {})
        takes = "".join(f", ${name}: {one.type}" for name, one in self.arguments.items())
        given = "".join(f", {name}: ${name}" for name in self.arguments)
        total = " totalCount { value precision }" if counts else ""
        return (
            f"query Export($first: Int!, $after: String{takes}) {{ {self.field_name}(first: $first, after: $after{given}) "
            f"{{ nodes {{ {self._selection(self.node_type, tree)} }} pageInfo {{ hasNextPage endCursor }}{total} }} }}"
        )

    def _selection(self, type_: Any, tree: Tree) -> str:
        return " ".join(self._selected(type_, tree))

    def _selected(self, type_: Any, tree: Tree) -> Iterable[str]:
        for name, below in tree.items():
            if name in type_.fields:
                yield self._one(type_, name, below)
                continue
            for kind in self._kinds(type_, name):
                yield f"... on {kind.name} {{ {self._one(kind, name, below)} }}"

    def _one(self, type_: Any, name: str, below: Tree) -> str:
        if not below:
            return name
        inner = get_named_type(type_.fields[name].type)
        return f"{name} {{ {self._selection(inner, below)} }}"


def listed(core: GraphQLSchema, name: str) -> ExportedList:
    """Return a list by its name."""
    return ExportedList(core, ExportList(name))


def usual_columns(name: ExportList) -> tuple[str, ...]:
    """Return the columns of a list that are written if nobody chooses."""
    return tuple(COLUMNS[name].usual)


class Asking:
    """Asks one list for its pages, the same document again and again."""

    def __init__(
        self,
        shown: ExportedList,
        columns: Sequence[str],
        given: Mapping[str, Any],
        order: Mapping[str, Any] | None,
    ) -> None:
        self._shown = shown
        self._given = {FILTER: given or None, ORDER: order}
        self._documents = PreparedDocuments(shown.core)
        self._columns = columns

    def _operation(self, *, counts: bool) -> PreparedOperation:
        prepared = self._documents.prepare(self._shown.document(self._columns, counts=counts))
        errors = self._documents.validation_errors(prepared)
        if errors:
            raise errors[0]
        return self._documents.choose(prepared, None)

    async def page(
        self, context: Context, *, first: int = PAGE, after: str | None = None, counts: bool = False
    ) -> ExecutionResult:
        """Return what the list answers in this context."""
        operation = self._operation(counts=counts)
        variables: dict[str, Any] = {"first": first, "after": after}
        variables |= {name: self._given[name] for name in self._shown.arguments}
        context.needs = operation.needs

        def run(seen: Any) -> Any:
            return execute(
                self._shown.core,
                operation.prepared.document,
                context_value=seen,
                variable_values=variables,
                executor_class=FastExecutor,
                plans=operation.plans,
            )

        answered = await despite_odd_rows(self._shown.core, context, run)
        return await answered if inspect.isawaitable(answered) else answered
