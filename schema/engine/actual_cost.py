"""What an answer was worth: the points of the objects that really came back, counted by walking it once.

The weights are those of the cost before execution, and so are the rules: connections, edges and scalars are free, a
field with one price for all costs it once. Only what was guessed there is counted here: lists by their length, null
and what was skipped as nothing, a field selected twice as once. So the figure is never above the one asked for,
unless a plain list was longer than declared.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLField,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
    get_named_type,
    is_abstract_type,
    is_object_type,
)

from schema.engine.weights import Weights, look_up

SelectionSets = tuple[SelectionSetNode, ...]


class Meant(NamedTuple):
    """A key of an answer, as one object type declares it: the field, and everything selected of it."""

    on: GraphQLObjectType
    declared: GraphQLField
    nodes: tuple[FieldNode, ...]


def actual_points(
    schema: GraphQLSchema,
    operation: OperationDefinitionNode,
    fragments: Mapping[str, FragmentDefinitionNode],
    weights: Weights,
    data: Mapping[str, Any] | None,
) -> int:
    """Count the points of an answer's data; nought for none. The operation is valid."""
    root = schema.get_root_type(operation.operation)
    if data is None or root is None:
        return 0
    counting = _Counting(schema, fragments, weights)
    counting.is_mutation = operation.operation is OperationType.MUTATION
    return counting.points(data, (operation.selection_set,), root, is_paid=False)


class _Counting:
    def __init__(
        self, schema: GraphQLSchema, fragments: Mapping[str, FragmentDefinitionNode], weights: Weights
    ) -> None:
        self.is_mutation = False
        self._schema = schema
        self._fragments = fragments
        self._weights = weights
        self._known: dict[tuple[tuple[int, ...], str], Mapping[str, Sequence[Meant]]] = {}

    def points(
        self, data: Mapping[str, Any], sets: SelectionSets, on: GraphQLNamedType, *, is_paid: bool
    ) -> int:
        """The points beneath one object. Where its type is not told, the dearest of what a key may mean counts."""
        meanings = self._meanings(sets, on)
        return sum(
            max((self._field(value, one, is_paid=is_paid) for one in meanings.get(key, ())), default=0)
            for key, value in data.items()
            if isinstance(value, dict | list)
        )

    def _field(self, value: Any, meant: Meant, *, is_paid: bool) -> int:
        name, shown = meant.nodes[0].name.value, get_named_type(meant.declared.type)
        is_paid = is_paid and meant.nodes[0].alias is None
        price = look_up(self._weights.whole, meant.on.name, name)
        sets = tuple(node.selection_set for node in meant.nodes if node.selection_set is not None)
        objects = list(_objects(value))
        if is_paid or shown.name.endswith(("Connection", "Edge")):
            own = 0
        elif price is not None:
            own = price
        elif self.is_mutation and meant.on is self._schema.mutation_type:
            own = self._weights.mutation
        else:
            own = len(objects)
        is_paid = is_paid or price is not None
        return own + sum(self.points(one, sets, shown, is_paid=is_paid) for one in objects)

    def _meanings(self, sets: SelectionSets, on: GraphQLNamedType) -> Mapping[str, Sequence[Meant]]:
        key = (tuple(id(one) for one in sets), on.name)
        found = self._known.get(key)
        if found is None:
            gathered: dict[str, dict[Hashable, Meant]] = {}
            for one in self._object_types(on):
                for name, meant in self._meant(sets, one).items():
                    gathered.setdefault(name, {}).setdefault(self._sense(meant), meant)
            found = self._known[key] = {name: tuple(senses.values()) for name, senses in gathered.items()}
        return found

    def _sense(self, meant: Meant) -> Hashable:
        """What makes two meanings cost differently."""
        price = look_up(self._weights.whole, meant.on.name, meant.nodes[0].name.value)
        return tuple(id(node) for node in meant.nodes), get_named_type(meant.declared.type).name, price

    def _meant(self, sets: Iterable[SelectionSetNode], on: GraphQLObjectType) -> dict[str, Meant]:
        nodes: dict[str, list[FieldNode]] = {}
        waiting = list(sets)
        while waiting:
            for node in waiting.pop().selections:
                if isinstance(node, FieldNode):
                    if node.selection_set is not None:
                        name = node.alias.value if node.alias is not None else node.name.value
                        nodes.setdefault(name, []).append(node)
                    continue
                holder: Any = (
                    self._fragments[node.name.value] if isinstance(node, FragmentSpreadNode) else node
                )
                if holder.type_condition is None or self._applies(holder.type_condition.name.value, on):
                    waiting.append(holder.selection_set)
        return {
            name: Meant(on, on.fields[some[0].name.value], tuple(some))
            for name, some in nodes.items()
            if some[0].name.value in on.fields
        }

    def _object_types(self, on: GraphQLNamedType) -> Iterable[GraphQLObjectType]:
        if is_object_type(on):
            return (on,)
        return self._schema.get_possible_types(on) if is_abstract_type(on) else ()

    def _applies(self, condition: str, on: GraphQLObjectType) -> bool:
        if condition == on.name:
            return True
        named = self._schema.get_type(condition)
        return is_abstract_type(named) and self._schema.is_sub_type(named, on)


def _objects(value: Any) -> Iterable[Mapping[str, Any]]:
    if isinstance(value, dict):
        yield value
    elif isinstance(value, list):
        for one in value:
            yield from _objects(one)
