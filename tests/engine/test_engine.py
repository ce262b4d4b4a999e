"""When the engine compiles, what it keeps, what it counts, and that nothing with an effect runs twice."""

import inspect
from collections.abc import Callable
from typing import Any

import pytest
from graphql import (
    DocumentNode,
    GraphQLDeferDirective,
    GraphQLStreamDirective,
    execute,
    experimental_execute_incrementally,
    parse,
)

from api.settings import Settings
from schema.engine import plans
from schema.engine.counters import figures, forget
from schema.engine.executor import FastExecutor, StockExecutor
from schema.engine.plans import MOST_SHAPES, Plans
from schema.engine.prepared import BYTES_PER_CHARACTER, BYTES_PER_FIELD, PreparedDocuments
from tests.engine.comparing import AtOnce, apart, plans_of, told
from tests.engine.drawing import good
from tests.engine.planted import CORE, context

PROBE = CORE.type_map["Probe"]
INCREMENTAL = (GraphQLDeferDirective, GraphQLStreamDirective)
PLAIN = "{ probes { id title leaf { text } inners { id } } }"


class FromTheSecond(FastExecutor):
    compile_after = 2
    is_on = True


class Off(FastExecutor):
    compile_after = 1
    is_on = False


@pytest.fixture(autouse=True)
def anew() -> None:
    """No counts of other tests."""
    forget()


def run(
    document: DocumentNode, value: Any, executor: Any = AtOnce, plans: Plans | None = None, **variables: Any
) -> Any:
    """Execute something that waits for nothing."""
    return execute(
        CORE,
        document,
        context_value=context(value),
        variable_values=variables,
        executor_class=executor,
        plans=plans,
    )


def probes() -> list[Any]:
    """Two good rows."""
    return [good(PROBE), good(PROBE)]


def test_an_operation_is_compiled_at_its_second_use() -> None:
    document = parse(PLAIN)
    kept = plans_of(document)
    run(document, probes(), FromTheSecond, kept)
    assert not figures()
    run(document, probes(), FromTheSecond, kept)
    run(document, probes(), FromTheSecond, kept)
    assert figures() == {"fields": 6, "plans": 1, "runs.list": 2}
    assert kept.fields == 6


