"""The three refusals that docs/asking-why.md explains are those of the demo, word for word."""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from documents.kernel.ids import global_id
from tests.support import web
from tests.support.demo import Demo

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "asking-why.md").read_text(encoding="utf-8")
QUESTION = re.search(r"```graphql\n(.*?)```", PAGE, re.DOTALL)
ANSWERS = re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)


def _person(demo: Demo, login: str) -> str:
    return str(demo.data(login, "{ viewer { person { id } } }")["viewer"]["person"]["id"])


def _message(demo: Demo, **facts: Any) -> str:
    """The first message with these facts."""
    rows = sorted((row for row in demo.rows if row["kind"] == "MESSAGE"), key=lambda row: str(row["number"]))
    return global_id("Message", next(row["_id"] for row in rows if facts.items() <= row.items()))


def _lead(demo: Demo) -> tuple[str, Mapping[str, Any]]:
    message = _message(demo, sector_id="ROADS", status="ANSWERED")
    return "head", {"actor": _person(demo, "lead.education"), "action": "closeSubmission", "id": message}


def _head(demo: Demo) -> tuple[str, Mapping[str, Any]]:
    found = demo.data(
        "head", "{ protocols(first: 1, filter: {status: [READY_FOR_SIGNATURE]}) { nodes { id } } }"
    )
    (protocol,) = found["protocols"]["nodes"]
    return "head", {"actor": _person(demo, "head"), "action": "signProtocol", "id": protocol["id"]}


def _curator(demo: Demo) -> tuple[str, Mapping[str, Any]]:
    message = _message(demo, is_sensitive=True)
    asked = {"actor": _person(demo, "curator"), "action": "submission.read", "id": message, "field": "text"}
    return "curator", asked


@pytest.mark.parametrize(("place", "asked"), list(enumerate((_lead, _head, _curator))))
def test_a_refusal_is_explained_as_the_page_says(demo: Demo, place: int, asked: Any) -> None:
    login, variables = asked(demo)
    assert QUESTION is not None
    demo.data(login, "{ viewer { login } }")
    answer = web.post(
        f"{demo.url}/graphql",
        json={"query": QUESTION[1], "variables": variables},
        headers={"Authorization": f"Bearer {demo.tokens[login]}", "Accept-Language": "en"},
        timeout=20,
    )
    found = answer.json()["data"]["accessExplain"]
    assert json.loads(ANSWERS[place]) == found, json.dumps(found, indent=2, ensure_ascii=False)
