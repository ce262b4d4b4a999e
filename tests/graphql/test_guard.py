"""The first stop for documents: what it refuses, what it lets pass, and that its work grows with the length only."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from types import FrameType

import pytest
from graphql import (
    FragmentDefinitionNode,
    GraphQLError,
    OperationDefinitionNode,
    build_schema,
    get_introspection_query,
    parse,
)

from schema.engine import guard
from schema.engine.guard import DocumentLimit, Measuring, OverLimit, measure
from schema.engine.prepared import PreparedDocuments, SyntaxRefused
from schema.errors import shown_syntax_error
from schema.refusals import LIMITS, problem_of

SCHEMA = build_schema(
    """
    type Query { a(x: Any): Query b: Query c: Query list(first: Int): [Query] title: String types: Query }
    type Mutation { touch: Query }
    scalar Any
    """
)
MOST_CALLS = 40_000
"""Of Python functions: several times what the longest document takes to be read, far below what an expanded one would."""


@contextmanager
def counted_calls() -> Iterator[list[int]]:
    """Count the calls of Python functions in the block: work, told by no clock."""
    calls = [0]

    def note(_frame: FrameType, event: str, _argument: object) -> None:
        calls[0] += event == "call"

    sys.setprofile(note)
    try:
        yield calls
    finally:
        sys.setprofile(None)


def nested(name: str, depth: int, leaf: str = "title") -> str:
    return "{ " + f"{name} {{ " * (depth - 1) + leaf + " }" * depth


def fragments(count: int, body: Callable[[int], str]) -> str:
    return " ".join(f"fragment F{index} on Query {{ {body(index)} }}" for index in range(count))


def doubling(count: int, body: str) -> str:
    """Each fragment spreads the next one twice, as `body` says with {0}; the last one asks for a scalar."""
    return "{ ...F0 } " + fragments(count, lambda index: body.format(f"...F{index + 1}")).replace(
        f"...F{count}", "title"
    )


def introspection(depth: int) -> str:
    return "{ __schema { types { " + "ofType { " * (depth - 3) + "name" + " }" * (depth - 3) + " name } } }"


# document, limit that refuses it
HOSTILE = {
    "1 001 tokens": ("{ " + "title " * 1_000 + "}", "tokens"),
    "10 000 unused fragments": ("{ title } " + fragments(10_000, lambda _: "title"), "tokens"),
    "10 000 operations": (" ".join(f"query Q{index} {{ title }}" for index in range(10_000)), "tokens"),
    "10 000 variables": (
        "query (" + " ".join(f"$v{index}: Any" for index in range(10_000)) + ") { title }",
        "tokens",
    ),
    "10 000 arguments": (
        "{ a(" + " ".join(f"x{index}: 1" for index in range(10_000)) + ") { title } }",
        "tokens",
    ),
    "a million comments": ("#\n" * 500_000 + "{ title }", "tokens"),
    "a long list": ("{ a(x: [" + "1 " * 100_000 + "]) { title } }", "tokens"),
    "depth 13": (nested("a", 13), "depth"),
    "depth 200": (nested("a", 200), "depth"),
    "depth 400 000": ("{a" * 400_000, "depth"),
    "closed depth 490": (nested("a", 490), "depth"),
    "depth through inline fragments": ("{ " + "... { " * 100 + "title" + " }" * 101, "depth"),
    "inline fragments without end": ("{ " + "... { " * 480 + "title" + " }" * 481, "depth"),
    "depth through a chain of fragments": (
        "{ ...F0 } " + fragments(13, lambda index: f"a {{ ...F{index + 1} }}" if index < 12 else "title"),
        "depth",
    ),
    "a chain of 120 fragments": (
        "{ ...F0 } " + fragments(120, lambda index: f"...F{index + 1}" if index < 119 else "title"),
        "depth",
    ),
    "depth in a mutation": ("mutation " + nested("touch", 13), "depth"),
    "depth in an operation that is not chosen": ("query A { title } query B " + nested("a", 13), "depth"),
    "depth in an unused fragment": ("{ title } fragment F on Query " + nested("a", 17), "introspectionDepth"),
    "depth beside introspection": (
        "{ __typename __schema { queryType { name } } " + nested("a", 14)[2:-2] + " }",
        "depth",
    ),
    "201 aliases": (nested("a", 3, " ".join(f"a{index}: title" for index in range(201))), "aliases"),
    "aliases doubled by fragments": (doubling(9, "x: a {{ {0} }} y: a {{ {0} }}"), "aliases"),
    "aliases tripled by fragments": (doubling(7, "x: a {{ {0} }} y: b {{ {0} }} z: c {{ {0} }}"), "aliases"),
    "aliases to saturation in a chain": (doubling(60, "x: title {0} ... {{ {0} }}"), "aliases"),
    "aliases to saturation": (doubling(40, "x: title {0} ... {{ y: title }} {0}"), "aliases"),
    "an alias bomb at the root": (
        "{ " + " ".join(f"a{index}: title" for index in range(300)) + " }",
        "aliases",
    ),
    "11 root fields": ("{ " + " ".join(f"a{index}: title" for index in range(11)) + " }", "rootFields"),
    "11 root mutations": (
        "mutation { " + " ".join(f"t{index}: touch {{ title }}" for index in range(11)) + " }",
        "rootFields",
    ),
    "root fields through fragments": (
        "{ ...F0 ...F1 ...F2 } "
        + fragments(3, lambda index: " ".join(f"f{index}{n}: title" for n in range(4))),
        "rootFields",
    ),
    "root fields through inline fragments": ("{ " + "... on Query { title } " * 11 + "}", "rootFields"),
    "root fields doubled by fragments": (doubling(5, "{0} ... {{ {0} }}"), "rootFields"),
    "11 times __typename": ("{ " + "__typename " * 11 + "}", "rootFields"),
    "fields doubled through fields": (doubling(11, "a {{ {0} }} b {{ {0} }}"), "fields"),
    "fields tripled through fields": (doubling(9, "a {{ {0} }} b {{ {0} }} c {{ {0} }}"), "fields"),
    "fragment doubling of depth 16": (doubling(16, "a {{ {0} }} b {{ {0} }}"), "depth"),
    "fields doubled in unused fragments": (
        "{ title } " + doubling(12, "a {{ {0} }} b {{ {0} }}").removeprefix("{ ...F0 } "),
        "fields",
    ),
    "101 directives on a field": (nested("a", 2, "title " + "@include(if: true) " * 101), "directives"),
    "101 directives on an operation": ("query " + "@x " * 101 + "{ title }", "directives"),
    "101 directives on a fragment": (
        "{ ...F } fragment F on Query " + "@x " * 101 + "{ title }",
        "directives",
    ),
    "directives multiplied by fragments": (
        doubling(7, "a @skip(if: false) {{ {0} }} b {{ {0} }}"),
        "directives",
    ),
    "one field 51 times": (nested("a", 2, "title " * 51), "repeats"),
    "one alias 51 times": (nested("a", 2, "x: title " * 51), "repeats"),
    "one fragment 51 times": (nested("a", 2, "...F0 " * 51) + fragments(1, lambda _: "title"), "repeats"),
    "51 inline fragments": (nested("a", 2, "... { title } " * 51), "repeats"),
    "a deep list as a value": ("{ a(x: " + "[" * 20 + "]" * 20 + ") { title } }", "valueDepth"),
    "a deep object as a value": ("{ a(x: " + "{k: " * 20 + "1" + "}" * 20 + ") { title } }", "valueDepth"),
    "a deep default value": ("query ($v: Any = " + "[" * 20 + "]" * 20 + ") { title }", "valueDepth"),
    "a deep value in a directive": ("{ title @x(v: " + "[" * 20 + "]" * 20 + ") }", "valueDepth"),
    "a bottomless value": ("{ a(x: " + "[" * 400_000 + ") }", "depth"),
    "introspection of depth 17": (introspection(17), "introspectionDepth"),
    "introspection of four lists": (
        "{ __schema { types { fields { type { fields { args { name } } } } } } }",
        "introspectionLists",
    ),
    "introspection of four lists by name": (
        '{ __type(name: "Query") { fields { type { fields { type { fields { type { interfaces { name } } } } } } } } }',
        "introspectionLists",
    ),
    "introspection lists hidden in fragments": (
        (
            "{ __schema { types { ...T } } } fragment T on __Type { fields { type { ...U } } } "
            "fragment U on __Type { possibleTypes { enumValues { name } } }"
        ),
        "introspectionLists",
    ),
    "introspection lists beside our own fields": (
        "{ title __schema { types { fields { type { fields { args { name } } } } } } }",
        "introspectionLists",
    ),
}

BROKEN = {
    "empty": "",
    "blank": " \n\t,,, ",
    "a comment alone": "# nothing",
    "an unclosed brace": "{ title",
    "a null byte": "{ title \0 }",
    "a null byte in a name": "{ ti\0tle }",
    "a lone surrogate in text": '{ a(x: "\\uD800") { title } }',
    "a lone surrogate in a name": "{ \ud800 }",
    "a reversed pair of surrogates": '{ a(x: "\\uDC00\\uD800") { title } }',
    "an unclosed string": '{ a(x: "' + "x" * 100_000,
    "an unclosed block string": '{ a(x: """' + "x\n" * 100_000,
    "a byte order mark inside": "{ ti\ufefftle title: } ",
    "an empty name of a fragment": "fragment on on Query { title }",
    "a stray spread": "{ ... }",
    "a number without end": "{ a(x: " + "1" * 10_000 + "e) { title } }",
}

