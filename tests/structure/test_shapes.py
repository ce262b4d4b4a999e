"""Every input says what it may hold, and one place says how much."""

import re
from collections.abc import Iterator

import pytest
import strawberry
from graphql import GraphQLInputObjectType, is_non_null_type

from auth.texts.errors import BY_RULE
from schema.build import schema, sdl
from schema.scalars import SCALARS
from schema.shapes.checking import GivenInput, Undeclared, check_shapes, declared
from schema.shapes.kinds import Id

CORE = schema._schema


def inputs() -> Iterator[tuple[str, GivenInput, bool]]:
    """Yield each input field and argument by its place, and whether mutations take it."""
    for shown in CORE.type_map.values():
        if shown.name.startswith("__"):
            continue
        for name, field in getattr(shown, "fields", {}).items():
            if isinstance(shown, GraphQLInputObjectType):
                yield f"{shown.name}.{name}", field, shown.name.endswith("Input")
            else:
                for argument, one in field.args.items():
                    yield f"{shown.name}.{name}({argument}:)", one, False


def refusal_of(query: type) -> str:
    """Return why a schema with this query is refused."""
    built = strawberry.Schema(query, scalar_overrides=dict(SCALARS))
    with pytest.raises(Undeclared) as caught:
        check_shapes(built._schema)
    return str(caught.value)


def test_an_argument_that_declares_nothing_is_refused() -> None:
    @strawberry.type
    class Query:
        @strawberry.field
        def found(self, name: str) -> int:
            return len(name)

    assert refusal_of(Query) == "Query.found(name:) declares no shape"


def test_a_list_that_declares_no_number_of_items_is_refused() -> None:
    @strawberry.type
    class Query:
        @strawberry.field
        def found(self, ids: list[Id]) -> int:
            return len(ids)

    assert refusal_of(Query) == "Query.found(ids:) declares no number of items"


def test_a_field_deep_in_an_input_is_refused() -> None:
    @strawberry.input
    class Inner:
        at: float

    @strawberry.input
    class Outer:
        inner: Inner | None = None

    @strawberry.type
    class Query:
        @strawberry.field
        def found(self, given: Outer) -> int:
            return 0

    assert refusal_of(Query) == "Inner.at declares no shape"


def test_every_rule_that_an_input_can_break_has_its_words() -> None:
    for place, given, is_changed in inputs():
        code = "INVALID" if is_changed else "BAD_REQUEST"
        for shape in declared(given):
            for rule in shape.rules if shape is not None else ():
                assert (code, rule.name) in BY_RULE, f"{place}: {rule.name} has no words as {code}"


def test_the_sdl_tells_the_shape_of_every_input_that_has_one() -> None:
    lines = sdl()
    count = 0
    for _, given, _ in inputs():
        listed, valued = declared(given)
        count += (valued is not None) + sum(len(one.rules) for one in (listed, valued) if one is not None)
        count += valued is not None and valued.is_text and is_non_null_type(given.type)
    assert len(re.findall(r"(?<!directive )@shape\(", lines)) == count


def test_descriptions_name_no_other_limit_than_the_shape() -> None:
    for place, given, _ in inputs():
        _, valued = declared(given)
        for figure in re.findall(r"at most (\d[\d ]*) characters", given.description or ""):
            limits = {rule.facts.get("limit") for rule in valued.rules} if valued else set()
            assert int(figure.replace(" ", "")) in limits, f"{place} says {figure}, and the shape {limits}"
