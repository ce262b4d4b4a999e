"""Both executors give the same bytes, errors included, for thousands of drawn documents and spoiled rows.

A plain run takes every tenth case; `--all-differences` takes all.
"""

from collections.abc import Callable, Iterable
from random import Random
from typing import Any

import pytest
from graphql import (
    DocumentNode,
    OperationDefinitionNode,
    is_interface_type,
    is_list_type,
    is_non_null_type,
    is_union_type,
    parse,
    validate,
)

from documents.kernel.frozen import FrozenRow
from schema.engine.counters import figures, forget
from schema.engine.sharing import Shared
from tests.engine.comparing import AtOnce, apart, difference, told
from tests.engine.drawing import MISTAKES, Drawn, good, shared, spoiled
from tests.engine.planted import CORE, ROOTS

CASES = 3_600
STEP = 10
GROUPS = 12
NAMES = sorted(ROOTS)


@pytest.mark.parametrize("group", range(GROUPS))
def test_a_drawn_case_gives_the_same_bytes(group: int, request: pytest.FixtureRequest) -> None:
    step = 1 if request.config.getoption("--all-differences") else STEP
    forget()
    found = apart(lambda: _differences(range(group, CASES, GROUPS * step)))
    assert not found, f"{len(found)} differ\n" + "\n".join(found[:3])
    # Nothing is proved where nothing was compiled.
    assert figures()["runs.object"] + figures()["runs.list"] > 10
    assert any(name.startswith("fell.") for name in figures())


def test_what_many_rows_share_is_completed_once() -> None:
    row = FrozenRow({"title": "Дороги", "code": "ROADS", "__type": "Sector"})
    calls = []

    def complete(value: Any) -> dict[str, Any]:
        calls.append(value)
        return {"title": value["title"]}

    shared_answers = Shared(most=2)
    first = shared_answers(complete, row)
    assert shared_answers(complete, row) is first
    assert len(calls) == 1
    # Another function makes another answer, another row has its own, and more than the most are forgotten.
    assert shared_answers(lambda value: value["code"], row) == "ROADS"
    assert shared_answers(complete, FrozenRow({"title": "Связь"})) == {"title": "Связь"}
    assert shared_answers(complete, row) is not first


def test_an_answer_made_of_a_shared_row_is_not_filled_in_place() -> None:
    document = parse("{ message { topic { title group } } }")
    topic = FrozenRow(good(CORE.type_map["Topic"]))

    def value() -> Any:
        return good(CORE.type_map["Message"]) | {"topic": topic}

    assert apart(lambda: difference(document, value)) == ""
    plain = parse("{ message { topic { title } } }")
    told_plain = apart(lambda: told(plain, value, AtOnce))
    assert b"group" not in told_plain
    assert apart(lambda: difference(plain, value)) == ""


async def _differences(numbers: Iterable[int]) -> list[str]:
    found = []
    for number in numbers:
        document, value = drawn_case(number)
        for given in variables_of(document):
            told = await difference(document, value, **given)
            if told:
                found.append(f"case {number} {given}\n{told}")
    return found


def variables_of(document: DocumentNode) -> tuple[dict[str, Any], ...]:
    """What a document is asked with: once where it takes nothing that has no default."""
    (node,) = (one for one in document.definitions if isinstance(one, OperationDefinitionNode))
    is_asked = any(one.variable.name.value == "no" for one in node.variable_definitions or ())
    return ({"no": False}, {"no": True}) if is_asked else ({},)


def drawn_case(number: int) -> tuple[DocumentNode, Callable[[], Any]]:
    """The document and the planted value of a case: one in nine rows is good, the others hold one or two mistakes; a
    quarter are shared rows."""
    root = NAMES[number % len(NAMES)]
    field = ROOTS[root]

    def value() -> Any:
        chance = Random(f"row {number}")
        planted = {"value": _planted(field.type, chance)}
        for _ in range(chance.choice((0, 1, 1, 1, 1, 1, 1, 2, 2))):
            spoiled(planted, chance, chance.choice(MISTAKES)())
        return planted.get("value")

    if number % 4 == 3:
        # Kept rows are the same objects in every answer, so what was made of them is taken again.
        once = shared(value())
        return _valid(root, number), lambda: once
    return _valid(root, number), value


def _valid(root: str, number: int) -> DocumentNode:

    for attempt in range(50):
        text = Drawn(Random(f"document {number} {attempt}")).document(root)
        document = parse(text)
        if not validate(CORE, document):
            return document
    raise AssertionError("no valid document was drawn")


def _planted(type_: Any, chance: Random) -> Any:
    if is_non_null_type(type_):
        return _planted(type_.of_type, chance)
    if is_list_type(type_):
        return [_planted(type_.of_type, chance) for _ in range(chance.randint(1, 4))]
    if is_interface_type(type_) or is_union_type(type_):
        return good(type_, name=chance.choice(sorted(one.name for one in CORE.get_possible_types(type_))))
    return good(type_)
