"""The example operations of docs/screens are answered over the demo as their roles, within one operation's points."""

import inspect
from typing import Any

import orjson
import pytest
from graphql import OperationType, create_source_event_stream, parse

from api.http.answers import encode
from documents.container import Container
from schema.build import schema
from schema.context import Context
from schema.engine.executor import StockExecutor
from schema.engine.prepared import PreparedDocuments
from schema.engine.weights import Weights
from schema.live.following import Interest
from tests.support.asking import CORE, CURSORS
from tests.support.prepared import SEED_NOW
from tests.support.screens import SCREEN_NAMES, Screen, recorded, screen, strange

PREPARED = PreparedDocuments(CORE)
FOLLOWED = "live"
QUERIES = tuple(one for one in SCREEN_NAMES if one != FOLLOWED)


async def context(demo: Container, login: str) -> Context:
    who = await demo.principals.current(f"account-{login}", SEED_NOW)
    return Context(container=demo, cursors=CURSORS, now=SEED_NOW, who=who)


async def answered(demo: Container, login: str, document: str, variables: dict[str, Any]) -> Any:
    result = await schema.execute(
        document, variable_values=variables, context_value=await context(demo, login)
    )
    assert not result.errors
    return orjson.loads(encode(result.data))


async def variables_of(demo: Container, given: Screen) -> dict[str, Any]:
    """What the screen sends: what stands beside it, and ids of what the demo has."""
    found = dict(given.variables)
    for name, listed in given.first.items():
        shown = await answered(demo, given.login, f"{{ {listed}(first: 1) {{ nodes {{ id }} }} }}", {})
        found[name] = shown[listed]["nodes"][0]["id"]
    return found


@pytest.mark.parametrize("name", QUERIES)
async def test_a_screen_is_answered_as_recorded(demo: Container, name: str) -> None:
    given = screen(name)
    answer = await answered(demo, given.login, given.document, await variables_of(demo, given))
    assert None not in answer.values()
    assert strange(answer, given.answer) == {}, f"docs/screens/{name}.json records another answer"


def test_what_is_not_recorded_is_told() -> None:
    known = recorded({"cases": {"nodes": [{"id": "a", "topic": None}], "notes": []}})
    assert (
        strange({"cases": {"nodes": [{"id": "b", "topic": {"title": "c"}}], "notes": [{"id": 1}]}}, known)
        == {}
    )
    assert strange({"cases": {"nodes": [{"id": None, "topic": None}], "notes": []}}, known) == {}
    told = strange({"cases": {"nodes": [{"id": 3}], "more": True}}, known)
    assert told == {"cases.nodes[].id": "int", "cases.more": "boolean"}


async def test_the_live_screen_is_followed(demo: Container) -> None:
    given = screen(FOLLOWED)
    executor = StockExecutor.build(
        CORE, parse(given.document), None, await context(demo, given.login), dict(given.variables)
    )
    assert not isinstance(executor, list), executor
    found = create_source_event_stream(executor)
    assert isinstance(await found if inspect.isawaitable(found) else found, Interest)


@pytest.mark.parametrize("name", SCREEN_NAMES)
def test_a_screen_is_one_operation_within_its_points(name: str) -> None:
    given = screen(name)
    assert given.document.startswith("# ")
    prepared = PREPARED.prepare(given.document)
    assert PREPARED.validation_errors(prepared) == []
    operation = PREPARED.choose(prepared, None)
    assert operation.node.operation in (OperationType.QUERY, OperationType.SUBSCRIPTION)
    assert PREPARED.cost(operation).points(dict(given.variables)) <= Weights().limit
