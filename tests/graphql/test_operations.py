"""Documents are read and validated once, whoever sends them, and what is kept is bounded."""

import pytest
from graphql import build_schema

from schema.errors import RequestRefused
from schema.guard import OverLimit
from schema.operations import Operations, SyntaxRefused

SCHEMA = build_schema("type Query { a: Query b: Query title: String }")
TOO_DEEP = "{ a " * 13 + "{ title }" + " }" * 13


@pytest.fixture
def operations() -> Operations:
    """Nothing is known yet."""
    return Operations(SCHEMA)


def test_documents_are_read_once_whoever_sends_them(operations: Operations) -> None:
    for _ in range(3):
        operations.prepare("{ title }")
        for faulty in ("{", TOO_DEEP):
            with pytest.raises((SyntaxRefused, OverLimit)):
                operations.prepare(faulty)
    assert operations.read_count == 3


def test_the_cache_is_bounded_by_number_and_by_length() -> None:
    operations = Operations(SCHEMA, cached=2)
    for text in ("{ title }", "{ a { title } }", "{ b { title } }", "{ title }"):
        operations.prepare(text)
    assert operations.read_count == 4
    long = "{ title } #" + "x" * 20_000
    operations.prepare(long)
    operations.prepare(long)
    assert operations.read_count == 6


def test_validation_stops_counting_errors_early(operations: Operations) -> None:
    document = "{ a { " + " ".join(f"wrong{index}" for index in range(900)) + " } }"
    assert len(operations.validation_errors(operations.prepare(document))) <= 21


def test_an_operation_is_chosen_only_when_it_is_clear_which(operations: Operations) -> None:
    prepared = operations.prepare("query A { title } query B { a { title } }")
    assert operations.choose(prepared, "B").figures.depth == 2
    for name in (None, "", "C"):
        with pytest.raises(RequestRefused):
            operations.choose(prepared, name)