INNOCENT = {
    "__typename": "{ __typename }",
    "depth 12": nested("a", 12),
    "ten root fields": "{ " + " ".join(f"a{index}: title" for index in range(10)) + " }",
    "200 aliases": nested("a", 3, " ".join(f"a{index}: title" for index in range(200))),
    "50 times one field": nested("a", 2, "title " * 50),
    "a long text": '{ a(x: "' + "ё" * 500_000 + '") { title } }',
    "our own lists nested": nested("types", 12),
    "fragments shared by many": "{ a { ...F } b { ...F } c { ...F } } fragment F on Query { title a { title } }",
    "the standard introspection": get_introspection_query(
        specified_by_url=True,
        directive_is_repeatable=True,
        schema_description=True,
        input_value_deprecation=True,
    ),
}

CYCLES = {
    "a fragment in itself": "{ ...F0 } fragment F0 on Query { title ...F0 }",
    "a fragment in itself through a field": "{ ...F0 } fragment F0 on Query { a { ...F0 } }",
    "two fragments in each other": "{ ...F0 } "
    + fragments(2, lambda index: f"a {{ ...F{1 - index} }} b {{ ...F{1 - index} }}"),
    "a ring of 30, twice in each": "{ ...F0 } "
    + fragments(30, lambda i: f"...F{(i + 1) % 30} a {{ ...F{(i + 7) % 30} }}"),
    "an unused ring": "{ title } " + fragments(10, lambda index: f"...F{(index + 1) % 10}"),
}


