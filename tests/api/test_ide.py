"""The page at /graphql: complete, from this server alone, with examples that the schema knows."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from graphql import get_introspection_query

from api.dev.graphiql import BUILT, INSTALLED, OURS, ROOT, page_files
from schema.build import schema
from schema.engine.prepared import PreparedDocuments
from tests.support.server import LiveServer

PAGE = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
OWN = sorted(path.name for path in OURS.iterdir())
EXAMPLES = [
    pytest.param(example, id=example["title"])
    for group in json.loads((OURS / "examples.json").read_text(encoding="utf-8"))
    for example in group["examples"]
]


@pytest.fixture(scope="module")
def operations() -> PreparedDocuments:
    """The documents of the real schema."""
    return PreparedDocuments(schema._schema)


def loaded(page: str) -> list[str]:
    """The addresses that a page loads from its server."""
    return re.findall(r'(?:src|href)="(/[^"]+)"', page)


def test_a_browser_gets_the_page_and_may_load_it_from_here_only(client: httpx.Client) -> None:
    answer = client.get("/graphql", headers=PAGE)
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'; script-src 'self'; style-src 'self' 'sha256-" in policy
    assert "unsafe" not in policy
    assert len(loaded(answer.text)) > len(BUILT)
    for path in loaded(answer.text):
        assert client.get(path).status_code == 200


@pytest.mark.parametrize("name", OWN)
def test_the_page_names_no_other_server_and_no_inline_script(name: str) -> None:
    text = (OURS / name).read_text(encoding="utf-8")
    assert re.findall(r"https?://|[\"'(]//", text) == []
    assert re.findall(r"<script(?![^>]*src=)|<style|\sstyle=|\son\w+=\"|javascript:", text) == []


def test_only_the_files_of_the_page_are_given(client: httpx.Client) -> None:
    for path in ("index.html", "missing.html", "nothing.js", "..%2F..%2Fsettings.py", "%2e%2e/app.py"):
        assert client.get(f"/graphql/ide/{path}").status_code == 404


def test_graphiql_comes_from_where_make_installed_it(client: httpx.Client) -> None:
    for name, source in BUILT.items():
        assert client.get(f"/graphql/ide/{name}").content == (ROOT / INSTALLED / source).read_bytes()


def test_what_is_asked_for_by_its_tag_is_kept_for_good_and_all_else_is_asked_for_again(
    client: httpx.Client,
) -> None:
    page = client.get("/graphql", headers=PAGE).text
    tagged = [path for path in loaded(page) if "?v=" in path]
    assert len(tagged) == len(BUILT)
    for path in tagged:
        assert "immutable" in client.get(path).headers["cache-control"]
        assert client.get(f"{path}0").headers["cache-control"] == "no-cache"
    own = client.get("/graphql/ide/page.js")
    assert own.headers["cache-control"] == "no-cache"
    again = client.get("/graphql/ide/page.js", headers={"If-None-Match": own.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_without_graphiql_the_page_says_how_to_install_it(tmp_path: Path) -> None:
    found = page_files(tmp_path)
    page = found.page.content.decode()
    assert "<code>make run</code>" in page
    assert [name for name in loaded(page) if name.startswith("/graphql/ide/")] == ["/graphql/ide/page.css"]
    assert "/graphql/schema.graphql" in page
    assert set(found.files) & set(BUILT) == set()


def test_every_file_of_ours_is_loaded_by_the_page() -> None:
    told = "".join((OURS / name).read_text(encoding="utf-8") for name in OWN)
    assert [name for name in OWN if name not in told and not name.endswith(".html")] == []


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_example_fits_the_schema(operations: PreparedDocuments, example: dict[str, list[str]]) -> None:
    prepared = operations.prepare("\n".join(example["query"]))
    assert operations.validation_errors(prepared) == []


def test_graphiqls_introspection_stays_within_the_limits(operations: PreparedDocuments) -> None:
    prepared = operations.prepare(get_introspection_query(input_value_deprecation=True))
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
    script = client.get("/graphql/ide/session.js").text
    assert re.findall(r'<html lang="(\w+)"', page) == ["ru"]
    assert '"Accept-Language": document.documentElement.lang' in script
