"""The plans of the operations that were asked for more than once, bounded, by the operation's node itself."""

from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from graphql import (
    FragmentDefinitionNode,
    GraphQLSchema,
    OperationDefinitionNode,
    SelectionSetNode,
    Undefined,
    VariableNode,
)

from schema.engine.compiler import Budget, Compiler, Selected
from schema.engine.counters import count
from schema.engine.purity import HARMLESS_DIRECTIVES, NotPlain

MOST_OPERATIONS = 500
MOST_SHAPES = 16
"""Answers to `@skip` and `@include` for which one operation is compiled."""

MOST_FIELDS = 6_000
"""Fields compiled for one operation, attempts included."""

MOST_FIELDS_KEPT = 100_000
MOST_SEEN = 4_000

Plan = Any
"""A generated function, an ObjectPlan, or None for graphql-core."""


@dataclass(eq=False)
class Shape:
    """The plans of one operation under one answer to its `@skip` and `@include`."""

    schema: GraphQLSchema
    budget: Budget
    plans: dict[tuple[Any, ...], Plan] = field(default_factory=dict)

    def plan(self, kind: str, type_: Any, selected: Selected, compiler: Callable[[], Compiler]) -> Plan:
        """The plan for a selection, compiled when it is first wanted."""
        key = (kind, type_, *(id(one.node) for one in selected))
        if key not in self.plans:
            self.plans[key] = self._compiled(kind, type_, selected, compiler())
        return self.plans[key]

    def _compiled(self, kind: str, type_: Any, selected: Selected, compiler: Compiler) -> Plan:
        before = self.budget.left
        try:
            plan = compiler.listed(type_, selected) if kind == "list" else compiler.object(type_, selected)
        except NotPlain as refusal:
            count(f"kept.{kind}.{refusal.reason}")
            return None
        except RecursionError:
            count(f"kept.{kind}.depth")
            return None
        count("plans")
        count("fields", before - self.budget.left)
        return plan


@dataclass(eq=False)
class Entry:
    """One operation. It holds its node, so that the ids of the nodes in its keys stay theirs."""

    schema: GraphQLSchema
    operation: OperationDefinitionNode
    variables: tuple[str, ...]
    budget: Budget = field(default_factory=lambda: Budget(MOST_FIELDS))
    shapes: dict[tuple[Any, ...], Shape] = field(default_factory=dict)

    def shape(self, values: Mapping[str, Any]) -> Shape | None:
        """The plans under these variables; None where too many combinations were asked for."""
        answers = tuple(values.get(name, Undefined) for name in self.variables)
        found = self.shapes.get(answers)
        if found is None and len(self.shapes) < MOST_SHAPES:
            found = self.shapes[answers] = Shape(self.schema, self.budget)
        return found


class Plans:
    """Least recently used go first. Nothing kept here depends on who asks or on what the rows hold."""

    def __init__(self) -> None:
        self._entries: OrderedDict[tuple[int, int], Entry] = OrderedDict()
        self._seen: OrderedDict[tuple[int, int], int] = OrderedDict()

    def entry(
        self,
        schema: GraphQLSchema,
        operation: OperationDefinitionNode,
        fragments: Mapping[str, FragmentDefinitionNode],
        after: int,
    ) -> Entry | None:
        """The operation's plans from its use number `after` on."""
        key = (id(schema), id(operation))
        entry = self._entries.get(key)
        if entry is not None and entry.operation is operation and entry.schema is schema:
            self._entries.move_to_end(key)
            return entry
        if not self._is_due(key, after):
            return None
        entry = self._entries[key] = Entry(schema, operation, _deciding_variables(operation, fragments))
        self._shrink()
        return entry

    def _is_due(self, key: tuple[int, int], after: int) -> bool:
        # An id alone may be that of another node by now: then it is compiled a use early, which does no harm.
        uses = self._seen.pop(key, 0) + 1
        if uses >= after:
            return True
        self._seen[key] = uses
        if len(self._seen) > MOST_SEEN:
            self._seen.popitem(last=False)
        return False

    def _shrink(self) -> None:
        entries = self._entries
        kept = sum(MOST_FIELDS - entry.budget.left for entry in entries.values())
        while len(entries) > MOST_OPERATIONS or (kept > MOST_FIELDS_KEPT and len(entries) > 1):
            _, oldest = entries.popitem(last=False)
            kept -= MOST_FIELDS - oldest.budget.left
            count("evicted")


def _deciding_variables(
    operation: OperationDefinitionNode, fragments: Mapping[str, FragmentDefinitionNode]
) -> tuple[str, ...]:
    """The variables that `@skip` and `@include` look at anywhere in the document."""
    sets = [operation.selection_set, *(one.selection_set for one in fragments.values())]
    return tuple(sorted({name for one in sets for name in _deciding(one)}))


def _deciding(selection_set: SelectionSetNode) -> Iterator[str]:
    waiting: list[SelectionSetNode] = [selection_set]
    while waiting:
        for selection in waiting.pop().selections:
            yield from _named(selection.directives or ())
            inner = getattr(selection, "selection_set", None)
            if inner is not None:
                waiting.append(inner)


def _named(directives: Iterable[Any]) -> Iterator[str]:
    for directive in directives:
        if directive.name.value in HARMLESS_DIRECTIVES:
            for argument in directive.arguments or ():
                if isinstance(argument.value, VariableNode):
                    yield argument.value.name.value
