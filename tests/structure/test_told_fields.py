"""What histories tell: each stored field has its decision, and stands in the SDL under the name by which it is told."""

from collections.abc import Iterator

import pytest
from graphql import GraphQLObjectType, get_named_type

from documents.aggregates import OBJECT_TYPES
from documents.kernel.names import camel
from documents.kernel.read.resource import Resource
from documents.kernel.record import Record
from schema.build import schema

TYPES = schema._schema.type_map
FREE_TEXTS = ("text", "reason", "summary", "comment", "place", "login")
"""Names of what people write: never among the values that the log keeps."""


def told() -> Iterator[tuple[str, Resource]]:
    """The types that have a history, and how their objects are read."""
    for name, one in OBJECT_TYPES.items():
        shown = TYPES[name]
        assert isinstance(shown, GraphQLObjectType)
        if "history" in shown.fields:
            yield name, one.resource


TOLD = dict(told())
BY_RECORD = {one.record: name for name, one in reversed(TOLD.items())}


def fields_of(record: type[Record]) -> set[str]:
    return set(record.model_fields) - {"id", "revision_id"} - record.untold


@pytest.mark.parametrize("record", BY_RECORD, ids=lambda one: one.__name__)
def test_every_stored_field_is_a_value_or_a_text_and_never_both(record: type[Record]) -> None:
    hidden = {
        key for one in TOLD.values() if one.record is record for key, path in one.paths.items() if not path
    }
    assert not record.told & record.texts
    assert (record.told | record.texts) <= fields_of(record)
    assert fields_of(record) - hidden <= record.told | record.texts
    assert not record.told & set(FREE_TEXTS)


@pytest.mark.parametrize("name", TOLD)
def test_every_field_that_a_history_names_stands_in_the_sdl_under_that_name(name: str) -> None:
    resource = TOLD[name]
    by_key = {relation.key: one for one, relation in resource.relations.items()}
    paths = {key: resource.paths.get(key, by_key.get(key, key)) for key in fields_of(resource.record)}
    # What only one kind of case has stands in its own type; an account is told as the person's or the client's.
    alike = [one for one, other in TOLD.items() if other is resource]
    missing = {
        key: path for key, path in paths.items() if path and not any(_is_there(one, path) for one in alike)
    }
    assert missing == {}
    # What no field shows is passed over, and nothing else.
    hidden = [by_key.get(key, key) for key, path in paths.items() if path is None]
    assert [one for one in hidden if any(_is_there(other, one) for other in alike)] == []
    assert set(resource.paths) <= fields_of(resource.record)


def _is_there(type_name: str, path: str) -> bool:
    at = TYPES[type_name]
    for step in camel(path).split("."):
        if not isinstance(at, GraphQLObjectType) or step not in at.fields:
            return False
        at = get_named_type(at.fields[step].type)
    return True
