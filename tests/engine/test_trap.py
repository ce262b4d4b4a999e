"""A field that looks plain and is not, is never read by generated code."""

import functools
from collections.abc import Callable
from typing import Any

import pytest
import strawberry
from graphql import GraphQLError, execute, parse
from strawberry.extensions import FieldExtension
from strawberry.permission import BasePermission
from strawberry.schema.config import StrawberryConfig
from strawberry.types.field import StrawberryField

from schema.build import schema
from schema.engine.executor import StockExecutor
from schema.engine.purity import NotPlain, plain_key
from schema.engine.rows import read
from tests.engine.comparing import AtOnce

ROWS = [
    {"shown": "shown", "secret": f"secret {number}", "loud": "quiet", "own": "own"} for number in range(3)
]


class Never(BasePermission):
    message = "denied"

    def has_permission(self, source: Any, info: Any, **kwargs: Any) -> bool:
        return False


class Louder(FieldExtension):
    def resolve(self, next_: Callable[..., Any], source: Any, info: Any, **kwargs: Any) -> Any:
        return str(next_(source, info, **kwargs)).upper()


class OwnField(StrawberryField):
    def get_result(self, source: Any, info: Any, args: list[Any], kwargs: Any) -> Any:
        return "withheld"


@strawberry.type
class Planted:
    shown: str
    secret: str | None = strawberry.field(permission_classes=[Never])
    loud: str = strawberry.field(extensions=[Louder()])
    own: str = OwnField(python_name="own", type_annotation=None)  # type: ignore[assignment]


@strawberry.type
class Query:
    @strawberry.field(graphql_type=list[Planted])
    def rows(self) -> Any:
        return ROWS

    @strawberry.field(graphql_type=Planted)
    def row(self) -> Any:
        return ROWS[0]


PLANTED = strawberry.Schema(query=Query, config=StrawberryConfig(default_resolver=read))._schema
FIELDS = PLANTED.type_map["Planted"].fields  # type: ignore[attr-defined]
ALL = parse("{ rows { shown secret loud own } row { shown secret loud own } }")


def test_the_mark_of_strawberry_is_no_sign_of_a_plain_field() -> None:
    # Where this fails, Strawberry marks protected fields at last: the trap is gone, the test of it may go.
    assert FIELDS["secret"].resolve._is_default
    assert FIELDS["loud"].resolve._is_default


def test_a_plain_field_is_known_as_one() -> None:
    assert plain_key(FIELDS["shown"]) == "shown"


@pytest.mark.parametrize("name", ["secret", "loud", "own"])
def test_a_field_that_does_more_is_not_plain(name: str) -> None:
    with pytest.raises(NotPlain, match="resolver"):
        plain_key(FIELDS[name])


def test_a_wrapped_resolver_is_not_plain() -> None:
    built = strawberry.Schema(query=Query, config=StrawberryConfig(default_resolver=read))._schema
    field = built.type_map["Planted"].fields["shown"]  # type: ignore[attr-defined]
    stock = field.resolve
    field.resolve = functools.wraps(stock)(lambda source, info: stock(source, info) and "other")
    assert field.resolve.__qualname__ == stock.__qualname__
    with pytest.raises(NotPlain, match="resolver"):
        plain_key(field)


def test_another_default_resolver_is_not_plain() -> None:
    built = strawberry.Schema(query=OtherQuery, config=StrawberryConfig(default_resolver=getattr))._schema
    with pytest.raises(NotPlain, match="default resolver"):
        plain_key(built.type_map["Other"].fields["shown"])  # type: ignore[attr-defined]


@strawberry.type
class Other:
    shown: str


@strawberry.type
class OtherQuery:
    @strawberry.field
    def other(self) -> Other:
        return Other(shown="shown")


@pytest.mark.parametrize("executor", [StockExecutor, AtOnce])
def test_a_protected_value_never_leaves(executor: Any) -> None:
    for _ in range(3):
        result = execute(PLANTED, ALL, executor_class=executor)
        assert not hasattr(result, "__await__")
        assert result.data is not None
        assert result.data["row"] == {"shown": "shown", "secret": None, "loud": "QUIET", "own": "withheld"}
        assert all(row["secret"] is None and row["loud"] == "QUIET" for row in result.data["rows"])
        errors: list[GraphQLError] = result.errors or []
        assert [error.path for error in errors] == [["rows", n, "secret"] for n in range(3)] + [
            ["row", "secret"]
        ]


def test_plain_fields_of_the_real_schema_have_no_resolver_and_no_extension() -> None:
    found = 0
    for type_ in schema._schema.type_map.values():
        for name, field in getattr(type_, "fields", {}).items():
            definition = getattr(field, "extensions", {}).get("strawberry-definition")
            if getattr(field, "resolve", None) is None or definition is None:
                continue
            is_plain = definition.base_resolver is None and not definition.extensions
            try:
                plain_key(field)
            except NotPlain:
                assert not is_plain, f"{type_.name}.{name} is plain, and the engine does not see it"
            else:
                assert is_plain, f"{type_.name}.{name}"
                found += 1
    assert found > 100
