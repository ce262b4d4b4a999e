"""Selections made from the schema: every field of a type and of what hangs on it, so that a new field is asked as well."""

from functools import cache

from graphql import (
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLNonNull,
    GraphQLObjectType,
    get_named_type,
    is_leaf_type,
)

from schema.build import schema

CORE = schema._schema
DEEPEST = 7
PLAIN = ("id", "hiddenFields", "__typename")
"""Fields that every type spells alike: they keep their names, all others of a fragment get the type's."""


@cache
def everything(type_name: str, *, deep: bool = True) -> str:
    """A selection set of all that a type shows; for an interface, of each type behind it.

    Not `deep`: without histories and without the objects that hang on it, which other doors show.
    """
    return _set(CORE.type_map[type_name], (), deep=deep)


def type_names(field: GraphQLField) -> tuple[str, ...]:
    """The types of the objects that a root field shows: through a connection its nodes, through an interface all of it."""
    shown = get_named_type(field.type)
    if isinstance(shown, GraphQLObjectType) and shown.name.endswith("Connection"):
        shown = get_named_type(shown.fields["nodes"].type)
    return tuple(one.name for one in possible(shown))


def possible(shown: GraphQLNamedType) -> tuple[GraphQLObjectType, ...]:
    """The object types behind a type."""
    if isinstance(shown, GraphQLInterfaceType):
        return tuple(sorted(CORE.get_possible_types(shown), key=lambda one: one.name))
    return (shown,) if isinstance(shown, GraphQLObjectType) else ()


def _set(shown: GraphQLNamedType, above: tuple[str, ...], *, deep: bool) -> str:
    if isinstance(shown, GraphQLInterfaceType):
        parts = [
            f"... on {one.name} {{ {_fields(one, above, f'{one.name}_', deep=deep)} }}"
            for one in possible(shown)
        ]
        return f"{{ __typename {' '.join(parts)} }}"
    assert isinstance(shown, GraphQLObjectType)
    return f"{{ __typename {_fields(shown, above, '', deep=deep)} }}"


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
    if any(isinstance(one.type, GraphQLNonNull) and not one.has_default() for one in _arguments(field)):
        return None
    inner = get_named_type(field.type)
    if is_leaf_type(inner):
        return name
    path = (*above, shown.name)
    if name == "edges":
        return "edges { cursor }"
    if inner.name in path or len(path) > DEEPEST or (not above and not deep and _hangs_on(inner)):
        return None
    # The history of an object that hangs on another is asked where that object is shown itself.
    is_further_history = inner.name == "HistoryConnection" and bool(above)
    return None if is_further_history else f"{name} {_set(inner, path, deep=deep)}"


def _hangs_on(shown: GraphQLNamedType) -> bool:
    """Whether it is an object of its own, or a history: what a selection that is not deep leaves out."""
    return shown.name == "HistoryConnection" or _is_node(shown)


def _is_node(shown: GraphQLNamedType) -> bool:
    return isinstance(shown, GraphQLObjectType) and any(one.name == "Node" for one in shown.interfaces)


class _Argument:
    """An argument of a field, and whether it may be left out."""

    def __init__(self, type_: object, default: object) -> None:
        self.type = type_
        self.default = default

    def has_default(self) -> bool:
        """Whether there is a value where none is given."""
        return repr(self.default) != "Undefined"


def _arguments(field: GraphQLField) -> list[_Argument]:
    return [_Argument(one.type, one.default_value) for one in field.args.values()]
