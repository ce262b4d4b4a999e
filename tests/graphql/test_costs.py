"""The costs of our own fields: every plain list says its size, and screens as people build them stay under the limit."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from graphql import (
    DirectiveNode,
    InterfaceTypeDefinitionNode,
    IntValueNode,
    ObjectTypeDefinitionNode,
    get_named_type,
    is_introspection_type,
    parse,
)

from schema.build import schema, sdl
from schema.costs import PRICES, SIZES, WEIGHTS, is_plain_list
from schema.engine.prepared import PreparedDocuments

ROOT = Path(__file__).parents[2]
CORE = schema._schema
OPERATIONS = PreparedDocuments(CORE)
EXAMPLES = [
    ("\n".join(example["query"]), example.get("variables", {}))
    for group in json.loads((ROOT / "api" / "dev" / "ide" / "examples.json").read_text(encoding="utf-8"))
    for example in group["examples"]
]
README = re.findall(r"```graphql\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
RELATIONS = (
    "sector { code } topic { title } settlement { title } recipient { shortName } assignee { fullName }"
)
DESK = "routings { reason } responses { status } coAssignees { fullName } deadline { dueAt }"

SCREENS = {
    "a hundred cases with five relations": (
        f"{{ cases(first: 100) {{ nodes {{ number {RELATIONS} }} }} }}",
        600,
    ),
    "the same with everything around it": (
        f"""{{ cases(first: 100) {{ totalCount {{ value }} pageInfo {{ hasNextPage endCursor }}
        nodes {{ number {RELATIONS} hiddenFields allowedActions {{ action allowed reasons {{ code }} }} }} }} }}""",
        600 + 100 + 20 + 1,
    ),
    "the work of fifty cases": (
        f"{{ cases(first: 50) {{ nodes {{ {RELATIONS} {DESK} }} }} }}",
        50 * (1 + 5 + 2 + 2 + 2 + 1),
    ),
    "the last events of twenty cases": (
        "{ cases(first: 20) { nodes { history(first: 20) { nodes { actor { fullName } } } } } }",
        20 * (1 + 20 * 2),
    ),
    "the posts of a hundred incidents": (
        "{ incidents(first: 100) { nodes { sector { code } publications { url } } } }",
        100 * (1 + 1 + 3),
    ),
    "six counts": (
        "{ "
        + " ".join(
            f"c{index}: caseCounts {{ total {{ count }} groups {{ key {{ code }} }} }}" for index in range(6)
        )
        + " }",
        1_200,
    ),
    "six totals": (
        "{ "
        + " ".join(f"c{index}: cases(first: 0) {{ totalCount {{ value }} }}" for index in range(6))
        + " }",
        120,
    ),
    "a routing": (
        """mutation { routeSubmission(input: {id: "a", recipientId: "b"})
        { submission { id recipient { id } allowedActions { action } } errors { code } } }""",
        10 + 1 + 1 + 1 + 3,
    ),
    "a hundred objects by their ids": (
        "query ($ids: [ID!]!) { nodes(ids: $ids) { id ... on Case { sector { id } } } }",
        200,
    ),
    "all reference data": (
        """{ sectors { code } channels { code } topics(first: 100) { nodes { title } }
        settlements(first: 100) { nodes { title } } organizations(first: 100) { nodes { id } } enumLabels { value } }""",
        7 + 20 + 300 + 100,
    ),
}


def cost(document: str, variables: dict[str, Any]) -> int:
    prepared = OPERATIONS.prepare(document)
    assert OPERATIONS.validation_errors(prepared) == []
    return OPERATIONS.cost(OPERATIONS.choose(prepared, None)).check(variables)


def plain_lists() -> Iterator[tuple[str, str]]:
    for shown in CORE.type_map.values():
        if not is_introspection_type(shown):
            for name, field in getattr(shown, "fields", {}).items():
                if is_plain_list(shown, name, field):
                    yield shown.name, name


def _number(directive: DirectiveNode) -> int:
    (argument,) = directive.arguments or ()
    assert isinstance(argument.value, IntValueNode)
    return int(argument.value.value)


def test_every_plain_list_of_objects_declares_its_size_and_nothing_else_does() -> None:
    assert {name if name in SIZES else f"{shown}.{name}" for shown, name in plain_lists()} == set(SIZES)
    assert all(size > 0 for size in SIZES.values())


def test_every_declared_size_stands_in_the_sdl() -> None:
    printed = [
        (field.name.value, _number(directive))
        for definition in parse(sdl()).definitions
        if isinstance(definition, ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode)
        for field in definition.fields or ()
        for directive in field.directives or ()
        if directive.name.value == "listSize"
    ]
    assert len(printed) == len(list(plain_lists()))
    assert set(printed) == {(name.rpartition(".")[2], size) for name, size in SIZES.items()}


def test_every_price_and_every_sized_list_names_a_field() -> None:
    named = {name for shown in CORE.type_map.values() for name in getattr(shown, "fields", {})}
    assert set(PRICES) <= named
    listed = {name: argument for name, (argument, _) in WEIGHTS.done_for_each.items()}
    for full_name, argument in {**WEIGHTS.sized_by, **listed}.items():
        type_name, _, name = full_name.partition(".")
        shown: Any = CORE.type_map[type_name]
        assert argument in shown.fields[name].args
    for full_name, (argument, key) in WEIGHTS.done_for_each.items():
        fields: Any = CORE.mutation_type.fields  # type: ignore[union-attr]
        given: Any = get_named_type(fields[full_name.removeprefix("Mutation.")].args[argument].type)
        assert key in given.fields


MARKED = "{ results { id errors { code } } errors { code } }"
OF_EACH = 10 + 1 + 3 + 3


@pytest.mark.parametrize(
    ("document", "variables", "items"),
    [
        (
            f'mutation {{ markMany(input: {{items: [{{id: "a"}}, {{id: "b"}}], add: ["x"]}}) {MARKED} }}',
            {},
            2,
        ),
        (f'mutation {{ markMany(input: {{items: {{id: "a"}}, add: ["x"]}}) {MARKED} }}', {}, 1),
        (
            f"mutation ($i: MarkManyInput!) {{ markMany(input: $i) {MARKED} }}",
            {"i": {"items": [{}] * 100}},
            100,
        ),
        (f"mutation ($i: MarkManyInput!) {{ markMany(input: $i) {MARKED} }}", {"i": 7}, 1),
        (
            f'mutation ($i: [CaseItem!]!) {{ markMany(input: {{items: $i, add: ["x"]}}) {MARKED} }}',
            {"i": [{}] * 7},
            7,
        ),
    ],
)
def test_a_mutation_of_several_objects_costs_as_often_as_there_are_objects(
    document: str, variables: dict[str, Any], items: int
) -> None:
    assert cost(document, variables) == items * OF_EACH


@pytest.mark.parametrize(("document", "variables"), [*EXAMPLES, *((query, {}) for query in README)])
def test_what_we_show_to_try_stays_well_under_the_limit(document: str, variables: dict[str, Any]) -> None:
    assert 0 < cost(document, variables) <= WEIGHTS.limit / 2


@pytest.mark.parametrize("name", SCREENS)
def test_screens_fit(name: str) -> None:
    document, points = SCREENS[name]
    assert cost(document, {"ids": ["x"] * 100}) == points
