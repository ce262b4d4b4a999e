"""The usual clients of subscriptions, graphql-ws and graphql-sse, follow cases and come back to a server that was away."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.support.live import following
from tests.support.live_town import registered
from tests.support.served_town import ServedTown, serving_town
from tests.support.store import own

HERE = Path(__file__).resolve().parent
MOST_LINES = 200

pytestmark = pytest.mark.contract


@pytest.fixture
def town(store_url: str, tmp_path: Path) -> Iterator[ServedTown]:
    """The town behind a server."""
    with serving_town(store_url, own("live_clients"), tmp_path) as served:
        yield served


@contextmanager
def clients(town: ServedTown, after: str) -> Iterator[Iterator[dict[str, Any]]]:
    """Run both clients as somebody who reads all; what they print."""
    node = shutil.which("node")
    assert node is not None, "the clients are for Node and browsers"
    command = [node, "live.mjs", town.url, town.token("pos"), after]
    with subprocess.Popen(command, cwd=HERE, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        try:
            yield (json.loads(line) for line in running.stdout)
        finally:
            running.kill()


def told(lines: Iterator[dict[str, Any]], door: str, key: str, count: int) -> list[Any]:
    """The next things that a door says under a key."""
    found: list[Any] = []
    for _, line in zip(range(MOST_LINES), lines, strict=False):
        if line["door"] == door and key in line:
            found.append(line[key])
        if len(found) == count:
            return found
    raise AssertionError(f"{door} said only {found}")


def test_both_clients_hear_what_they_missed_and_what_happens(town: ServedTown) -> None:
    with following(town.url, town.token("pos")) as pos:
        first = registered(town)
        seen = [pos.told() for _ in range(3)]
    with clients(town, seen[0]["eventId"]) as lines:
        heard: dict[tuple[str, str], list[Any]] = {}
        # Two were missed at each door, and each wrong document is refused.
        while sum(map(len, heard.values())) < 6:
            line = next(lines)
            for key in ("told", "failed", "completed"):
                if key in line:
                    heard.setdefault((line["door"], key), []).append(line[key])
        missed = [{"eventId": one["eventId"], "case": {"id": first}} for one in seen[1:]]
        assert heard["socket", "told"] == heard["events", "told"] == missed
        assert heard["refused socket", "failed"] == [["VALIDATION_FAILED"]]
        assert ("refused events", "failed") in heard
        second = registered(town)
        live = {"socket": 0, "events": 0}
        while min(live.values()) < 3:
            line = next(lines)
            if "told" in line:
                assert line["told"]["case"]["id"] == second
                live[line["door"]] += 1
