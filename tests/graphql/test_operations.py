"""Documents are read and validated once, whoever sends them, and what is kept is bounded."""

import hashlib

import pytest
from graphql import build_schema

from schema.engine.guard import OverLimit
from schema.engine.prepared import BYTES_PER_CHARACTER, NotChosen, PreparedDocuments, SyntaxRefused

SCHEMA = build_schema("type Query { a: Query b: Query title: String }")
TOO_DEEP = "{ a " * 13 + "{ title }" + " }" * 13


@pytest.fixture
def operations() -> PreparedDocuments:
    """Nothing is known yet."""
    return PreparedDocuments(SCHEMA)


def test_documents_are_read_once_whoever_sends_them(operations: PreparedDocuments) -> None:
    for _ in range(3):
        operations.prepare("{ title }")
        for faulty in ("{", TOO_DEEP):
            with pytest.raises((SyntaxRefused, OverLimit)):
                operations.prepare(faulty)
    assert operations.read_count == 3


def test_the_cache_is_bounded_by_number_and_by_length() -> None:
    operations = PreparedDocuments(SCHEMA, cached=2)
    for text in ("{ title }", "{ a { title } }", "{ b { title } }", "{ title }"):
        operations.prepare(text)
    assert operations.read_count == 4
    long = "{ title } #" + "x" * 20_000
    operations.prepare(long)
    operations.prepare(long)
    assert operations.read_count == 6


def test_the_documents_used_longest_ago_go_first_and_all_of_it_is_counted() -> None:
    operations = PreparedDocuments(SCHEMA, cached=2)
    for text in ("{ title }", "{ a { title } }", "{ title }", "{ b { title } }", "{ title }"):
        operations.prepare(text)
    told = operations.cache_figures()["documents"]
    assert (told.hits, told.misses, told.evictions, told.entries) == (2, 3, 1, 2)
    operations.prepare("{ a { title } }")
    assert operations.read_count == 4


def test_the_cache_is_bounded_by_bytes_however_few_its_documents() -> None:
    room = 1_000 * BYTES_PER_CHARACTER
    operations = PreparedDocuments(SCHEMA, cached_bytes=room)
    texts = ["{ title } #" + str(number) * 389 for number in range(6)]
    for text in texts:
        operations.prepare(text)
        assert operations.cache_figures()["documents"].bytes <= room
    told = operations.cache_figures()["documents"]
    assert (told.entries, told.evictions, told.bytes) == (2, 4, 800 * BYTES_PER_CHARACTER)
    operations.prepare("{ title } #" + "x" * 1_000)
    assert operations.cache_figures()["documents"] == told._replace(misses=told.misses + 1)


def test_a_document_is_kept_by_the_hash_it_could_be_registered_under(operations: PreparedDocuments) -> None:
    text = "{ title }"
    assert operations.prepare(text).key == hashlib.sha256(text.encode()).digest()


def test_operations_of_one_document_are_told_apart(operations: PreparedDocuments) -> None:
    prepared = operations.prepare("query A { __typename } query B { b: __typename }")
    first, second = operations.choose(prepared, "A"), operations.choose(prepared, "B")
    operations.keep_answer(first, b"the first")
    assert operations.known_answer(first) == b"the first"
    assert operations.known_answer(second) is None
    assert operations.choose(prepared, "A") is first


def test_an_operation_is_one_however_it_is_asked_for(operations: PreparedDocuments) -> None:
    prepared = operations.prepare("query A { title }")
    asked = [operations.choose(prepared, name) for name in (None, "A", "", None)]
    assert asked == [asked[0]] * 4


def test_answers_that_could_differ_are_not_kept(operations: PreparedDocuments) -> None:
    for text in ("{ title }", "query ($yes: Boolean!) { __typename @skip(if: $yes) }"):
        operation = operations.choose(operations.prepare(text), None)
        operations.keep_answer(operation, b"an answer")
        assert operations.known_answer(operation) is None


def test_validation_stops_counting_errors_early(operations: PreparedDocuments) -> None:
    document = "{ a { " + " ".join(f"wrong{index}" for index in range(900)) + " } }"
    assert len(operations.validation_errors(operations.prepare(document))) <= 21


def test_an_operation_is_chosen_only_when_it_is_clear_which(operations: PreparedDocuments) -> None:
    prepared = operations.prepare("query A { title } query B { a { title } }")
    assert operations.choose(prepared, "B").figures.depth == 2
    for name in (None, "", "C"):
        with pytest.raises(NotChosen):
            operations.choose(prepared, name)
