"""The demo municipality behind a real server process, and its people asking over HTTP."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pymongo

from tests.support import web
from tests.support.few import few_cases
from tests.support.keys import ENVIRONMENT
from tests.support.prepared import demo_copy, demo_passwords
from tests.support.serving import serving


@dataclass
class Demo:
    """A running server over the demo, and the rows behind it."""

    url: str
    rows: list[dict[str, Any]]
    tokens: dict[str, str] = field(default_factory=dict)

    def ask(self, login: str, query: str, **variables: Any) -> dict[str, Any]:
        """The whole answer of a query."""
        if login not in self.tokens:
            form = {"grant_type": "password", "username": login, "password": demo_passwords()[login]}
            answer = web.post(f"{self.url}/auth/token", data=form, timeout=20).raise_for_status()
            self.tokens[login] = answer.json()["access_token"]
        answer = web.post(
            f"{self.url}/graphql",
            json={"query": query, "variables": variables},
            headers={"Authorization": f"Bearer {self.tokens[login]}"},
            timeout=20,
        )
        body: dict[str, Any] = answer.raise_for_status().json()
        return body

    def data(self, login: str, query: str, **variables: Any) -> dict[str, Any]:
        """The data of a query that nobody refuses."""
        body = self.ask(login, query, **variables)
        assert "errors" not in body, body["errors"]
        found: dict[str, Any] = body["data"]
        return found


@contextlib.contextmanager
def serving_demo(name: str, var_dir: Path, *, few: bool = False) -> Iterator[Demo]:
    """Serve a copy of the demo with `python -m api serve` while the block runs, or of the one with few of its cases."""
    with (few_cases if few else demo_copy)(name) as copy:
        with pymongo.MongoClient[dict[str, Any]](copy.url) as client:
            rows = list(client[copy.database]["cases"].find({}))
        with serving(copy.url, var_dir, PULT_DATABASE=copy.database, **ENVIRONMENT) as url:
            yield Demo(url, rows)
