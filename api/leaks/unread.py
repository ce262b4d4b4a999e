"""Which fields the check would not read: those that no selection holds, and texts of which nobody said who may read them."""

from collections.abc import Iterator
from functools import cache

from graphql import (
    FieldNode,
    FragmentSpreadNode,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLScalarType,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
    get_named_type,
    parse,
)

from api.leaks.selection import CORE, OFFERED, is_node, mutation_fields, pieces, query_fields, reached
from api.leaks.texts import CODES, WITHOUT_ID, WORDS
from api.leaks.truth import RESTRICTED, STORED_TYPES
from documents.kernel.names import camel

TEXTS = frozenset({"String", "JSON"})
HISTORY = "HistoryConnection"
OF_PAGES = ("Connection", "Edge", "PageInfo")
OF_PAYLOADS = "Payload"


def unread() -> Iterator[tuple[str, str]]:
    """List the fields that are never asked for, the texts without a line in `texts.py`, and types without a reason."""
    for type_name, name in sorted(_there() - _selected()):
        yield (
            f"{type_name}.{name}",
            "поле не спрашивается ни одной дверью: опишите в ALSO_ASKED (api/leaks/selection.py)",
        )
    for type_name in STORED_TYPES.keys() & CORE.type_map.keys():
        there = set(_texts_of(CORE.type_map[type_name]))
        known = {*WORDS.get(type_name, ()), *CODES.get(type_name, ())}
        withheld = {camel(one) for one in RESTRICTED.get(STORED_TYPES[type_name].resource, ())}
        for path in sorted(there - known):
            if not any(path == one or path.startswith(f"{one}.") for one in withheld):
                yield (
                    f"{type_name}.{path}",
                    "новый текст: добавьте строку в WORDS или CODES (api/leaks/texts.py)",
                )
        for path in sorted(known - there):
            yield f"{type_name}.{path}", "такого текста больше нет: уберите строку (api/leaks/texts.py)"
    loose = {name for name in _all_reached() if _stands_alone(name)}
    for name in sorted(loose - WITHOUT_ID.keys()):
        yield name, "объекты без id: скажите в WITHOUT_ID (api/leaks/texts.py), чем они проверены"
    for name in sorted(WITHOUT_ID.keys() - loose):
        yield name, "такого типа больше нет: уберите строку из WITHOUT_ID (api/leaks/texts.py)"


def _all_reached() -> set[str]:
    fields = [*query_fields().values(), *mutation_fields().values()]
    return {one.name for one in reached(fields) if isinstance(one, GraphQLObjectType)}


def _stands_alone(name: str) -> bool:
    """Whether it is neither an object with an id, nor a part of one, nor what carries pages and payloads."""
    return not (is_node(CORE.type_map[name]) or name in _parts() or name.endswith((*OF_PAGES, OF_PAYLOADS)))


@cache
def _parts() -> frozenset[str]:
    """The types that stand below objects with an id."""
    found: set[str] = {HISTORY}
    waiting: list[GraphQLNamedType] = [
        CORE.type_map[name] for name in (*STORED_TYPES, HISTORY) if name in CORE.type_map
    ]
    while waiting:
        one = waiting.pop()
        for field in one.fields.values() if isinstance(one, GraphQLObjectType) else ():
            inner = get_named_type(field.type)
            if isinstance(inner, GraphQLObjectType) and not is_node(inner) and inner.name not in found:
                found.add(inner.name)
                waiting.append(inner)
    return frozenset(found)


def _texts_of(shown: GraphQLNamedType, above: tuple[str, ...] = ()) -> Iterator[str]:
    """The paths of all texts of a type, through its parts; histories and offers are the same for all types."""
    assert isinstance(shown, GraphQLObjectType)
    for name, field in shown.fields.items():
        inner = get_named_type(field.type)
        if isinstance(inner, GraphQLScalarType) and inner.name in TEXTS:
            yield ".".join((*above, name))
        elif (
            isinstance(inner, GraphQLObjectType)
            and not is_node(inner)
            and inner.name not in (HISTORY, OFFERED)
        ):
            yield from _texts_of(inner, (*above, name))


def _there() -> set[tuple[str, str]]:
    """Every field of every type that queries reach; pages are asked for by the lists."""
    return {
        (one.name, name)
        for one in reached(query_fields().values())
        if isinstance(one, GraphQLObjectType) and not one.name.endswith(OF_PAGES)
        for name in one.fields
    }


@cache
def _selected() -> frozenset[tuple[str, str]]:
    """Every field that the selections of the doors hold."""
    shown = {one.name: one for one in reached(query_fields().values()) if isinstance(one, GraphQLObjectType)}
    asked = [one for one in shown.values() if is_node(one) or _stands_alone(one.name)]
    found: set[tuple[str, str]] = set()
    for one in asked:
        for piece in pieces(one.name):
            operation = parse(f"{{ {piece} }}").definitions[0]
            assert isinstance(operation, OperationDefinitionNode)
            found.update(_of(operation.selection_set, one))
    return frozenset(found)


def _of(selections: SelectionSetNode, shown: GraphQLNamedType) -> Iterator[tuple[str, str]]:
    for one in selections.selections:
        assert not isinstance(one, FragmentSpreadNode)
        if isinstance(one, InlineFragmentNode):
            inner = CORE.type_map[one.type_condition.name.value] if one.type_condition else shown
            yield from _of(one.selection_set, inner)
        elif isinstance(one, FieldNode) and isinstance(shown, GraphQLObjectType | GraphQLInterfaceType):
            name = one.name.value
            if name in shown.fields:
                yield shown.name, name
                if one.selection_set is not None:
                    yield from _of(one.selection_set, get_named_type(shown.fields[name].type))
