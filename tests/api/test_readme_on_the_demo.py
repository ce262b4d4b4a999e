"""What the README shows is to be seen on the demo: its first query, its shell block, its partner's client."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from api.dev.demo import QUERY
from api.dev.graphiql import OURS
from tests.support import web
from tests.support.demo import Demo
from tests.support.prepared import demo_accounts

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
FIRST = re.findall(r"```graphql\n(.*?)```", README, re.DOTALL)[0]
START = re.findall(r"const START = `(.*?)`;", (OURS / "page.js").read_text(encoding="utf-8"), re.DOTALL)[0]
SHELL = re.findall(r"```\n(BASE=.*?)```", README, re.DOTALL)


@pytest.mark.parametrize("query", [FIRST, START, QUERY], ids=["README", "the page", "make run"])
def test_the_first_query_shows_the_head_cases_that_are_overdue(demo: Demo, query: str) -> None:
    rows = demo.data("head", query)["cases"]["nodes"]
    assert len(rows) == 5
    assert all(row["summary"] and row["dueAt"] for row in rows)


def test_the_partners_client_finds_cases_of_its_own_system_and_no_others(demo: Demo) -> None:
    client = next(row for row in json.loads(demo_accounts()) if "clientId" in row)
    credentials = (client["clientId"], client["clientSecret"])
    form = {"grant_type": "client_credentials"}
    answer = web.post(f"{demo.url}/auth/token", data=form, auth=credentials, timeout=20)
    bearer = {"Authorization": f"Bearer {answer.raise_for_status().json()['access_token']}"}
    query = {"query": "{ cases(first: 100) { nodes { number externalId } totalCount { value } } }"}
    told = web.post(f"{demo.url}/graphql", json=query, headers=bearer, timeout=20).json()
    assert "errors" not in told
    found = {row["externalId"] for row in told["data"]["cases"]["nodes"]}
    assert found == {row["external_id"] for row in demo.rows if row.get("system_id") == "DEMO_PARTNER"}
    assert 3 <= told["data"]["cases"]["totalCount"]["value"] <= 25


def test_the_shell_block_works_at_another_port_and_over_another_directory(demo: Demo, tmp_path: Path) -> None:
    assert len(SHELL) == 1
    if shutil.which("curl") is None:
        pytest.skip("the README's shell block was NOT run: there is no curl")
    (tmp_path / "demo-accounts.json").write_text(demo_accounts(), encoding="utf-8")
    done = subprocess.run(
        ["/bin/sh", "-eu", "-c", SHELL[0]],
        cwd=ROOT,
        env={**os.environ, "PORT": demo.url.rpartition(":")[2], "VAR_DIR": str(tmp_path)},
        check=True,
        capture_output=True,
        text=True,
        timeout=60,
    )
    told = json.loads(done.stdout)
    assert told["data"]["viewer"]["login"] == "lead.roads"
    assert len(told["data"]["cases"]["nodes"]) == 3
