"""The cost of operations: reckoned by hand, against a plain reckoning, and with work that grows with the length only."""

from itertools import pairwise
from typing import Any

import pytest
from graphql import (
    DocumentNode,
    GraphQLSyntaxError,
    OperationDefinitionNode,
    Visitor,
    parse,
    visit,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from schema.engine.cost import SATURATED, TooCostly
from schema.engine.cost_compiler import compile_cost
from schema.engine.guard import TOKENS
from schema.engine.weights import Weights
from schema.refusals import problem_of
from tests.engine.small import WEIGHTS, cost_of
from tests.engine.table import TABLE
from tests.graphql.test_guard import CYCLES, HOSTILE, INNOCENT, SCHEMA, doubling, growing


@pytest.mark.parametrize("name", TABLE)
def test_an_operation_costs_what_the_contract_says(name: str) -> None:
    text, variables, points = TABLE[name]
    assert cost_of(text).points(variables) == points


def test_each_operation_of_a_document_has_its_own_cost() -> None:
    text = "query A { me { id } } query B { people { id } } mutation C { touch { paper { id } } }"
    assert [cost_of(text, name).points({}) for name in "ABC"] == [1, 50, 11]


def test_one_function_serves_all_variables() -> None:
    cost = cost_of(
        "query ($n: Int, $v: Boolean!) { papers(first: $n) { nodes { owner @skip(if: $v) { id } } } }"
    )
    assert [cost.points({"n": n, "v": v}) for n in (0, 5, 100) for v in (True, False)] == [
        0,
        0,
        5,
        10,
        100,
        200,
    ]


def test_a_refusal_says_the_figure_the_limit_and_where_the_points_go() -> None:
    cost = cost_of(
        """query ($n: Int) { me { id } tally { total { value } } papers(first: $n) { totalCount { value }
        nodes { owner { id } ... on Letter { log(first: 30) { nodes { author { id } } } }
        ... on Bill { lines { text } } } } }"""
    )
    assert cost.check({"n": 1}) == 1 + 200 + 20 + 1 + 1 + 60
    with pytest.raises(TooCostly) as refused:
        cost.check({"n": 50})
    problem = problem_of(refused.value)
    assert problem.facts == {
        "rule": "points",
        "cost": 1 + 200 + 20 + 50 * (1 + 1 + 30 * 2),
        "limit": 2_000,
        "dearest": [
            {"path": "papers.nodes.log.nodes", "points": 1_500},
            {"path": "papers.nodes.log.nodes.author", "points": 1_500},
            {"path": "tally", "points": 200},
        ],
    }
    for locale in ("ru", "en"):
        assert "3321" in problem.message(locale)
        assert "2000" in problem.message(locale)
        assert "first" in problem.message(locale)


def test_exactly_the_limit_passes() -> None:
    cost = cost_of("query ($n: Int) { papers(first: $n) { nodes { id } } }")
    assert cost.check({"n": 2_000}) == 2_000
    with pytest.raises(TooCostly):
        cost.check({"n": 2_001})


# Selections of a person as trees: field, size, children.


def persons(depth: int) -> st.SearchStrategy[Any]:
    if depth == 0:
        return st.just(())
    inner = persons(depth - 1)
    one = st.tuples(st.just("boss"), st.just(1), inner) | st.tuples(st.just("friends"), st.just(4), inner)
    return st.lists(one, max_size=3).map(tuple)


def reckoned(tree: tuple[Any, ...]) -> int:
    return sum(size * (1 + reckoned(inner)) for _, size, inner in tree)


class Writer:
    """Writes a tree as text; every selection set that `choose` picks becomes a fragment."""

    def __init__(self, choices: list[bool]) -> None:
        self.choices = choices
        self.fragments: list[str] = []
        self.count = 0

    def body(self, tree: tuple[Any, ...]) -> str:
        text = "id " + " ".join(self.field(name, inner) for name, _, inner in tree)
        self.count += 1
        if self.choices and self.choices[self.count % len(self.choices)]:
            name = f"F{len(self.fragments)}"
            self.fragments.append(f"fragment {name} on Person {{ {text} }}")
            return f"...{name}"
        return text

    def field(self, name: str, inner: tuple[Any, ...]) -> str:
        self.count += 1
        return f"r{self.count}: {name} {{ {self.body(inner)} }}"

    def document(self, tree: tuple[Any, ...]) -> str:
        return f"{{ me {{ {self.body(tree)} }} }} " + " ".join(self.fragments)


@settings(max_examples=200)
@given(tree=persons(4), choices=st.lists(st.booleans(), max_size=6))
def test_fragments_cost_what_they_are_expanded_to(tree: tuple[Any, ...], choices: list[bool]) -> None:
    plain, with_fragments = Writer([]).document(tree), Writer(choices).document(tree)
    expected = 1 + reckoned(tree)
    assert cost_of(plain).points({}) == cost_of(with_fragments).points({}) == expected


@settings(max_examples=100)
@given(tree=persons(3), size=st.integers(0, 50))
def test_twice_the_selection_or_twice_the_page_is_twice_the_cost(tree: tuple[Any, ...], size: int) -> None:
    body = Writer([]).body(tree)
    once = cost_of(f"{{ me {{ {body} }} }}").points({})
    assert cost_of(f"{{ a: me {{ {body} }} b: me {{ {body} }} }}").points({}) == 2 * once
    page = cost_of(f"query ($n: Int) {{ papers(first: $n) {{ nodes {{ owner {{ {body} }} }} }} }}")
    assert page.points({"n": 2 * size}) == 2 * page.points({"n": size}) == 2 * size * (1 + once)


def test_fragments_that_double_double_the_cost_and_not_the_work() -> None:
    def bomb(count: int) -> str:
        return (
            "{ me { ...F0 } } "
            + " ".join(
                f"fragment F{index} on Person {{ a: boss {{ ...F{index + 1} }} b: boss {{ ...F{index + 1} }} }}"
                for index in range(count)
            )
            + f" fragment F{count} on Person {{ id }}"
        )

    assert [cost_of(bomb(count)).points({}) for count in (1, 2, 3, 10)] == [3, 7, 15, 2**11 - 1]
    assert cost_of(bomb(29)).points({}) == SATURATED
    visited = [cost_of(bomb(count)).visited for count in (5, 10, 20)]
    assert visited[1] - visited[0] == 5 * 4
    assert visited[2] - visited[1] == 10 * 4


def nodes_of(document: DocumentNode) -> int:
    """How many selections a document holds."""

    class Counting(Visitor):
        count = 0

        def enter(self, node: Any, *_: Any) -> None:
            self.count += node.kind in {"field", "fragment_spread", "inline_fragment"}

    counting = Counting()
    visit(document, counting)
    return counting.count


@pytest.mark.parametrize("name", [*HOSTILE, *INNOCENT, *CYCLES])
def test_a_hostile_document_takes_no_more_looks_than_it_is_long(
    name: str, request: pytest.FixtureRequest
) -> None:
    """In a plain run what has more tokens than the guard lets pass is not weighed: the parser itself stops there."""
    weighs_all = request.config.getoption("--all-differences")
    text = {**{key: value[0] for key, value in HOSTILE.items()}, **INNOCENT, **CYCLES}[name]
    try:
        document = parse(text, max_lexical_tokens=None if weighs_all else TOKENS.allowed)
    except GraphQLSyntaxError:
        # Deeper or longer than the parser goes: nothing to weigh.
        return
    # Two object types of the schema of those documents; what stands beneath a price is looked at apart.
    most = nodes_of(document) * 2 * 2
    for one in document.definitions:
        if isinstance(one, OperationDefinitionNode):
            cost = compile_cost(SCHEMA, document, one, WEIGHTS)
            assert cost.visited <= most
            assert 0 <= cost.points({}) <= SATURATED
            assert len(cost.dearest({})) <= 3
            break


@pytest.mark.parametrize(
    "shape",
    ["doubling fragments", "many fields", "many unused fragments", "a ring", "many spreads", "long values"],
)
def test_the_work_grows_with_the_length_of_the_document_only(shape: str) -> None:
    visited = []
    for size in (6, 12, 24, 48):
        document = parse(growing(shape, size))
        operation = next(one for one in document.definitions if isinstance(one, OperationDefinitionNode))
        visited.append(compile_cost(SCHEMA, document, operation, Weights()).visited)
    steps = [after - before for before, after in pairwise(visited)]
    assert all(after <= 2 * before + 2 for before, after in pairwise(steps))


@pytest.mark.parametrize("size", [6, 12, 24, 30])
def test_evaluating_looks_at_each_selection_set_once(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "query ($v: Boolean!) " + doubling(size, "a @include(if: $v) {{ {0} }} b {{ {0} }}")
    document = parse(text.replace("title", "c @skip(if: $v) { title }"))
    operation = document.definitions[0]
    assert isinstance(operation, OperationDefinitionNode)
    cost = compile_cost(SCHEMA, document, operation, Weights())
    looks = 0
    plain = type(cost._evaluation({}))._term

    def counting(self: Any, term: Any) -> Any:
        nonlocal looks
        looks += 1
        return plain(self, term)

    monkeypatch.setattr(type(cost._evaluation({})), "_term", counting)
    assert cost.points({"v": True}) == min(SATURATED, 2 ** (size + 1) - 2)
    assert looks <= 6 * size
