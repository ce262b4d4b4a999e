"""A package adds fields to a type below it, which knows nothing of them."""

from typing import Any

import pytest
import strawberry
from strawberry.schema.config import StrawberryConfig

from schema.engine.rows import read
from schema.extending import extend


@strawberry.type(description="A road.")
class Road:
    name: str


@extend(Road)
class Repaired:
    repaired_in: int

    @strawberry.field(description="What it says.")
    def sign(self, road: strawberry.Parent[dict[str, Any]]) -> str:
        return f"{road['name']}!"


@strawberry.type
class Query:
    @strawberry.field(graphql_type=Road)
    def road(self) -> Any:
        return {"name": "Ленина", "repaired_in": 2025}


SCHEMA = strawberry.Schema(query=Query, config=StrawberryConfig(default_resolver=read))


def test_added_fields_stand_behind_a_types_own() -> None:
    assert SCHEMA.as_str().partition("type Road {")[2].split("}")[0].split() == (
        'name: String! repairedIn: Int! """What it says.""" sign: String!'.split()
    )


def test_added_fields_read_the_same_rows() -> None:
    answered = SCHEMA.execute_sync("{ road { name repairedIn sign } }")
    assert answered.data == {"road": {"name": "Ленина", "repairedIn": 2025, "sign": "Ленина!"}}


def test_a_name_that_is_taken_is_refused() -> None:
    with pytest.raises(ValueError, match="Road has these already: name, sign"):

        @extend(Road)
        class Again:
            name: str
            sign: str
            length: int


def test_what_extends_is_no_type_of_its_own() -> None:
    assert "Repaired" not in SCHEMA.as_str()
