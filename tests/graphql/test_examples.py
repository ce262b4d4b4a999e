"""The examples and queries of the page at /graphql, the query that `make run` prints and those of the README are answered;
they are watched like those of every other test."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from api.dev.demo import QUERY
from api.dev.graphiql import OURS
from schema.live.following import Interest
from tests.support.asking import ask, followed
from tests.support.cases import registered
from tests.support.town import Town

EXAMPLES = [
    pytest.param("\n".join(example["query"]), example.get("variables") or {}, id=example["title"])
    for group in json.loads((OURS / "examples.json").read_text(encoding="utf-8"))
    for example in group["examples"]
]
FOLLOWED = [one for one in EXAMPLES if str(one.values[0]).startswith("subscription")]
"""Those that go on by themselves."""

START = re.findall(r"const START = `(.*?)`;", (OURS / "page.js").read_text(encoding="utf-8"), re.DOTALL)
OWN_QUESTION = re.findall(
    r"const VIEWER = `(.*?)`;", (OURS / "panes.js").read_text(encoding="utf-8"), re.DOTALL
)
README = (Path(__file__).resolve().parents[2] / "README.md").read_text(encoding="utf-8")
PASTED = re.findall(r"```graphql\n(.*?)```", README, re.DOTALL) + re.findall(r'"query": "([^"]+)"', README)
WITHOUT_VALUES = {"routeSubmission": "INVALID"}
"""Mutation of an example whose id the reader has to fill in → what is told until then."""


def test_the_page_begins_with_a_query_and_asks_one_of_its_own() -> None:
    assert len(START) == len(OWN_QUESTION) == 1


@pytest.mark.parametrize("login", ["head", "lead.roads", "recipient.coordinator"])
@pytest.mark.parametrize(
    ("query", "variables"),
    [
        *(one for one in EXAMPLES if one not in FOLLOWED),
        *(pytest.param(one, {}) for one in (QUERY, *START, *OWN_QUESTION)),
    ],
)
async def test_an_example_is_answered(town: Town, login: str, query: str, variables: dict[str, Any]) -> None:
    answer = await ask(town, login, query, **variables)

    assert answer.errors == []
    assert answer.data is not None
    for name in set(WITHOUT_VALUES) & set(answer.data):
        assert WITHOUT_VALUES[name] in {error["code"] for error in answer.data[name]["errors"]}


@pytest.mark.parametrize(("query", "variables"), FOLLOWED)
async def test_a_live_example_is_followed(town: Town, query: str, variables: dict[str, Any]) -> None:
    assert isinstance(await followed(town, "head", query, **variables), Interest)


@pytest.mark.parametrize("login", ["head", "lead.roads", "leadership", "admin"])
@pytest.mark.parametrize("query", PASTED, ids=["Monday", "OneCase", "from a terminal"])
async def test_a_query_of_the_readme_is_answered(town: Town, login: str, query: str) -> None:
    case = await registered(town)
    numbered: dict[str, Any] = {"number": case.number} if "$number" in query else {}
    answer = await ask(town, login, query, **numbered)

    assert answer.errors == []
    assert answer.data is not None
    assert ("case" not in answer.data) or (answer.data["case"] is not None) is (login == "head")
