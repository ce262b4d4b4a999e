"""What is open without a token (contract §1), in development and in production."""

from collections.abc import Callable, Iterator

import httpx
import pytest

from tests.api.conftest import ACCOUNTS, STRONG_SECRET
from tests.support.keys import PERSONAL_SECRET, SEARCH_SECRET
from tests.support.server import LiveServer, live_server
from tests.support.store import own
from tests.support.toy import toy_context, toy_schema

SCHEMA_ONLY = "{ __schema { queryType { name } } __typename }"
CLOSED = [
    "{ hello }",
    "{ hello __typename }",
    "{ ...F } fragment F on Query { hello }",
    "{ ... on Query { hello } }",
    "{ __typename: hello }",
    "{ __schema { queryType { name } } hello }",
    "mutation { touch(value: 1) }",
    "{ unknown }",
]


@pytest.fixture(scope="module")
def production(store_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    """A server in production mode, at which everybody only asks."""
    with live_server(
        store_url,
        own("doors_production"),
        tmp_path_factory.mktemp("var-production"),
        toy_schema,
        toy_context,
        accounts=ACCOUNTS,
        mode="production",
        secret=STRONG_SECRET,
        personal_keys=f"1:{PERSONAL_SECRET}",
        search_key=SEARCH_SECRET,
    ) as live:
        yield live


def ask(client: httpx.Client, query: str) -> httpx.Response:
    return client.post("/graphql", json={"query": query})


@pytest.mark.parametrize("query", CLOSED)
def test_everything_of_ours_asks_for_a_token(client: httpx.Client, query: str) -> None:
    answer = ask(client, query)
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"].startswith("Bearer")
    assert [error["extensions"]["code"] for error in answer.json()["errors"]] == ["UNAUTHENTICATED"]
    assert "data" not in answer.json()


@pytest.mark.parametrize("query", ["{ __typename }", "query Ping { t: __typename }", SCHEMA_ONLY])
def test_development_answers_typename_and_introspection(client: httpx.Client, query: str) -> None:
    assert "errors" not in ask(client, query).json()


def test_production_answers_typename_alone(production: LiveServer) -> None:
    with production.client() as client:
        assert ask(client, "{ __typename }").json() == {"data": {"__typename": "Query"}}
        assert ask(client, SCHEMA_ONLY).status_code == 401
        assert client.get("/graphql/schema.graphql").status_code == 401
        assert client.get("/graphql", headers={"Accept": "text/html"}).status_code == 401
        for path in ("/graphql/ide/page.js", "/graphql/ide/demo-accounts"):
            assert client.get(path).status_code == 404
        bearer = production.bearer()
        assert ask_with(client, SCHEMA_ONLY, bearer).status_code == 200
        assert "type Query" in client.get("/graphql/schema.graphql", headers=bearer).text


@pytest.mark.parametrize(
    "query",
    [
        "{ __typename } fragment F on Message { applicnt }",
        "{ __typename ...F } fragment F on Query { __typename }",
        "{ ... on Query { __typename } }",
        "{ __typename(a: 1) }",
        "{ __typename { a } }",
        "{ __typename @skip(if: true) }",
        "{ __typename @reqires }",
        "query Q($x: Mesage) { __typename }",
        "query Q @unknown { __typename }",
        "{ __typename } type Extra { a: Int }",
        "query A { __typename } query B { __typename }",
        "query A { __typename } query B { helo }",
        "subscription { __typename helo }",
        "{ __typename",
        "{}",
        "{ " + "__typename " * 2_000 + "}",
    ],
)
def test_production_tells_the_anonymous_nothing_of_a_document(production: LiveServer, query: str) -> None:
    with production.client() as client:
        answers = [ask(client, query), client.get("/graphql", params={"query": query})]
    for answer in answers:
        assert answer.status_code == 401
        assert [one["extensions"] for one in answer.json()["errors"]] == [{"code": "UNAUTHENTICATED"}]


def test_production_refuses_demo_accounts(production: LiveServer) -> None:
    with pytest.raises(httpx.HTTPStatusError):
        production.sign_in("demo")


def ask_with(client: httpx.Client, query: str, headers: dict[str, str]) -> httpx.Response:
    return client.post("/graphql", json={"query": query}, headers=headers)


@pytest.mark.parametrize(
    "header", ["Bearer", "Bearer abc", "Bearer  x y", "Basic YTpi", "Bearer a.b.c", "Bearer " + "x" * 5_000]
)
def test_a_token_that_does_not_hold_is_refused_even_where_none_is_needed(
    client: httpx.Client, header: str
) -> None:
    answer = ask_with(client, "{ __typename }", {"Authorization": header})
    assert answer.status_code == 401


def test_the_open_doors_are_open(client: httpx.Client) -> None:
    assert client.get("/health/live").json() == {"status": "live"}
    assert client.get("/health/ready").json() == {"status": "ready"}
    keys = client.get("/.well-known/jwks.json").json()["keys"]
    assert [key["alg"] for key in keys] == ["ES256"]
    assert all("d" not in key for key in keys)


def test_readiness_is_told_to_neighbors_only(fresh_server: Callable[..., LiveServer]) -> None:
    server = fresh_server(health_networks=("10.0.0.0/8",))
    with server.client() as client:
        assert client.get("/health/ready").status_code == 403
        assert client.get("/health/live").status_code == 200
