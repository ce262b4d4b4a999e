"""From a document to the cost function of one operation.

Every selection set is looked at once for each object type it may be applied to, so the work grows with the length of
the document, whatever its fragments do. Nothing is merged: a field selected twice counts twice. What validation would
refuse (unknown names, cycles) costs nothing here.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from graphql import (
    ArgumentNode,
    BooleanValueNode,
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLAbstractType,
    GraphQLArgument,
    GraphQLField,
    GraphQLList,
    GraphQLObjectType,
    GraphQLSchema,
    InlineFragmentNode,
    ListValueNode,
    ObjectValueNode,
    OperationDefinitionNode,
    OperationType,
    SelectionNode,
    SelectionSetNode,
    ValueNode,
    VariableNode,
    get_named_type,
    get_nullable_type,
    is_abstract_type,
    is_object_type,
    value_from_ast_untyped,
)

from schema.engine.cost import (
    NOTHING,
    ONE,
    SATURATED,
    Condition,
    CostFunction,
    Evaluation,
    Points,
    Size,
    Sum,
    Term,
    counted,
)
from schema.engine.weights import Weights, look_up

# The guard lets no document with longer paths pass; here they only must not break anything.
DEEPEST_PATH = 64
BEYOND = Sum((), Points(SATURATED, SATURATED))


def compile_cost(
    schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode, weights: Weights
) -> CostFunction:
    """Make the cost function of an operation. The document has passed the guard."""
    compiling = _Compiling(schema, weights, document)
    root = schema.get_root_type(operation.operation)
    compiling.is_mutation = operation.operation is OperationType.MUTATION
    total = compiling.sum(operation.selection_set, root, is_paid=False) if root is not None else NOTHING
    defaults = {
        one.variable.name.value: value_from_ast_untyped(one.default_value)
        for one in operation.variable_definitions or ()
        if one.default_value is not None
    }
    return CostFunction(total, defaults, weights.limit, compiling.visited)


class _Compiling:
    def __init__(self, schema: GraphQLSchema, weights: Weights, document: DocumentNode) -> None:
        self.visited = 0
        self._level = 0
        self.is_mutation = False
        self._schema = schema
        self._weights = weights
        self._fragments = {
            one.name.value: one for one in document.definitions if isinstance(one, FragmentDefinitionNode)
        }
        self._known: dict[tuple[int, str, bool], Sum] = {}

    def sum(self, selections: SelectionSetNode, on: GraphQLObjectType, *, is_paid: bool) -> Sum:
        """The sum of a selection set on a type; `is_paid` where it stands beneath a field with one price for all."""
        if self._level >= DEEPEST_PATH:
            return BEYOND
        key = (id(selections), on.name, is_paid)
        if key not in self._known:
            # Found again inside itself it is a cycle, which validation refuses.
            self._known[key] = NOTHING
            self._level += 1
            self._known[key] = self._sum(selections.selections, on, is_paid=is_paid)
            self._level -= 1
        return self._known[key]

    def _sum(self, nodes: Iterable[SelectionNode], on: GraphQLObjectType, *, is_paid: bool) -> Sum:
        terms = []
        for node in nodes:
            self.visited += 1
            conditions = _conditions(node)
            term = None if conditions is None else self._term(node, on, conditions, is_paid=is_paid)
            if term is not None:
                terms.append(term)
        found = Sum(tuple(terms))
        if all(one.is_fixed for one in terms):
            found.fixed = Evaluation({}).points(found)
        return found

    def _term(
        self, node: SelectionNode, on: GraphQLObjectType, conditions: tuple[Condition, ...], *, is_paid: bool
    ) -> Term | None:
        if isinstance(node, FieldNode):
            declared = on.fields.get(node.name.value)
            if declared is None or node.selection_set is None:
                return None
            return self._field(node, node.selection_set, on, declared, conditions, is_paid=is_paid)
        holder = self._fragments.get(node.name.value) if isinstance(node, FragmentSpreadNode) else node
        if not isinstance(holder, FragmentDefinitionNode | InlineFragmentNode):
            return None
        if holder.type_condition is not None and not self._applies(holder.type_condition.name.value, on):
            return None
        return Term("", (self.sum(holder.selection_set, on, is_paid=is_paid),), conditions)

    def _field(
        self,
        node: FieldNode,
        selections: SelectionSetNode,
        on: GraphQLObjectType,
        declared: GraphQLField,
        conditions: tuple[Condition, ...],
        *,
        is_paid: bool,
    ) -> Term:
        name, shown = node.name.value, get_named_type(declared.type)
        is_paid = is_paid and node.alias is None
        is_page = shown.name.endswith("Connection")
        price = look_up(self._weights.whole, on.name, name)
        is_priced = price is not None and not is_paid
        if is_paid or is_page or shown.name.endswith("Edge"):
            own = 0
        elif price is not None:
            own = price
        elif self.is_mutation and on is self._schema.mutation_type:
            own = self._weights.mutation
        else:
            own = 1
        is_row = on.name.endswith("Connection") and name in self._weights.page_rows
        inner = tuple(
            self.sum(selections, one, is_paid=is_paid or is_priced) for one in self._object_types(shown)
        )
        return Term(
            name=node.alias.value if node.alias is not None else name,
            inner=_without_repeats(inner),
            conditions=conditions,
            own=own,
            size=ONE if is_priced or is_row else self._size(node, on, declared, is_page=is_page),
            is_page=is_page,
            is_row=is_row,
        )

    def _size(self, node: FieldNode, on: GraphQLObjectType, declared: GraphQLField, *, is_page: bool) -> Size:
        weights, name = self._weights, node.name.value
        if is_page:
            return _size(node.arguments or (), weights.page_sizes, declared, fallback=1)
        listed = weights.done_for_each.get(f"{on.name}.{name}")
        if listed is not None:
            return _items(node.arguments or (), *listed)
        if not isinstance(get_nullable_type(declared.type), GraphQLList):
            return ONE
        assumed = look_up(weights.assumed, on.name, name)
        assumed = weights.undeclared if assumed is None else assumed
        argument = weights.sized_by.get(f"{on.name}.{name}")
        if argument is None:
            return Size(assumed)
        return _size(node.arguments or (), (argument,), declared, fallback=assumed)

    def _object_types(self, shown: Any) -> Iterator[GraphQLObjectType]:
        if is_object_type(shown):
            yield shown
        elif is_abstract_type(shown):
            yield from self._schema.get_possible_types(shown)

    def _applies(self, condition: str, on: GraphQLObjectType) -> bool:
        if condition == on.name:
            return True
        named: GraphQLAbstractType | Any = self._schema.get_type(condition)
        return is_abstract_type(named) and self._schema.is_sub_type(named, on)


def _size(
    given: Iterable[ArgumentNode], names: tuple[str, ...], declared: GraphQLField, *, fallback: int
) -> Size:
    """The largest of the arguments of these names, with the defaults of those that are absent."""
    values = {one.name.value: one.value for one in given}
    literals: list[int] = []
    variables: list[tuple[str, int | None]] = []
    for name in names:
        otherwise = _default(declared.args.get(name))
        value = values.get(name)
        if isinstance(value, VariableNode):
            variables.append((value.name.value, otherwise))
            continue
        found = otherwise if value is None else counted(value_from_ast_untyped(value))
        if found is not None:
            literals.append(found)
    return Size(max(literals, default=None), tuple(variables), fallback)


def _items(given: Iterable[ArgumentNode], name: str, key: str) -> Size:
    """The number of items of a list that stands under a key of an argument."""
    value = next((one.value for one in given if one.name.value == name), None)
    if isinstance(value, VariableNode):
        return Size(variables=((value.name.value, None),), key=key)
    fields = value.fields if isinstance(value, ObjectValueNode) else ()
    items = next((one.value for one in fields if one.name.value == key), None)
    if isinstance(items, VariableNode):
        return Size(variables=((items.name.value, None),))
    return Size(len(items.values) if isinstance(items, ListValueNode) else 1)


def _default(argument: GraphQLArgument | None) -> int | None:
    """The size that an argument has where it is absent; None for no default."""
    if argument is None:
        return None
    # A schema read from text keeps its defaults as it found them.
    literal = argument.default.literal if argument.default is not None else None
    value = value_from_ast_untyped(literal) if isinstance(literal, ValueNode) else argument.default_value
    return counted(value) if isinstance(value, int | list) else None


def _conditions(node: SelectionNode) -> tuple[Condition, ...] | None:
    """What `@skip` and `@include` ask of variables; None for what is never selected."""
    found = []
    for directive in node.directives or ():
        if directive.name.value not in {"skip", "include"}:
            continue
        wanted = directive.name.value == "include"
        for argument in directive.arguments or ():
            if isinstance(argument.value, VariableNode):
                found.append(Condition(argument.value.name.value, wanted))
            elif isinstance(argument.value, BooleanValueNode) and argument.value.value is not wanted:
                return None
    return tuple(found)


def _without_repeats(sums: tuple[Sum, ...]) -> tuple[Sum, ...]:
    """Of several types that cost a fixed figure only the dearest can matter."""
    if len(sums) < 2:
        return sums
    fixed = [one for one in sums if one.fixed is not None]
    dearest = max(fixed, key=lambda one: one.fixed or Points(), default=None)
    return tuple(one for one in sums if one.fixed is None or one is dearest)
