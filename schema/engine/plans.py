"""The plans of an operation that was asked for more than once. Whoever keeps the operation keeps them with it."""

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

MOST_SHAPES = 16
"""Answers to `@skip` and `@include` for which one operation is compiled."""

MOST_FIELDS = 6_000
"""Fields compiled for one operation, attempts included."""

CompiledPlan = Any
"""A generated function, an ObjectPlan, or None for graphql-core."""


@dataclass(eq=False)
class Shape:
    """The plans of one operation under one answer to its `@skip` and `@include`."""

    schema: GraphQLSchema
    budget: Budget
    plans: dict[tuple[Any, ...], CompiledPlan] = field(default_factory=dict)

    def plan(
        self, kind: str, type_: Any, selected: Selected, compiler: Callable[[], Compiler]
    ) -> CompiledPlan:
        """Return the plan for a selection, compiled when it is first wanted."""
        key = (kind, type_, *(id(one.node) for one in selected))
        if key not in self.plans:
            self.plans[key] = self._compiled(kind, type_, selected, compiler())
        return self.plans[key]

    def _compiled(self, kind: str, type_: Any, selected: Selected, compiler: Compiler) -> CompiledPlan:
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
class Plans:
    """The plans of one operation. It holds its node, so that the ids of the nodes in its keys stay theirs.

    Nothing kept here depends on who asks or on what the rows hold.
    """

    schema: GraphQLSchema
    operation: OperationDefinitionNode
    uses: int = 0
    _budget: Budget = field(default_factory=lambda: Budget(MOST_FIELDS))
    _shapes: dict[tuple[Any, ...], Shape] = field(default_factory=dict)
    _variables: tuple[str, ...] | None = None

    @property
    def fields(self) -> int:
        """How many fields were compiled, attempts included: what the plans weigh."""
        return MOST_FIELDS - self._budget.left

    def shape(
        self, values: Mapping[str, Any], fragments: Mapping[str, FragmentDefinitionNode], after: int
    ) -> Shape | None:
        """Return the plans under these variables, from the operation's use number `after` on; None before it, and where too
        many combinations were asked for.
        """
        self.uses += 1
        if self.uses < after:
            return None
        if self._variables is None:
            self._variables = _deciding_variables(self.operation, fragments)
        answers = tuple(values.get(name, Undefined) for name in self._variables)
        found = self._shapes.get(answers)
        if found is None:
            if len(self._shapes) >= MOST_SHAPES:
                count("kept.shapes")
                return None
            found = self._shapes[answers] = Shape(self.schema, self._budget)
        return found


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
