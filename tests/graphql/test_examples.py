"""The examples of the page at /graphql, the query that `make run` prints and those of the README are answered; they are
watched like those of every other test."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from api.dev.demo import QUERY
from api.dev.ide_page import FOLDER
from tests.support.asking import ask
from tests.support.cases import registered
from tests.support.town import Town

EXAMPLES = [
    pytest.param("\n".join(example["query"]), example.get("variables") or {}, id=example["title"])
    for group in json.loads((FOLDER / "examples.json").read_text(encoding="utf-8"))
    for example in group["examples"]
]
README = (Path(__file__).resolve().parents[2] / "README.md").read_text(encoding="utf-8")
PASTED = re.findall(r"```graphql\n(.*?)```", README, re.DOTALL) + re.findall(r'"query": "([^"]+)"', README)
WITHOUT_VALUES = {"routeSubmission": "INVALID"}
"""Mutation of an example whose id the reader has to fill in → what is told until then."""


@pytest.mark.parametrize("login", ["head", "lead.roads", "recipient.coordinator"])
@pytest.mark.parametrize(("query", "variables"), [*EXAMPLES, pytest.param(QUERY, {}, id="make run")])
async def test_an_example_is_answered(town: Town, login: str, query: str, variables: dict[str, Any]) -> None:
    answer = await ask(town, login, query, **variables)

    assert answer.errors == []
    assert answer.data is not None
    for name in set(WITHOUT_VALUES) & set(answer.data):
        assert WITHOUT_VALUES[name] in {error["code"] for error in answer.data[name]["errors"]}


@pytest.mark.parametrize("login", ["head", "lead.roads", "leadership", "admin"])
@pytest.mark.parametrize("query", PASTED, ids=["Monday", "OneCase", "from a terminal"])
async def test_a_query_of_the_readme_is_answered(town: Town, login: str, query: str) -> None:
    case = await registered(town)
    numbered: dict[str, Any] = {"number": case.number} if "$number" in query else {}
    answer = await ask(town, login, query, **numbered)

    assert answer.errors == []
    assert answer.data is not None
    assert ("case" not in answer.data) or (answer.data["case"] is not None) is (login == "head")
