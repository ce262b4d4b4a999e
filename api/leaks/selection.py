"""Selections made from the schema: every field of a type and of what hangs on it, so that a new field is asked as well."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from graphql import (
    GraphQLEnumType,
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLUnionType,
    get_named_type,
    is_leaf_type,
    is_required_argument,
)

from schema.build import schema

CORE = schema._schema  # noqa: SLF001  # graphql-core's view of it
DEEPEST, FAR = 7, 3
"""Objects that hang on others are followed down to FAR and shown with their own values there: they have doors too."""
SHORT_HISTORY = 2
"""Entries that are asked for of each of a whole list."""
OFFERED = "AllowedAction"
PLAIN = ("id", "hiddenFields", "__typename")
"""Fields that every type spells alike: they keep their names, all others of a fragment get the type's."""

ALSO_ASKED: Mapping[str, Mapping[str, str]] = {"Person.memberships": {"on": '"2030-01-01"'}}
"""Arguments of fields below the doors, with the value that is asked for besides leaving them out: roles of another day."""


@cache
def everything(type_name: str) -> str:
    """Return a selection set of all that a type shows; for an interface, of each type behind it."""
    return _set(CORE.type_map[type_name], (), deep=True)


def type_names(field: GraphQLField) -> tuple[str, ...]:
    """Return the types of the objects that a root field shows: through a connection its nodes, through an interface all of
    it."""
    shown = get_named_type(field.type)
    if isinstance(shown, GraphQLObjectType) and shown.name.endswith("Connection"):
        shown = get_named_type(shown.fields["nodes"].type)
    return tuple(one.name for one in possible(shown))


def query_fields() -> Mapping[str, GraphQLField]:
    """Return the query fields of the schema: the doors."""
    assert CORE.query_type is not None
    found: Mapping[str, GraphQLField] = CORE.query_type.fields
    return found


def mutation_fields() -> Mapping[str, GraphQLField]:
    """Return the mutation fields of the schema."""
    assert CORE.mutation_type is not None
    found: Mapping[str, GraphQLField] = CORE.mutation_type.fields
    return found


def shown_by(door: str) -> str:
    """Return the name of the type that the objects of a query or a mutation have; of a list, that of its items."""
    field = query_fields().get(door) or mutation_fields()[door]
    return str(get_named_type(field.type).name)


def listed_by(door: str) -> str:
    """Return the name of the type of the nodes that a list shows: an interface where there are several."""
    page = get_named_type(query_fields()[door].type)
    assert isinstance(page, GraphQLObjectType)
    return str(get_named_type(page.fields["nodes"].type).name)


def values_of(enum: str) -> tuple[str, ...]:
    """Return the values of an enumeration, as the schema has them."""
    found = CORE.type_map[enum]
    assert isinstance(found, GraphQLEnumType)
    return tuple(found.values)


def in_pairs(enum: str) -> tuple[str, ...]:
    """Return the values of an enumeration, two to a text: a page each would cost more than one may ask for at once."""
    values = values_of(enum)
    return tuple(", ".join(values[at : at + 2]) for at in range(0, len(values), 2))


def is_node(shown: GraphQLNamedType) -> bool:
    """Return whether it is a type of objects with an id of their own."""
    return isinstance(shown, GraphQLObjectType) and any(one.name == "Node" for one in shown.interfaces)


def possible(shown: GraphQLNamedType) -> tuple[GraphQLObjectType, ...]:
    """Return the object types behind a type."""
    if isinstance(shown, GraphQLInterfaceType | GraphQLUnionType):
        return tuple(sorted(CORE.get_possible_types(shown), key=lambda one: one.name))
    return (shown,) if isinstance(shown, GraphQLObjectType) else ()


