"""What is stored as a code is shown as an enumeration, or has its reason not to be: told from all rows of the demo."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from graphql import GraphQLObjectType, get_named_type

from documents.aggregates import RECORDS
from documents.container import Container
from schema.build import schema
from schema.engine.purity import NotPlain, plain_key

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
    "Sector.code": "an id",
    **dict.fromkeys(
        (f"{name}.deadline.policyCode" for name in ("Message", "Appeal", "Incident")),
        "names a row: policies are data",
    ),
}
"""Text of codes → why its values are no fixed list."""


def texts(shown: Any, row: Mapping[str, Any], place: str) -> Iterator[tuple[str, str]]:
    """Yield each text of a row that is shown as it is stored, with its place."""
    for name, field in shown.fields.items():
        try:
            value = row.get(plain_key(field))
        except NotPlain:
            continue
        inner = get_named_type(field.type)
        several = value if isinstance(value, list) else [value]
        for one in several:
            if inner.name == "String" and isinstance(one, str):
                yield f"{place}.{name}", one
            elif isinstance(inner, GraphQLObjectType) and isinstance(one, Mapping):
                yield from texts(inner, one, f"{place}.{name}")


async def test_no_text_holds_nothing_but_codes(demo: Container) -> None:
    values: dict[str, set[str]] = {}
    for record in RECORDS:
        for row in await demo.store.find(record.collection_name(), {}, at_most=10_000):
            shown = CORE.type_map.get(record.type_name(row))
            if isinstance(shown, GraphQLObjectType):
                for place, text in texts(shown, row, shown.name):
                    values.setdefault(place, set()).add(text)
    assert len(values) > 60
    of_codes = {
        place
        for place, all_of in values.items()
        if len(all_of) >= FEWEST and all(map(CODE.fullmatch, all_of))
    }
    assert of_codes - OPEN.keys() == set()
