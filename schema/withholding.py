"""What the policy withholds, told by the types: such a field is nullable, and its type names what is hidden on a row."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from graphql import GraphQLInterfaceType, GraphQLNamedType, GraphQLNonNull, GraphQLObjectType, get_named_type
from strawberry.annotation import StrawberryAnnotation
from strawberry.types.field import StrawberryField

from auth.policy.table import WITHHELD
from documents.aggregates import OBJECT_TYPES
from documents.kernel.names import camel
from schema.nodes import Node

HIDDEN = "Paths of the fields of this object that are withheld from you."

Shown = GraphQLObjectType | GraphQLInterfaceType


def types_withholding(resource: str) -> tuple[str, ...]:
    """Return the names of the types that show the objects of a resource."""
    return tuple(name for name, one in OBJECT_TYPES.items() if one.resource.name == resource)


def name_what_is_hidden(nodes: Iterable[type[Node]]) -> None:
    """Give each type whose rows withhold something `hiddenFields`, where it has none; twice is as once."""
    for node in nodes:
        fields: list[StrawberryField] = vars(node)["__strawberry_definition__"].fields
        has_it = any(field.python_name == "hidden_fields" for field in fields)
        if has_it or OBJECT_TYPES[node.__name__].resource.name not in WITHHELD:
            continue
        shown = StrawberryAnnotation(list[str])
        fields.append(StrawberryField("hidden_fields", None, shown, origin=node, description=HIDDEN))


def let_withheld_be_null(types: Mapping[str, GraphQLNamedType]) -> None:
    """Make every field nullable that the policy withholds. Raises: ValueError for a path that no type has."""
    for resource, fields in WITHHELD.items():
        for one in fields:
            path = camel(one.path).split(".")
            found = [
                place for name in types_withholding(resource) for place in _places(types.get(name), path)
            ]
            if not found:
                raise ValueError(f"{resource}.{one.path} is withheld, yet no type shows it")
            for place in found:
                place.type = place.type.of_type if isinstance(place.type, GraphQLNonNull) else place.type


def _places(shown: Any, path: list[str]) -> Iterator[Any]:
    """The fields at a path of a type: its own, and those of the interfaces that promise it."""
    name, *inner = path
    if not isinstance(shown, Shown) or name not in shown.fields:
        return
    if inner:
        yield from _places(get_named_type(shown.fields[name].type), inner)
        return
    yield from (one.fields[name] for one in (shown, *shown.interfaces) if name in one.fields)