@pytest.fixture
def operations() -> PreparedDocuments:
    """Nothing is known yet."""
    return PreparedDocuments(SCHEMA)


@pytest.mark.parametrize("name", HOSTILE)
def test_refuses_hostile_documents_at_once_and_says_which_limit(
    operations: PreparedDocuments, name: str
) -> None:
    document, limit = HOSTILE[name]
    with counted_calls() as calls, pytest.raises(OverLimit) as refused:
        operations.prepare(document)
    assert calls[0] < MOST_CALLS
    problem = problem_of(refused.value)
    facts = problem.facts
    assert problem.code == "QUERY_TOO_COSTLY"
    assert facts["limit"] == limit
    for locale, word in (("ru", "Допустимо"), ("en", "Allowed")):
        message = problem.message(locale)
        assert str(facts["found"]) in message
        assert f"{word}: {facts['allowed']}" in message


def test_every_limit_has_its_words() -> None:
    assert set(LIMITS) == {one for one in vars(guard).values() if isinstance(one, DocumentLimit)}


@pytest.mark.parametrize("name", BROKEN)
def test_says_where_a_document_cannot_be_read(operations: PreparedDocuments, name: str) -> None:
    with pytest.raises(SyntaxRefused) as refused:
        operations.prepare(BROKEN[name])
    shown = shown_syntax_error(refused.value.error, "en")
    assert shown["extensions"]["code"] == "BAD_REQUEST"
    assert shown["locations"]


