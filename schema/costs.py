"""What our fields cost, for the engine: prices of their own, and how long plain lists are taken to be, by folder."""

from collections.abc import Mapping

import strawberry
from graphql import (
    GraphQLField,
    GraphQLList,
    GraphQLNamedType,
    get_named_type,
    get_nullable_type,
    is_composite_type,
)
from strawberry.schema_directive import Location

from schema.engine.weights import Weights, look_up
from schema.graphs import GRAPHS, joined

PRICES = joined(graph.prices for graph in GRAPHS)
"""Fields that cost this much with all that stands beneath."""

SIZES = joined(graph.sizes for graph in GRAPHS)
"""Plain lists of objects, by field, on whatever type: the same name, the same size."""

DONE_FOR_EACH = {f"Mutation.{name}": ("input", "items") for graph in GRAPHS for name in graph.done_for_each}
"""Mutations of several objects cost as often as there are items."""

WEIGHTS = Weights(whole=PRICES, assumed=SIZES, sized_by={"Query.nodes": "ids"}, done_for_each=DONE_FOR_EACH)


@strawberry.schema_directive(
    locations=[Location.FIELD_DEFINITION],
    name="listSize",
    description="How many items the computation of cost assumes for this list.",
)
class ListSize:
    """Printed into the SDL at every plain list of objects."""

    assumed: int


def is_plain_list(shown: GraphQLNamedType, name: str, field: GraphQLField) -> bool:
    """Return whether a field is a list of objects whose length no argument and no connection says."""
    return (
        isinstance(get_nullable_type(field.type), GraphQLList)
        and is_composite_type(get_named_type(field.type))
        and not shown.name.endswith("Connection")
        and f"{shown.name}.{name}" not in WEIGHTS.sized_by
    )


def print_sizes(types: Mapping[str, GraphQLNamedType]) -> None:
    """Put the assumed sizes where the SDL is printed from; saying it twice changes nothing."""
    for shown in types.values():
        for name, field in getattr(shown, "fields", {}).items():
            size = look_up(SIZES, shown.name, name)
            if size is None or not is_plain_list(shown, name, field):
                continue
            definition = field.extensions["strawberry-definition"]
            kept = [one for one in definition.directives if not isinstance(one, ListSize)]
            definition.directives = [*kept, ListSize(assumed=size)]