def reached(fields: Iterable[GraphQLField]) -> list[GraphQLNamedType]:
    """Return all types that can be reached from fields, each once."""
    found: dict[str, GraphQLNamedType] = {}
    waiting = [get_named_type(one.type) for one in fields]
    while waiting:
        one = waiting.pop()
        if one.name in found:
            continue
        found[one.name] = one
        if isinstance(one, GraphQLInterfaceType | GraphQLUnionType):
            waiting += CORE.get_possible_types(one)
        if isinstance(one, GraphQLObjectType | GraphQLInterfaceType):
            waiting += [get_named_type(field.type) for field in one.fields.values()]
    return list(found.values())


GATHERING = frozenset({"ChainQuestion", "IntakeConflict"})
"""Types that gather objects of several kinds, or hang on whatever has an id with one of them: an operation can ask for their
own values, not for all that hangs on each, with which they are looked up where they are shown themselves."""


def _set(shown: GraphQLNamedType, above: tuple[str, ...], *, deep: bool) -> str:
    if above and above[-1] in GATHERING and any(is_node(one) for one in possible(shown)):
        return _own(shown)
    if isinstance(shown, GraphQLInterfaceType | GraphQLUnionType):
        parts = [
            f"... on {one.name} {{ {_fields(one, above, f'{one.name}_', deep=deep)} }}"
            for one in possible(shown)
        ]
        return f"{{ __typename {' '.join(parts)} }}"
    assert isinstance(shown, GraphQLObjectType)
    if len(above) >= FAR and is_node(shown):
        return _own(shown)
    return f"{{ __typename {_fields(shown, above, '', deep=deep)} }}"


def _own(shown: GraphQLNamedType) -> str:
    """A selection of an object's own values, without what hangs on it."""
    assert isinstance(shown, GraphQLObjectType | GraphQLInterfaceType)
    own = [name for name, field in shown.fields.items() if is_leaf_type(get_named_type(field.type))]
    return f"{{ __typename {' '.join(own)} }}"


def _fields(shown: GraphQLObjectType, above: tuple[str, ...], prefix: str, *, deep: bool) -> str:
    asked = []
    for name, field in shown.fields.items():
        text = _field(shown, name, field, above, deep=deep)
        if text is not None:
            asked.append(text if name in PLAIN or not prefix else f"{prefix}{name}: {text}")
    return " ".join(asked)


def _field(
    shown: GraphQLObjectType, name: str, field: GraphQLField, above: tuple[str, ...], *, deep: bool
) -> str | None:
    if any(is_required_argument(one) for one in field.args.values()):
        return None
    inner = get_named_type(field.type)
    if is_leaf_type(inner):
        return name
    path = (*above, shown.name)
    if name == "edges":
        return "edges { cursor }"
    if (inner is shown and deep and not above) or _leads_back(inner, path):
        # Another of its type: who is above a body, whom somebody stands in for, with which case another has to do.
        return f"{name} {_own(inner)}"
    if (
        inner.name in path
        # The history of an object that hangs on another is asked where that object is shown itself.
        or (inner.name in (OFFERED, "HistoryConnection") and above)
        or len(path) > DEEPEST
        or (not above and not deep and _hangs_on(inner))
    ):
        return None
    text = f"{name} {_set(inner, path, deep=deep)}"
    return text if above else f"{text}{_also(shown, name)}"


def _leads_back(inner: GraphQLNamedType, path: tuple[str, ...]) -> bool:
    return isinstance(inner, GraphQLInterfaceType) and any(one.name in path for one in possible(inner))


def _also(shown: GraphQLObjectType, name: str) -> str:
    """The same field once more, with arguments, where it has some."""
    also = ALSO_ASKED.get(f"{shown.name}.{name}", {})
    given = ", ".join(f"{argument}: {value}" for argument, value in also.items())
    return f" also_{name}: {name}({given}) {{ __typename id }}" if also else ""


def _hangs_on(shown: GraphQLNamedType) -> bool:
    """Whether it is an object of its own, or a history: what a selection that is not deep leaves out."""
    return shown.name == "HistoryConnection" or is_node(shown)


