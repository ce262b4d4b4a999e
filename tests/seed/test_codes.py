"""What is stored as a code is shown as an enumeration that knows it, or has its reason: told from all rows of the demo."""

import contextlib
import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import pytest
from graphql import GraphQLEnumType, GraphQLObjectType, get_named_type

from documents.aggregates import RECORDS
from documents.container import Container
from schema.build import schema
from schema.engine.purity import NotPlain, plain_key
from schema.words import ACTOR_ROLES

CORE = schema._schema
CODE = re.compile(r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*")
FEWEST = 2
"""Of one value nobody can tell what it is."""

OPEN: Mapping[str, str] = {
    "Channel.code": "an id that officials give",
    "Channel.policyCode": "names a row: policies are data",
    "Reason.code": "an id that officials give",
    **dict.fromkeys(
        (f"{name}.responses.returnCriteria" for name in ("Message", "Appeal", "Incident")),
        "ids of reasons, which officials give",
    ),
    **dict.fromkeys(
        (f"{name}.externalSystem" for name in ("Message", "Appeal", "Incident")),
        "partners' systems have codes of their own",
    ),
    **dict.fromkeys(
        (f"{name}.sourceStates.code" for name in ("Message", "Appeal", "Incident")),
        "other systems have codes and words of their own",
    ),
    "Sector.code": "an id",
    **dict.fromkeys(
        (f"{name}.deadline.policyCode" for name in ("Message", "Appeal", "Incident")),
        "names a row: policies are data",
    ),
}
"""Text of codes → why its values are no fixed list."""


@cache
def plain_fields(shown: Any) -> list[tuple[str, str, Any]]:
    """The fields of a type that show what is stored under a key as it is: name, key, type."""
    found = []
    for name, field in shown.fields.items():
        with contextlib.suppress(NotPlain):
            found.append((name, plain_key(field), get_named_type(field.type)))
    return found


def leaves(shown: Any, row: Mapping[str, Any], place: str) -> Iterator[tuple[str, Any, Any]]:
    """Yield each value of a row that is shown as it is stored: its place, its type and itself."""
    for name, key, inner in plain_fields(shown):
        value = row.get(key)
        for one in value if isinstance(value, list) else [value]:
            if isinstance(inner, GraphQLObjectType) and isinstance(one, Mapping):
                yield from leaves(inner, one, f"{place}.{name}")
            elif one is not None:
                yield f"{place}.{name}", inner, one


@pytest.fixture(scope="module")
async def stored(demo: Container) -> list[tuple[str, Any, Any]]:
    """The values of all rows of the demo."""
    found: list[tuple[str, Any, Any]] = []
    for record in RECORDS:
        for row in await demo.store.find(record.collection_name(), {}, at_most=10_000):
            shown = CORE.type_map.get(record.type_name(row))
            if isinstance(shown, GraphQLObjectType):
                found += leaves(shown, row, shown.name)
    return found


async def test_no_text_holds_nothing_but_codes(stored: list[tuple[str, Any, Any]]) -> None:
    values: dict[str, set[str]] = {}
    for place, shown, value in stored:
        if shown.name == "String" and isinstance(value, str):
            values.setdefault(place, set()).add(value)
    assert len(values) > 60
    of_codes = {
        place
        for place, all_of in values.items()
        if len(all_of) >= FEWEST and all(map(CODE.fullmatch, all_of))
    }
    assert of_codes - OPEN.keys() == set()


async def test_every_stored_code_is_a_value_of_its_enumeration(stored: list[tuple[str, Any, Any]]) -> None:
    codes = {(place, shown, value) for place, shown, value in stored if isinstance(shown, GraphQLEnumType)}
    assert len(codes) > 100
    known = {
        name: set(shown.values) for name, shown in CORE.type_map.items() if isinstance(shown, GraphQLEnumType)
    }
    assert {(place, value) for place, shown, value in codes if value not in known[shown.name]} == set()


async def test_every_role_under_which_something_was_done_is_known(demo: Container) -> None:
    events = await demo.store.find("events", {}, keys=("actor",), at_most=100_000)
    assert len(events) > 10_000
    assert {one["actor"]["role"] for one in events} <= set(ACTOR_ROLES)
