"""Tries the blocks of docs/clients.md as they stand: the caches, the generated types, and a session in two tabs."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from api.dev.sdl_changes import present_schema, released_schema, to_announce
from documents.kernel.ids import global_id
from tests.support.pasted import CODEGEN, laid_out
from tests.support.screens import SCREEN_NAMES
from tests.support.served_town import PASSWORD, ServedTown, serving_town
from tests.support.store import own

HERE = Path(__file__).resolve().parent
LOGIN = "pos"
SECONDS = 120

pytestmark = pytest.mark.contract


@pytest.fixture(scope="module")
def town(store_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedTown]:
    """The town behind a server."""
    with serving_town(store_url, own("clients"), tmp_path_factory.mktemp("var-clients")) as served:
        yield served


@pytest.fixture(scope="module")
def told(town: ServedTown, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What came of the blocks, over two messages."""
    given = {"regime": "MESSAGE", "channelId": global_id("Channel", "POS"), "text": "Нет света"}
    numbers = [
        town.act(LOGIN, "registerSubmission", "submission { number }", **given)["submission"]["number"]
        for _ in range(2)
    ]
    node = shutil.which("node")
    assert node is not None, "the blocks are for Node and browsers"
    folder = laid_out(tmp_path_factory.mktemp("blocks"))
    ended = subprocess.run(
        [node, "clients.mjs", town.url, str(folder), LOGIN, PASSWORD, numbers[0]],
        cwd=HERE,
        check=False,
        capture_output=True,
        text=True,
        timeout=SECONDS,
    )
    assert ended.returncode == 0, ended.stderr
    found: dict[str, Any] = json.loads(ended.stdout)
    return {**found, "number": numbers[0]}


@pytest.mark.parametrize("cache", ["apollo", "urql"])
def test_a_cache_keeps_what_two_queries_asked_of_one_deadline_and_joins_pages(
    told: dict[str, Any], cache: str
) -> None:
    assert told[cache]["number"] == told["number"]
    assert told[cache]["dueAt"].endswith("Z")
    assert told[cache]["rows"] == 2


def test_no_cache_warns(told: dict[str, Any]) -> None:
    assert told["warned"] == []


def test_two_tabs_renew_one_session(told: dict[str, Any]) -> None:
    assert told["tabs"] == {"logins": [LOGIN, LOGIN], "isRenewed": True}


def test_types_are_generated_with_scalars_as_they_travel(told: dict[str, Any]) -> None:
    for name, sent in CODEGEN["config"]["scalars"].items():
        assert f"{name}: {{ input: {sent}; output: {sent}; }}" in told["generated"]
    assert "export type SecondQuery" in told["generated"]
    assert "policyCode: string" in told["generated"]


def test_every_screen_has_its_types(told: dict[str, Any]) -> None:
    for name in SCREEN_NAMES:
        kind = "Subscription" if name == "live" else "Query"
        operation = "".join(part.capitalize() for part in name.split("-"))
        assert f"export type {operation}{kind} = " in told["generated"]


def test_another_program_finds_as_little_that_breaks_callers(told: dict[str, Any]) -> None:
    announced = to_announce(released_schema(), present_schema())
    assert told["inspected"]["all"] > 0
    assert announced or told["inspected"]["breaking"] == []
