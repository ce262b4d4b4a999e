"""Points of an operation: compiled once from its document, evaluated with the variables of each request.

Compiling looks at every selection set once for each object type it may be applied to, so the work grows with the
length of the document, whatever its fragments do. It yields sums of terms; those that no variable touches are folded to
a number. Evaluating walks what is left, each sum once. Figures stop growing at `SATURATED`. Nothing is merged: a field
selected twice counts twice. What validation would refuse (unknown names, cycles) costs nothing here.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from heapq import nlargest
from typing import Any, NamedTuple

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

from auth.errors import QueryTooCostly
from schema.engine.weights import Weights, look_up

SATURATED = 1_000_000_000
DEAREST = 3
# The guard lets no document with longer paths pass; here they only must not break anything.
DEEPEST_PATH = 64

Variables = Mapping[str, Any]
Path = tuple[str, ...]
Shares = dict[Path, int]


class Points(NamedTuple):
    """What a selection costs: once, and in a connection for each of its rows."""

    once: int = 0
    per_row: int = 0


class Condition(NamedTuple):
    """`@include` or `@skip` with a variable: the selection counts unless the variable is the opposite of `wanted`."""

    variable: str
    wanted: bool


@dataclass(frozen=True, slots=True)
class Size:
    """How many items: the largest of a literal figure and the variables; `fallback` where none of them is given."""

    literal: int | None = None
    variables: tuple[tuple[str, int | None], ...] = ()
    fallback: int = 1

    def of(self, variables: Variables) -> int:
        """The size with these variables; never below nought."""
        found = [] if self.literal is None else [self.literal]
        for name, default in self.variables:
            one = counted(variables[name]) if name in variables else default
            if one is not None:
                found.append(one)
        return min(max(0, *found), SATURATED) if found else self.fallback


ONE = Size(1)


@dataclass(frozen=True, slots=True, eq=False)
class Term:
    """One selection. A fragment has no name and hands on the points of its sum; a field has its sum for each type."""

    name: str
    inner: "tuple[Sum, ...]"
    conditions: tuple[Condition, ...] = ()
    own: int = 0
    size: Size = ONE
    is_page: bool = False
    is_row: bool = False

    @property
    def is_fixed(self) -> bool:
        """Whether no variable changes it."""
        return not (self.conditions or self.size.variables) and all(
            one.fixed is not None for one in self.inner
        )

    def counts(self, variables: Variables) -> bool:
        """Whether it is selected; a variable that is no boolean is refused later and counts."""
        return all(variables.get(one.variable) is not (not one.wanted) for one in self.conditions)


@dataclass(slots=True, eq=False)
class Sum:
    """A selection set on one object type; `fixed` is its figure where no variable changes it."""

    terms: tuple[Term, ...]
    fixed: Points | None = None


NOTHING = Sum((), Points())
BEYOND = Sum((), Points(SATURATED, SATURATED))


@dataclass
class Evaluation:
    """One evaluation with one set of variables; every sum is evaluated once."""

    variables: Variables
    known: dict[int, Points] = field(default_factory=dict)
    shares_known: dict[int, tuple[Shares, Shares]] = field(default_factory=dict)

    def points(self, of: Sum) -> Points:
        """The points of a selection set."""
        if of.fixed is not None:
            return of.fixed
        found = self.known.get(id(of))
        if found is None:
            once = per_row = 0
            for term in of.terms:
                one = self._term(term)
                once, per_row = once + one.once, per_row + one.per_row
            found = self.known[id(of)] = Points(min(once, SATURATED), min(per_row, SATURATED))
        return found

    def shares(self, of: Sum) -> tuple[Shares, Shares]:
        """The dearest paths of a selection set: counted once, and for each row."""
        found = self.shares_known.get(id(of))
        if found is None:
            once: Shares = {}
            per_row: Shares = {}
            for term in of.terms:
                if term.counts(self.variables):
                    self._share(term, once, per_row)
            found = self.shares_known[id(of)] = _dearest(once), _dearest(per_row)
        return found

    def _term(self, term: Term) -> Points:
        if not term.counts(self.variables):
            return Points()
        if not term.name:
            return self.points(term.inner[0])
        size = term.size.of(self.variables)
        if term.is_page:
            inner = self.points(term.inner[0])
            figure = term.own + inner.once + size * inner.per_row
        else:
            most = max((self.points(one).once for one in term.inner), default=0)
            figure = size * (term.own + most)
        figure = min(figure, SATURATED)
        return Points(0, figure) if term.is_row else Points(figure, 0)

    def _share(self, term: Term, once: Shares, per_row: Shares) -> None:
        dearest = max(term.inner, key=lambda one: self.points(one).once, default=NOTHING)
        inner_once, inner_rows = self.shares(dearest)
        if not term.name:
            _add(once, inner_once, (), 1)
            _add(per_row, inner_rows, (), 1)
            return
        size = term.size.of(self.variables)
        target = per_row if term.is_row else once
        if term.is_page:
            _add(target, {(): term.own} | inner_once, (term.name,), 1)
            _add(target, inner_rows, (term.name,), size)
        else:
            _add(target, {(): term.own} | inner_once, (term.name,), size)


class CostFunction:
    """The cost of one operation, waiting for variables. `visited` says how many selections compiling looked at."""

    def __init__(self, root: Sum, defaults: Variables, limit: int, visited: int) -> None:
        self.limit = limit
        self.visited = visited
        self._root = root
        self._defaults = defaults

    def points(self, variables: Variables) -> int:
        """This function will tell what the operation costs with these variables."""
        return self._evaluation(variables).points(self._root).once

    def dearest(self, variables: Variables) -> list[dict[str, Any]]:
        """This function will tell where most of the points go: at most three paths, the dearest first."""
        shares, _ = self._evaluation(variables).shares(self._root)
        ranked = sorted(shares.items(), key=lambda share: (-share[1], share[0]))
        return [{"path": ".".join(path), "points": points} for path, points in ranked]

    def check(self, variables: Variables) -> int:
        """This function will tell what the operation costs. Raises: QUERY_TOO_COSTLY above the limit."""
        cost = self.points(variables)
        if cost > self.limit:
            raise QueryTooCostly(rule="points", cost=cost, limit=self.limit, dearest=self.dearest(variables))
        return cost

    def _evaluation(self, variables: Variables) -> Evaluation:
        return Evaluation({**self._defaults, **variables} if self._defaults else variables)


def compile_cost(
    schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode, weights: Weights
) -> CostFunction:
    """This function will make the cost function of an operation. The document has passed the guard."""
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


def counted(value: Any) -> int | None:
    """A page size, or the length of a list, as a variable may give it; one for what coercion makes a list or refuses."""
    if value is None:
        return None
    if isinstance(value, list):
        return len(value)
    # Numbers like 50.0 are integers to GraphQL.
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return int(max(-1, min(value, SATURATED))) if is_number else 1


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


def _add(target: Shares, shares: Shares, above: Path, times: int) -> None:
    for path, points in shares.items():
        whole = above + path
        target[whole] = min(target.get(whole, 0) + points * times, SATURATED)


def _dearest(shares: Shares) -> Shares:
    return dict(
        nlargest(DEAREST, ((path, one) for path, one in shares.items() if one), key=lambda one: one[1])
    )