def test_what_was_compiled_weighs_with_its_document() -> None:
    compiled = 6 * BYTES_PER_FIELD
    operations = PreparedDocuments(CORE, cached_bytes=2 * len(PLAIN) * BYTES_PER_CHARACTER + compiled // 2)
    operations.prepare(PLAIN.replace("title", "note"))
    operation = operations.choose(operations.prepare(PLAIN), None)
    before = operations.cache_figures()["documents"]
    operations.weigh(operation)
    assert operations.cache_figures()["documents"] == before
    run(operation.prepared.document, probes(), plans=operation.plans)
    operations.weigh(operation)
    after = operations.cache_figures()["documents"]
    assert (after.entries, after.evictions) == (1, 1)
    assert after.bytes == len(PLAIN) * BYTES_PER_CHARACTER + compiled


def test_the_switch_turns_it_off() -> None:
    document = parse(PLAIN)
    assert run(document, probes(), Off).data == run(document, probes(), StockExecutor).data
    assert not figures()


@pytest.mark.parametrize(("said", "is_on"), [("off", False), ("on", True), (None, True)])
def test_the_environment_switches(monkeypatch: pytest.MonkeyPatch, said: str | None, is_on: bool) -> None:
    monkeypatch.delenv("PULT_ENGINE", raising=False)
    if said is not None:
        monkeypatch.setenv("PULT_ENGINE", said)
    assert Settings().engine is is_on


def test_a_surprise_runs_again_as_stock_and_is_counted() -> None:
    value = probes()
    value[1]["title"] = None
    document = parse(PLAIN)
    fast, stock = run(document, value), run(document, value, StockExecutor)
    assert (fast.data, str(fast.errors)) == (stock.data, str(stock.errors))
    assert figures()["fell.value"] == 2  # the list, and the row in it
    assert figures()["runs.object"] == 1  # the other row


def test_what_has_an_effect_runs_once_beside_a_surprise() -> None:
    row = good(PROBE)
    row["leaf"] = {"text": None, "number": 1, "ratio": 1.0}
    document = parse("{ probe { title counted leaf { text } later sure } }")

    async def both() -> tuple[bytes, bytes]:
        return (await told(document, lambda: row, StockExecutor), await told(document, lambda: row, AtOnce))

    stock, fast = apart(both)
    assert stock == fast
    assert fast.count(b"counted 1") == 1


def test_a_mutation_runs_once() -> None:
    row = good(PROBE)
    row["title"] = None
    document = parse("mutation { touch { title note inner { id } } }")
    carried = context(row)
    for _ in range(2):
        execute(CORE, document, context_value=carried, executor_class=AtOnce)
    assert carried.done == ["touched", "touched"]


def test_keys_keep_their_order_around_resolvers() -> None:
    result = run(
        parse("{ probe { counted title more: counted(times: 2) note __typename sure id } }"), good(PROBE)
    )
    assert list(result.data["probe"]) == ["counted", "title", "more", "note", "__typename", "sure", "id"]
    assert figures()["runs.object"] == 1


def test_a_page_of_plain_rows_is_one_run() -> None:
    value = good(CORE.type_map["CaseConnection"])
    document = parse(
        "{ page { edges { cursor node { id status sector { id title } ... on Message { rejection { reason } } } } "
        "nodes { number hiddenFields coAssignees { fullName } } "
        "pageInfo { hasNextPage endCursor } totalCount { value precision } } }"
    )

    async def answered() -> bytes:
        return await told(document, lambda: value, AtOnce)

    assert b'"errors":[]' in apart(answered)
    assert figures() == {"fields": figures()["fields"], "plans": 1, "runs.object": 1}


def test_too_many_answers_to_skip_are_left_alone() -> None:
    names = [f"v{index}" for index in range(6)]
    variables = ", ".join(f"${name}: Boolean!" for name in names)
    fields = " ".join(f"{name}: title @skip(if: ${name})" for name in names)
    document = parse(f"query ({variables}) {{ probes {{ id {fields} }} }}")
    kept = plans_of(document)
    for number in range(40):
        given: dict[str, Any] = {name: bool(number >> index & 1) for index, name in enumerate(names)}
        assert (
            run(document, probes(), plans=kept, **given).data
            == run(document, probes(), StockExecutor, **given).data
        )
    assert figures()["plans"] == MOST_SHAPES
    assert figures()["kept.shapes"] == 40 - MOST_SHAPES


def test_a_large_operation_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plans, "MOST_FIELDS", 50)
    fields = " ".join(f"f{index}: title" for index in range(80))
    document = parse(f"{{ probes {{ {fields} }} }}")
    fast = run(document, probes())
    assert fast.data == run(document, probes(), StockExecutor).data
    assert "plans" not in figures()
    assert figures()["kept.list.size"] == 1


def test_plans_are_of_one_operation_of_one_schema() -> None:
    document, other = parse(PLAIN), parse(PLAIN)
    for wrong in (plans_of(other), Plans(CORE.__class__(CORE.query_type), plans_of(document).operation)):
        with pytest.raises(ValueError, match="another operation"):
            run(document, probes(), plans=wrong)


@pytest.mark.parametrize(
    ("text", "value", "reason"),
    [
        ("{ probes @stream(initialCount: 1) { id title } }", probes, "kept.list.directive"),
        (
            "{ probe { id leaves @stream(initialCount: 1) { text } } }",
            lambda: good(PROBE),
            "kept.list.directive",
        ),
        (
            "{ probe { id title ... @defer { note leaf { text } } } }",
            lambda: good(PROBE),
            "kept.object.fragment",
        ),
    ],
)
def test_an_answer_in_parts_is_left_alone(text: str, value: Callable[[], Any], reason: str) -> None:
    document = parse(text)
    in_parts = CORE.__class__(
        CORE.query_type, types=list(CORE.type_map.values()), directives=[*CORE.directives, *INCREMENTAL]
    )

    async def delivered(executor: Any) -> list[str]:
        result: Any = experimental_execute_incrementally(
            in_parts, document, context_value=context(value()), executor_class=executor
        )
        result = await result if inspect.isawaitable(result) else result
        return [str(result.initial_result), *[str(one) async for one in result.subsequent_results]]

    stock = apart(lambda: delivered(StockExecutor))
    assert apart(lambda: delivered(AtOnce)) == stock
    assert len(stock) > 1
    assert figures()[reason] > 0
