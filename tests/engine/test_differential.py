"""Both executors give the same bytes, errors included, for thousands of drawn documents and spoiled rows.

Each document is asked with a good row and with rows that are spoiled where it reads them. A plain run takes every tenth
document; `--all-differences` takes all.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
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
from schema.engine.executor import StockExecutor
from schema.engine.sharing import Shared
from tests.engine.comparing import AtOnce, Pair, apart, difference, told
from tests.engine.drawing import Drawn, are_unaltered, good, pattern
from tests.engine.mistakes import MISSING, MISTAKES, ONE_BY_ONE, Path, Places, noting, put, shared
from tests.engine.planted import CORE, ROOTS

CASES = 1_800
"""Drawn documents."""

ROWS = 3
"""Spoiled rows that each is asked with, beside the good one."""

STEP = 10
GROUPS = 12
NAMES = sorted(ROOTS)


@pytest.mark.parametrize("group", range(GROUPS))
def test_a_drawn_case_gives_the_same_bytes(group: int, request: pytest.FixtureRequest) -> None:
    step = 1 if request.config.getoption("--all-differences") else STEP
    forget()
    tried = Tried()
    apart(lambda: _try(range(group, CASES, GROUPS * step), tried))
    assert not tried.differing, f"{len(tried.differing)} differ\n" + "\n".join(tried.differing[:3])
    # Nothing is proved where nothing was compiled, nor by mistakes that nobody meets.
    assert figures()["runs.object"] + figures()["runs.list"] > 10
    assert any(name.startswith("fell.") for name in figures())
    assert tried.met > tried.spoiled // 2
    # All read the same rows: nobody has left anything in them.
    assert are_unaltered(ROOTS[name].type for name in NAMES)


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


@dataclass
class Tried:
    """What became of the drawn cases: the spoiled rows, those of them whose mistake was met, and what differs."""

    spoiled: int = 0
    met: int = 0
    differing: list[str] = field(default_factory=list)


async def _try(numbers: Iterable[int], tried: Tried) -> None:
    for number in numbers:
        document, row = drawn_case(number)
        pair, chance = Pair(document), Random(f"mistakes {number}")
        variables = variables_of(document)
        places = await _read(document, row, variables)
        # Kept rows are the same objects in every answer, so what was made of them is taken again.
        is_kept = number % 4 == 3
        rows = [_spoiled(row, chance, places, is_kept=is_kept) for _ in range(ROWS)]
        kept = shared(row) if is_kept else row
        for given in variables:
            good_answer, wrong = await pair.compared(lambda: kept, times=2, **given)  # noqa: B023
            answers = [(good_answer, wrong), *[await pair.compared(one, **given) for one in rows]]
            answers.append(await pair.compared(lambda: kept, **given))  # noqa: B023
            tried.differing += [f"case {number} {given}\n{one}" for _, one in answers if one]
            tried.spoiled += ROWS
            tried.met += sum(answer != good_answer for answer, _ in answers[1:-1])


async def _read(document: DocumentNode, row: Any, variables: Iterable[dict[str, Any]]) -> list[Path]:
    """The places of a row that a document reads, and the row itself."""
    read: Places = {(): None}
    for given in variables:
        await told(document, lambda: noting(row, (), read), StockExecutor, **given)
    return list(read)


def _spoiled(row: Any, chance: Random, places: list[Path], *, is_kept: bool) -> Callable[[], Any]:
    """The row with one or two mistakes where it is read."""
    chosen = chance.sample(places, min(len(places), chance.choice((1, 1, 1, 1, 1, 1, 2, 2))))
    # The last and deepest first: no mistake takes the place of another away.
    chosen.sort(key=lambda path: (len(path), path), reverse=True)
    mistakes = [one for one in MISTAKES if one not in ONE_BY_ONE] if is_kept else MISTAKES
    planted = [(path, chance.choice(mistakes)) for path in chosen]

    def value() -> Any:
        found = row
        for path, mistake in planted:
            found = put(found, path, mistake())
        return None if found is MISSING else found

    if not is_kept:
        return value
    once = shared(value())
    return lambda: once


def variables_of(document: DocumentNode) -> tuple[dict[str, Any], ...]:
    """What a document is asked with: once where it takes nothing that has no default."""
    (node,) = (one for one in document.definitions if isinstance(one, OperationDefinitionNode))
    is_asked = any(one.variable.name.value == "no" for one in node.variable_definitions or ())
    return ({"no": False}, {"no": True}) if is_asked else ({},)


def drawn_case(number: int) -> tuple[DocumentNode, Any]:
    """The document and the good row of a case."""
    root = NAMES[number % len(NAMES)]
    return _valid(root, number), _planted(ROOTS[root].type, Random(f"row {number}"))


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
        return pattern(type_, name=chance.choice(sorted(one.name for one in CORE.get_possible_types(type_))))
    return pattern(type_)
