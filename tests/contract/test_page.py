"""Uses the page at /graphql in a real Chromium, as a person would; `make contract` installs what drives it."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.served_town import PASSWORD, ServedTown, serving_town
from tests.support.store import own

HERE = Path(__file__).resolve().parent
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
STEPS = 18
LOGIN = "head"
SECONDS = 300

pytestmark = pytest.mark.contract


def browser() -> str:
    """The Chromium of this machine: `CHROMIUM`, else the one on the path."""
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        pytest.skip("the page was NOT looked at: no Chromium is installed")
    return found


@pytest.fixture(scope="module")
def town(store_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedTown]:
    """The town behind a server, with logins on its page."""
    var_dir = tmp_path_factory.mktemp("var-page")
    accounts = [{"login": LOGIN, "password": PASSWORD, "roles": ["CENTER_HEAD"], "fullName": "Главная Г. Г."}]
    (var_dir / "demo-accounts.json").write_text(json.dumps(accounts), encoding="utf-8")
    with serving_town(store_url, own("page"), var_dir) as served:
        yield served


def test_the_page_does_what_users_of_graphiql_know(town: ServedTown) -> None:
    executable = browser()
    node = shutil.which("node")
    assert node is not None, "the page is used from Node"
    told = subprocess.run(
        [node, "page.mjs", town.url, executable, LOGIN],
        cwd=HERE,
        check=True,
        capture_output=True,
        text=True,
        timeout=SECONDS,
    ).stdout
    seen = json.loads(told)
    assert [step for step in seen["held"] if step["reason"] is not None] == []
    assert len(seen["held"]) == STEPS
    assert seen["complaints"] == []
