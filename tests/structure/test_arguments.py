"""Every argument and input field says what it means, and no table says it of what is not there."""

import pytest
import strawberry
from graphql import GraphQLInputObjectType

from schema.arguments import ARGUMENTS, OF_FIELDS, Undescribed, describe_arguments
from schema.build import schema, sdl
from schema.connections import MOST
from schema.shapes.kinds import Code

CORE = schema._schema
ARGUMENTS_THERE = {
    f"{shown.name}.{name}": dict(field.args)
    for shown in CORE.type_map.values()
    if not shown.name.startswith("__") and not isinstance(shown, GraphQLInputObjectType)
    for name, field in getattr(shown, "fields", {}).items()
}


def test_every_argument_is_described() -> None:
    silent = [
        f"{place}({name}:)"
        for place, given in ARGUMENTS_THERE.items()
        for name in given
        if not given[name].description
    ]
    assert silent == []


def test_every_input_field_is_described() -> None:
    inputs = [one for one in CORE.type_map.values() if isinstance(one, GraphQLInputObjectType)]
    assert [
        f"{one.name}.{name}" for one in inputs for name, field in one.fields.items() if not field.description
    ] == []


def test_an_argument_that_nobody_described_is_refused() -> None:
    @strawberry.type
    class Query:
        @strawberry.field
        def found(self, weather: Code) -> int:
            return len(weather)

    with pytest.raises(Undescribed, match=r"Query.found\(weather:\) is not described"):
        describe_arguments(strawberry.Schema(Query)._schema)


def test_no_table_describes_what_is_not_there() -> None:
    there = {name for given in ARGUMENTS_THERE.values() for name in given}
    assert set(ARGUMENTS) <= there
    assert {(place, name) for place, own in OF_FIELDS.items() for name in own} <= {
        (place, name) for place, given in ARGUMENTS_THERE.items() for name in given
    }


def test_lists_tell_their_greatest_page_and_that_one_of_two_sizes_is_needed() -> None:
    pages = [given for given in ARGUMENTS_THERE.values() if {"first", "last"} <= set(given)]
    assert len(pages) > 15
    for given in pages:
        for name in ("first", "last"):
            assert str(MOST) in given[name].description
            assert "Either `first` or `last` must be given" in given[name].description


def test_the_sdl_tells_it() -> None:
    assert (
        f"How many rows from the beginning, 0 to {MOST}. Either `first` or `last` must be given, not both."
        in sdl()
    )
