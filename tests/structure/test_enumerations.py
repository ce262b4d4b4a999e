"""What can have only certain values is an enumeration: no text of the SDL lists its values in words."""

import re
from collections.abc import Iterator

import pytest
from graphql import GraphQLSchema, build_schema, get_named_type

from schema.build import schema

LISTED = re.compile(r"\b[A-Z][A-Z_]{2,}`?(?:, `?[A-Z][A-Z_]{2,}`?)*,? (?:or|and) `?[A-Z][A-Z_]{2,}\b")
"""Codes one after another, the last behind «or»: the values of an enumeration, told in a sentence."""


def listing(core: GraphQLSchema) -> Iterator[str]:
    """Yield the places of Strings whose description lists their values."""
    for shown in core.type_map.values():
        if shown.name.startswith("__"):
            continue
        for name, field in getattr(shown, "fields", {}).items():
            places = {f"{shown.name}.{name}": field}
            places |= {
                f"{shown.name}.{name}({one}:)": given for one, given in getattr(field, "args", {}).items()
            }
            for place, one in places.items():
                if get_named_type(one.type).name == "String" and LISTED.search(one.description or ""):
                    yield place


def test_no_text_lists_its_values() -> None:
    assert list(listing(schema._schema)) == []


@pytest.mark.parametrize(
    "words",
    ["ACTIVE, CLOSING or CLOSED.", "What it is: `FOR`, `AGAINST` or `ABSTAINED`.", "RECEIVED or REGISTERED."],
)
def test_a_text_that_lists_its_values_is_noticed(words: str) -> None:
    planted = build_schema(f'type Query {{ "{words}" found("{words}" kind: String): String }}')
    assert list(listing(planted)) == ["Query.found", "Query.found(kind:)"]
