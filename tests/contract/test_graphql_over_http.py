"""Runs the public GraphQL-over-HTTP audits against a server process of its own; `make contract` installs them."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.serving import serving
from tests.support.store import database_url, own

HERE = Path(__file__).resolve().parent
AUDITS = 61

pytestmark = pytest.mark.contract


@pytest.fixture(scope="module")
def server_url(store_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running server in development mode, on an empty database."""
    name = own("contract")
    place = tmp_path_factory.mktemp("var")
    with serving(database_url(store_url, name), place, PULT_DATABASE=name) as url:
        yield url


def test_all_audits_pass(server_url: str) -> None:
    node = shutil.which("node")
    assert node is not None, "the audits need Node"
    output = subprocess.run(
        [node, "audit.mjs", f"{server_url}/graphql"], cwd=HERE, check=True, capture_output=True, text=True
    ).stdout
    results = json.loads(output)
    assert [result for result in results if result["status"] != "ok"] == []
    assert len(results) == AUDITS
