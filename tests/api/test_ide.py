"""The page at /graphql: complete, from this server alone, with examples that the schema knows."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from api.dev.ide_page import FOLDER, TYPES
from schema.build import schema
from schema.engine.prepared import PreparedDocuments
from tests.support.server import LiveServer

PAGE = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
EXAMPLES = [
    pytest.param(example, id=example["title"])
    for group in json.loads((FOLDER / "examples.json").read_text(encoding="utf-8"))
    for example in group["examples"]
]


@pytest.fixture(scope="module")
def operations() -> PreparedDocuments:
    """The documents of the real schema."""
    return PreparedDocuments(schema._schema)


def test_a_browser_gets_the_page_and_may_load_it_from_here_only(client: httpx.Client) -> None:
    answer = client.get("/graphql", headers=PAGE)
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    for path in re.findall(r'(?:src|href)="(/[^"]+)"', answer.text):
        assert client.get(path).status_code == 200


@pytest.mark.parametrize("name", ["index.html", *TYPES])
def test_the_page_names_no_other_server_and_no_inline_script(name: str) -> None:
    text = (FOLDER / name).read_text(encoding="utf-8")
    assert re.findall(r"https?://|[\"'(]//", text) == []
    assert re.findall(r"<script(?![^>]*src=)|<style|\son\w+=\"|javascript:", text) == []


def test_only_the_files_of_the_page_are_given(client: httpx.Client) -> None:
    for path in ("index.html", "nothing.js", "..%2F..%2Fsettings.py", "%2e%2e/app.py"):
        assert client.get(f"/graphql/ide/{path}").status_code == 404


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_example_fits_the_schema(operations: PreparedDocuments, example: dict[str, list[str]]) -> None:
    prepared = operations.prepare("\n".join(example["query"]))
    assert operations.validation_errors(prepared) == []


def test_the_pages_own_introspection_stays_within_the_limits(operations: PreparedDocuments) -> None:
    source = (FOLDER / "docs.js").read_text(encoding="utf-8")
    depth = int(re.search(r"TYPE_DEPTH = (\d+)", source)[1])  # type: ignore[index]  # it is there, or the test fails
    reference = "kind name" + " ofType { kind name" * depth + " }" * depth
    value = f"name description defaultValue type {{ {reference} }}"
    text = re.search(r"const INTROSPECTION = `(.*?)`;", source, re.DOTALL)[1]  # type: ignore[index]  # the same
    query = text.replace("${VALUE}", value).replace("${typeRef(TYPE_DEPTH)}", reference)
    prepared = operations.prepare(query)
    assert operations.validation_errors(prepared) == []
    assert operations.choose(prepared, None).figures.is_introspection_only


def test_demo_logins_are_listed_where_they_were_seeded(
    fresh_server: Callable[..., LiveServer], tmp_path: Path
) -> None:
    server = fresh_server()
    with server.client() as client:
        assert client.get("/graphql/ide/demo-accounts").json() == []
        accounts = [{"login": "anna", "password": "x", "roles": []}, {"clientId": "demo-partner"}]
        (tmp_path / "demo-accounts.json").write_text(json.dumps(accounts), encoding="utf-8")
        assert client.get("/graphql/ide/demo-accounts").json() == accounts[:1]
        (tmp_path / "demo-accounts.json").write_text("{", encoding="utf-8")
        assert client.get("/graphql/ide/demo-accounts").json() == []


def test_the_sdl_is_given_once_to_who_keeps_it(client: httpx.Client) -> None:
    first = client.get("/graphql/schema.graphql")
    assert "type Query" in first.text
    again = client.get("/graphql/schema.graphql", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_the_page_asks_in_the_language_that_it_is_written_in(client: httpx.Client) -> None:
    page = client.get("/graphql", headers=PAGE).text
    script = client.get("/graphql/ide/ide.js").text
    assert re.findall(r'<html lang="(\w+)"', page) == ["ru"]
    assert '"Accept-Language": document.documentElement.lang' in script
