"""The first stop for a document, before validation: how large, deep and wide it is, in time linear in its length.

Every fragment is measured once and its figures are added where it is spread; figures stop growing at `SATURATED`, so
that fragments which double each other cost nothing. Cycles end where they are met again: validation refuses them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import NamedTuple

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    ListValueNode,
    ObjectValueNode,
    OperationDefinitionNode,
    SelectionNode,
    SelectionSetNode,
    ValueNode,
)

SATURATED = 1_000_000
# Selections nested in each other, fragments counted: beyond this nothing can be under the limit of depth.
DEEPEST_PATH = 64
# Fields of the introspection types that answer lists; `ofType` chains and names are no lists.
INTROSPECTION_LISTS = frozenset(
    {"types", "fields", "args", "inputFields", "interfaces", "enumValues", "possibleTypes", "directives"}
)


class DocumentLimit(NamedTuple):
    """A figure that no document may pass."""

    name: str
    allowed: int


TOKENS = DocumentLimit("tokens", 1_000)
DEPTH = DocumentLimit("depth", 12)
INTROSPECTION_DEPTH = DocumentLimit("introspectionDepth", 16)
INTROSPECTION_NESTING = DocumentLimit("introspectionLists", 3)
ALIASES = DocumentLimit("aliases", 200)
ROOT_FIELDS = DocumentLimit("rootFields", 10)
DIRECTIVES = DocumentLimit("directives", 100)
FIELDS = DocumentLimit("fields", 2_000)
REPEATS = DocumentLimit("repeats", 50)
VALUE_DEPTH = DocumentLimit("valueDepth", 16)


class OverLimit(Exception):
    """A document passes a limit; `found` is the figure, or a text where counting stopped."""

    def __init__(self, limit: DocumentLimit, found: int | str) -> None:
        super().__init__(f"{limit.name}: {found}")
        self.limit = limit
        self.found = found


class FieldKind(Enum):
    """What a field is, as far as the guard cares."""

    TYPENAME = "__typename"
    SCHEMA = "__schema, __type"
    OTHER = "other"


KINDS = {"__typename": FieldKind.TYPENAME, "__schema": FieldKind.SCHEMA, "__type": FieldKind.SCHEMA}


@dataclass(frozen=True, slots=True)
class Figures:
    """What a selection asks for, fragments expanded; `top` says what kinds of fields stand at its own level."""

    depth: int = 0
    lists: int = 0
    aliases: int = 0
    fields: int = 0
    directives: int = 0
    top_count: int = 0
    top: frozenset[FieldKind] = frozenset()

    @property
    def is_typename_only(self) -> bool:
        """Whether nothing but `__typename` is asked for at the top."""
        return self.top == {FieldKind.TYPENAME}

    @property
    def is_introspection_only(self) -> bool:
        """Whether nothing but the schema is asked for at the top."""
        return FieldKind.SCHEMA in self.top and FieldKind.OTHER not in self.top


@dataclass
class Measuring:
    """One measuring of a document: the fragments measured so far, and how many nodes were looked at."""

    fragments: Mapping[str, FragmentDefinitionNode]
    known: dict[str, Figures] = field(default_factory=dict)
    open: set[str] = field(default_factory=set)
    visited: int = 0
    level: int = 0

    def selection(self, selections: SelectionSetNode | None) -> Figures:
        """Return the figures of a selection set; all zero for none."""
        nodes = selections.selections if selections is not None else ()
        self._refuse_repeats(nodes)
        if self.level >= DEEPEST_PATH:
            raise OverLimit(DEPTH, self.level)
        self.level += 1
        found = _together(self._one(node) for node in nodes)
        self.level -= 1
        return found

    def fragment(self, name: str) -> Figures:
        """Return the figures of a fragment; all zero for an unknown one and inside itself."""
        if name in self.known or name in self.open or name not in self.fragments:
            return self.known.get(name, Figures())
        self.open.add(name)
        definition = self.fragments[name]
        inner = self.selection(definition.selection_set)
        self.open.discard(name)
        self.known[name] = _with_directives(inner, len(definition.directives or ()))
        return self.known[name]

    def value(self, node: ValueNode) -> None:
        """Look through the value of an argument. Raises: OverLimit where it is nested too deeply."""
        level: list[ValueNode] = [node]
        depth = 0
        while level:
            self.visited += len(level)
            if depth > VALUE_DEPTH.allowed:
                raise OverLimit(VALUE_DEPTH, depth)
            level = [inner for one in level for inner in _inside(one)]
            depth += 1

    def _one(self, node: SelectionNode) -> Figures:
        self.visited += 1
        directives = node.directives or ()
        for directive in directives:
            for argument in directive.arguments or ():
                self.value(argument.value)
        if isinstance(node, FieldNode):
            inner = self._field(node)
        elif isinstance(node, FragmentSpreadNode):
            inner = self.fragment(node.name.value)
        elif isinstance(node, InlineFragmentNode):
            inner = self.selection(node.selection_set)
        else:
            return Figures()
        return _with_directives(inner, len(directives))

    def _field(self, node: FieldNode) -> Figures:
        for argument in node.arguments or ():
            self.value(argument.value)
        inner = self.selection(node.selection_set)
        name = node.name.value
        return Figures(
            depth=_grown(inner.depth, 1),
            lists=_grown(inner.lists, int(name in INTROSPECTION_LISTS)),
            aliases=_grown(inner.aliases, int(node.alias is not None)),
            fields=_grown(inner.fields, 1),
            directives=inner.directives,
            top_count=1,
            top=frozenset({KINDS.get(name, FieldKind.OTHER)}),
        )

    def _refuse_repeats(self, nodes: Iterable[SelectionNode]) -> None:
        # Validation compares all fields of one name with each other: the one step that would not be linear.
        seen: dict[str, int] = {}
        for node in nodes:
            name = _response_name(node)
            seen[name] = seen.get(name, 0) + 1
        if seen and (most := max(seen.values())) > REPEATS.allowed:
            raise OverLimit(REPEATS, most)


def measure(document: DocumentNode, known: Mapping[str, Figures] | None = None) -> dict[str, Figures]:
    """Measure every operation of a document, by name ("" for one without), and all its fragments; of those in `known` the
    figures are taken as they were measured before.

    Raises: OverLimit for whatever passes a limit, used or not.
    """
    fragments = {
        node.name.value: node for node in document.definitions if isinstance(node, FragmentDefinitionNode)
    }
    measuring = Measuring(fragments, dict(known or {}))
    operations: dict[str, Figures] = {}
    for node in document.definitions:
        if isinstance(node, OperationDefinitionNode):
            for variable in node.variable_definitions or ():
                if variable.default_value is not None:
                    measuring.value(variable.default_value)
            found = measuring.selection(node.selection_set)
            found = _with_directives(found, len(node.directives or ()))
            operations[node.name.value if node.name else ""] = found
            _refuse(found, is_root=True)
    for name in fragments:
        _refuse(measuring.fragment(name), is_root=False)
    return operations


def is_bare(document: DocumentNode) -> bool:
    """Return whether a document asks for `__typename` and nothing else: nothing in it is looked up in the schema."""
    if len(document.definitions) != 1:
        return False
    (operation,) = document.definitions
    if not isinstance(operation, OperationDefinitionNode):
        return False
    if operation.variable_definitions or operation.directives:
        return False
    asked = operation.selection_set.selections
    return bool(asked) and all(map(_is_bare_typename, asked))


def _is_bare_typename(node: SelectionNode) -> bool:
    if not isinstance(node, FieldNode) or node.name.value != "__typename":
        return False
    return not (node.arguments or node.directives or node.selection_set)


def _refuse(found: Figures, *, is_root: bool) -> None:
    # A fragment may be part of an introspection: its own depth is held to the wider limit, its operation to its own.
    depth = DEPTH if is_root and not found.is_introspection_only else INTROSPECTION_DEPTH
    # Outside introspection these names may well be fields of ours; only what stands under `__schema` counts there.
    lists = found.lists if FieldKind.SCHEMA in found.top else 0
    figures = (
        (depth, found.depth),
        (ALIASES, found.aliases),
        (DIRECTIVES, found.directives),
        (FIELDS, found.fields),
        (ROOT_FIELDS, found.top_count if is_root else 0),
        (INTROSPECTION_NESTING, lists),
    )
    for limit, figure in figures:
        if figure > limit.allowed:
            raise OverLimit(limit, figure)


def _together(parts: Iterable[Figures]) -> Figures:
    depth = lists = aliases = fields = directives = top_count = 0
    top: set[FieldKind] = set()
    for part in parts:
        depth = max(depth, part.depth)
        lists = max(lists, part.lists)
        aliases = _grown(aliases, part.aliases)
        fields = _grown(fields, part.fields)
        directives = _grown(directives, part.directives)
        top_count = _grown(top_count, part.top_count)
        top |= part.top
    return Figures(depth, lists, aliases, fields, directives, top_count, frozenset(top))


def _with_directives(found: Figures, count: int) -> Figures:
    if not count:
        return found
    return replace(found, directives=_grown(found.directives, count))


def _grown(figure: int, by: int) -> int:
    return min(figure + by, SATURATED)


def _inside(node: ValueNode) -> Iterable[ValueNode]:
    if isinstance(node, ListValueNode):
        return node.values
    if isinstance(node, ObjectValueNode):
        return (one.value for one in node.fields)
    return ()


def _response_name(node: SelectionNode) -> str:
    if isinstance(node, FieldNode):
        return node.alias.value if node.alias else node.name.value
    return f"...{node.name.value}" if isinstance(node, FragmentSpreadNode) else "..."
