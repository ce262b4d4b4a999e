"""The demo municipality behind a real server process, and its people asking over HTTP."""

import contextlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pymongo

from documents.cases.document import Case
from tests.support import web
from tests.support.keys import ENVIRONMENT
from tests.support.prepared import BATCH_ROWS, demo_copy, demo_passwords
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
def serving_demo(name: str, var_dir: Path, *, only: Mapping[str, Any] | None = None) -> Iterator[Demo]:
    """Serve a copy of the demo with `python -m api serve` while the block runs; `only` says which cases are kept."""
    with demo_copy(name) as copy:
        with pymongo.MongoClient[dict[str, Any]](copy.url) as client:
            cases = client[copy.database]["cases"]
            rows = list(cases.find(only or {}))
            if only is not None:
                # Thousands of rows are put away much faster than they are taken out of the indexes, one after another.
                cases.drop()
                cases.create_indexes(Case.Settings.indexes)
                # One write of them all is more than the server has room for.
                for batch in range(0, len(rows), BATCH_ROWS):
                    cases.insert_many(rows[batch : batch + BATCH_ROWS])
        with serving(copy.url, var_dir, PULT_DATABASE=copy.database, **ENVIRONMENT) as url:
            yield Demo(url, rows)