TOKENS_OF_A_PIECE = 620
"""A request may hold 1 000 lexemes (contract, §4); the rest is for ten calls with their arguments."""

_LEXEME = re.compile(r"\w+|[^\s\w,]")


def lexemes(text: str) -> int:
    """Tell how many lexemes a text holds."""
    return len(_LEXEME.findall(text))


@cache
def pieces(type_name: str, *, deep: bool = True) -> tuple[str, ...]:
    """Return all that a type shows, as selections that each fit into one request; every one holds id and `hiddenFields`.

    Not `deep`: without histories, but for short ones of what has no id. For an interface or a union, the pieces of each
    type behind it; one empty piece for a plain value.
    """
    shown = CORE.type_map[type_name]
    if is_leaf_type(shown):
        return ("",)
    if isinstance(shown, GraphQLInterfaceType | GraphQLUnionType):
        return tuple(
            f"__typename ... on Node {{ id }} ... on {one.name} {{ {piece} }}"
            for one in possible(shown)
            for piece in pieces(one.name, deep=deep)
        )
    assert isinstance(shown, GraphQLObjectType)
    return _packed(
        shown, (one for name, field in shown.fields.items() for one in _parts(shown, name, field, deep=deep))
    )


@cache
def shallow_pieces(type_name: str) -> tuple[str, ...]:
    """Return what an object holds itself, without histories and without the objects that hang on it, likewise."""
    shown = CORE.type_map[type_name]
    assert isinstance(shown, GraphQLObjectType)
    fields = ((name, field) for name, field in shown.fields.items() if name not in PLAIN)
    texts = (_field(shown, name, field, (), deep=False) for name, field in fields)
    return _packed(shown, (one for one in texts if one is not None))


def _packed(shown: GraphQLObjectType, texts: Iterable[str]) -> tuple[str, ...]:
    """As many of these fields together as one request holds, each time with what tells the object."""
    core = " ".join(["__typename", *(one for one in PLAIN[:2] if one in shown.fields)])
    found, size, current = [], 0, [core]
    for text in texts:
        more = lexemes(text)
        if size + more > TOKENS_OF_A_PIECE and len(current) > 1:
            found.append(" ".join(current))
            size, current = 0, [core]
        size, current = size + more, [*current, text]
    return (*found, " ".join(current))


def _parts(shown: GraphQLObjectType, name: str, field: GraphQLField, *, deep: bool) -> list[str]:
    """A field of a piece; one that shows too much for a request, piece by piece, of an interface type by type."""
    text = None if name in PLAIN else _field(shown, name, field, (), deep=True)
    if text is None:
        return []
    inner = get_named_type(field.type)
    if not deep and inner.name == "HistoryConnection":
        # What has no id is looked up nowhere else: a short history of each, then, which a list of them can bear.
        return [] if is_node(shown) else [f"{name}(first: {SHORT_HISTORY}){text.removeprefix(name)}"]
    if lexemes(text) <= TOKENS_OF_A_PIECE:
        return [text]
    if isinstance(inner, GraphQLObjectType):
        asked = text.partition("{")[0]
        return [f"{asked}{{ {piece} }}" for piece in pieces(inner.name, deep=deep)]
    if not isinstance(inner, GraphQLInterfaceType):
        return [text]
    # Each under a name of its own: fields that are named alike and typed otherwise may not stand in one answer.
    return [
        f"{one.name}_{name}: {name} {{ __typename ... on {one.name} {{ {piece} }} }}"
        for one in possible(inner)
        for piece in _packed(one, _texts(one, (shown.name,)))
    ]


def _texts(shown: GraphQLObjectType, above: tuple[str, ...]) -> Iterator[str]:
    """The fields of an object that hangs on another, but those by which it is told."""
    for name, field in shown.fields.items():
        text = None if name in PLAIN else _field(shown, name, field, above, deep=True)
        if text is not None:
            yield text