@pytest.mark.parametrize("name", INNOCENT)
def test_lets_documents_within_the_limits_pass(operations: PreparedDocuments, name: str) -> None:
    prepared = operations.prepare(INNOCENT[name])
    assert operations.validation_errors(prepared) == []


@pytest.mark.parametrize("name", CYCLES)
def test_cycles_of_fragments_end_and_are_left_to_validation(operations: PreparedDocuments, name: str) -> None:
    with counted_calls() as calls:
        try:
            is_refused = bool(operations.validation_errors(operations.prepare(CYCLES[name])))
        except OverLimit:
            is_refused = True
    assert is_refused
    assert calls[0] < MOST_CALLS


def growing(shape: str, size: int) -> str:
    return {
        "doubling fragments": doubling(size, "{0} a @include(if: true) {{ title }}"),
        "many fields": nested("a", 2, " ".join(f"f{index}" for index in range(size))),
        "many unused fragments": "{ title } " + fragments(size, lambda _: "title"),
        "a ring": "{ title } "
        + fragments(size, lambda index: f"title ...F{(index // 8 * 8 + (index + 1) % 8)}"),
        "many spreads": nested("a", 2, " ".join(f"...F{index}" for index in range(size)))
        + fragments(size, lambda _: "title"),
        "long values": "{ a(x: [" + "1 " * size + "]) { title } }",
    }[shape]


def work(text: str) -> int:
    """How many nodes are looked at, whether or not the document would be refused for what was found."""
    document = parse(text)
    spread = {one.name.value: one for one in document.definitions if isinstance(one, FragmentDefinitionNode)}
    measuring = Measuring(spread)
    for one in document.definitions:
        if isinstance(one, OperationDefinitionNode):
            measuring.selection(one.selection_set)
    for name in spread:
        measuring.fragment(name)
    return measuring.visited


@pytest.mark.parametrize(
    "shape",
    ["doubling fragments", "many fields", "many unused fragments", "a ring", "many spreads", "long values"],
)
def test_the_work_grows_with_the_length_of_the_document_only(shape: str) -> None:
    visited = [work(growing(shape, size)) for size in (6, 12, 24, 48)]
    steps = [after - before for before, after in pairwise(visited)]
    # Twice the length, twice the work: each step may cost what the doubling of its length does.
    assert all(after <= 2 * before + 2 for before, after in pairwise(steps))


@pytest.mark.parametrize(
    ("query", "is_typename_only", "is_introspection_only"),
    [
        ("{ __typename }", True, False),
        ("{ t: __typename ... { __typename } }", True, False),
        ("{ ...F } fragment F on Query { __typename }", True, False),
        ("{ __typename: title }", False, False),
        ("{ __typename title }", False, False),
        ("{ __schema { queryType { name } } }", False, True),
        ('{ __typename __type(name: "Query") { name } }', False, True),
        ("{ ...F } fragment F on Query { __schema { queryType { name } } }", False, True),
        ("{ ...F } fragment F on Query { __schema { queryType { name } } title }", False, False),
        ("{ a { __typename } }", False, False),
    ],
)
def test_knows_what_is_open_to_everybody(
    query: str, is_typename_only: bool, is_introspection_only: bool
) -> None:
    figures = measure(parse(query))[""]
    assert (figures.is_typename_only, figures.is_introspection_only) == (
        is_typename_only,
        is_introspection_only,
    )


def test_the_parser_still_says_what_the_guard_listens_for() -> None:
    for text, words in (
        ("{ " + "a " * 10 + "}", "contains more than"),
        ("{a" * 100_000, "is nested too deeply"),
    ):
        with pytest.raises(GraphQLError, match=words):
            parse(text, max_lexical_tokens=5 if "more" in words else None)
