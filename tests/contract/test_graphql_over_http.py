"""Runs the public GraphQL-over-HTTP audits against a server process of its own; `make contract` installs them."""

import json
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.support.store import database_url

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
AUDITS = 61
START_RETRIES = 10  # the pause between two doubles, from 0.5 s

pytestmark = pytest.mark.contract


def free_port() -> int:
    """Return a port that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def server_url(store_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running server in development mode, on an empty database."""
    url = f"http://127.0.0.1:{(port := free_port())}"
    settings = {
        "PORT": str(port),
        "VAR_DIR": str(tmp_path_factory.mktemp("var")),
        "MONGODB_URL": database_url(store_url, "contract"),
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "api", "serve"], cwd=ROOT, env={**os.environ, **settings}
    )
    try:
        with httpx.Client(transport=httpx.HTTPTransport(retries=START_RETRIES)) as client:
            client.get(f"{url}/health/live").raise_for_status()
        yield url
    finally:
        process.terminate()
        process.wait(20)


def test_all_audits_pass(server_url: str) -> None:
    node = shutil.which("node")
    assert node is not None, "the audits need Node"
    output = subprocess.run(
        [node, "audit.mjs", f"{server_url}/graphql"], cwd=HERE, check=True, capture_output=True, text=True
    ).stdout
    results = json.loads(output)
    assert [result for result in results if result["status"] != "ok"] == []
    assert len(results) == AUDITS
