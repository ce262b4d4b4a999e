"""GraphQL over HTTP, on a real socket: media types, statuses, malformed requests, masked errors."""

import contextlib
import json
import socket
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from tests.support.server import LiveServer
from tests.support.toy import SECRET

NEW = "application/graphql-response+json"
OLD = "application/json"


def ask(client: httpx.Client, query: str, *, accept: str = NEW, **rest: Any) -> httpx.Response:
    headers = {"Accept": accept, **rest.pop("headers", {})}
    return client.post("/graphql", json={"query": query, **rest}, headers=headers)


def first_error(answer: httpx.Response) -> dict[str, Any]:
    return dict(answer.json()["errors"][0])


def code(answer: httpx.Response) -> str:
    return str(first_error(answer)["extensions"]["code"])


def test_answers_a_query_with_the_media_type_asked_for(client: httpx.Client, bearer: dict[str, str]) -> None:
    for accept in (NEW, OLD):
        answer = ask(client, '{ hello(name: "мир") }', accept=accept, headers=bearer)
        assert answer.status_code == 200
        assert answer.headers["content-type"] == f"{accept}; charset=utf-8"
        assert answer.json() == {"data": {"hello": "Здравствуйте, мир"}}


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        ("*/*", OLD),
        ("application/*", OLD),
        (f"{OLD}, {NEW}", NEW),
        (f"{NEW};q=0.1, {OLD}", OLD),
        (f"{NEW};q=0, */*", OLD),
        ("text/html, application/json", OLD),
        ("APPLICATION/JSON; charset=utf-8", OLD),
    ],
)
def test_chooses_the_media_type_by_the_callers_preference(
    client: httpx.Client, accept: str, expected: str
) -> None:
    answer = ask(client, "{ __typename }", accept=accept)
    assert answer.headers["content-type"].startswith(expected)


@pytest.mark.parametrize("accept", ["text/plain", f"{OLD};q=0", "image/*", "application/xml;q=nonsense"])
def test_refuses_media_types_it_cannot_answer_with(client: httpx.Client, accept: str) -> None:
    answer = ask(client, "{ __typename }", accept=accept)
    assert answer.status_code == 406
    assert code(answer) == "BAD_REQUEST"


@pytest.mark.parametrize(
    "content_type",
    [
        "foo/xapplication/jsony",
        "text/plain",
        "application/jsonp",
        "application/json; charset=utf-16",
        "multipart/form-data; boundary=x",
        "application/x-www-form-urlencoded",
        "",
    ],
)
def test_refuses_bodies_not_declared_as_json(client: httpx.Client, content_type: str) -> None:
    answer = client.post(
        "/graphql", content=b'{"query": "{ __typename }"}', headers={"Content-Type": content_type}
    )
    assert answer.status_code == 415
    assert code(answer) == "BAD_REQUEST"


@pytest.mark.parametrize(
    ("body", "rule"),
    [
        (b"", "malformed_json"),
        (b"{", "malformed_json"),
        (b'{"query": "\xff\xfe"}', "malformed_json"),
        (b'{"query": "\\ud800"}', "malformed_json"),
        (b"[" * 100_000 + b"]" * 100_000, "malformed_json"),
        (b'{"query": "{ __typename }", "variables": ' + b'{"a":' * 40 + b"1" + b"}" * 41, "too_nested"),
        (b'[{"query": "{ __typename }"}]', "batch"),
        (b"[]", "batch"),
        (b'"{ __typename }"', "not_an_object"),
        (b"1", "not_an_object"),
        (b"null", "not_an_object"),
        (b"{}", "query_required"),
        (b'{"query": ""}', "query_required"),
        (b'{"query": ["{ __typename }"]}', "query_required"),
        (b'{"query": "{ __typename }", "variables": []}', "wrong_type"),
        (b'{"query": "{ __typename }", "variables": "{}"}', "wrong_type"),
        (b'{"query": "{ __typename }", "extensions": 0}', "wrong_type"),
        (b'{"query": "{ __typename }", "operationName": 1}', "wrong_type"),
    ],
)
@pytest.mark.parametrize("accept", [NEW, OLD])
def test_answers_400_to_malformed_bodies(client: httpx.Client, body: bytes, rule: str, accept: str) -> None:
    answer = client.post("/graphql", content=body, headers={"Content-Type": OLD, "Accept": accept})
    assert answer.status_code == 400
    error = first_error(answer)
    assert error["extensions"]["code"] == "BAD_REQUEST"
    assert error["extensions"]["facts"]["rule"] == rule
    assert "data" not in answer.json()


@pytest.mark.parametrize(
    ("query", "name", "rule"),
    [
        ("query A { __typename } query B { __typename }", None, "operation_name"),
        ("query A { __typename } query B { __typename }", "", "operation_name"),
        ("query A { __typename }", "B", "unknown_operation"),
        ("{ __typename }", "A", "unknown_operation"),
        ("fragment F on Query { __typename }", None, "no_operation"),
    ],
)
@pytest.mark.parametrize("accept", [NEW, OLD])
def test_runs_nothing_unless_it_is_clear_what(
    client: httpx.Client, query: str, name: str | None, rule: str, accept: str
) -> None:
    answer = ask(client, query, accept=accept, operationName=name)
    assert answer.status_code == 400
    assert first_error(answer)["extensions"]["facts"] == {"rule": rule}


def test_runs_the_named_one_of_several_operations(client: httpx.Client, bearer: dict[str, str]) -> None:
    answer = ask(client, "query A { a: hello } query B { b: hello }", operationName="B", headers=bearer)
    assert list(answer.json()["data"]) == ["b"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("{", "BAD_REQUEST"),
        ("{ \0 }", "BAD_REQUEST"),
        ('{ hello(name: "\\uD800") }', "BAD_REQUEST"),
        ("{ unknown }", "VALIDATION_FAILED"),
        ("query ($id: Int!) { hello }", "VALIDATION_FAILED"),
        ("mutation ($v: Int!) { touch(value: $v) }", "BAD_REQUEST"),
        ("{ desk " + "{ inner " * 14 + "{ title" + " }" * 16, "QUERY_TOO_COSTLY"),
    ],
)
def test_a_faulty_document_is_400_in_the_new_media_type_and_200_in_the_old(
    client: httpx.Client, bearer: dict[str, str], query: str, expected: str
) -> None:
    for accept, status in ((NEW, 400), (OLD, 200)):
        answer = ask(client, query, accept=accept, headers=bearer)
        assert (answer.status_code, code(answer)) == (status, expected)
        assert "data" not in answer.json()


def test_get_runs_queries_only(client: httpx.Client, bearer: dict[str, str]) -> None:
    answer = client.get("/graphql", params={"query": "{ hello }"}, headers=bearer)
    assert answer.json() == {"data": {"hello": "Здравствуйте, МЦУ"}}
    for method in ("GET", "HEAD"):
        refused = client.request(
            method, "/graphql", params={"query": "mutation { touch(value: 1) }"}, headers=bearer
        )
        assert refused.status_code == 405
        assert refused.headers["allow"] == "POST"


def test_get_reads_variables_and_the_operation_name(client: httpx.Client, bearer: dict[str, str]) -> None:
    params = {
        "query": "query A($n: String!) { hello(name: $n) } query B { hello }",
        "variables": json.dumps({"n": "ё"}),
        "operationName": "A",
    }
    answer = client.get("/graphql", params=params, headers=bearer)
    assert answer.json() == {"data": {"hello": "Здравствуйте, ё"}}


@pytest.mark.parametrize(
    "query_string",
    [
        "query=%FF",
        "query={__typename}&variables=[1]",
        "query={__typename}&variables={",
        "query={__typename}&query={__typename}",
        "variables={}",
        "",
        "&".join(f"a{index}=1" for index in range(50)),
    ],
)
def test_get_with_malformed_parameters_is_400(client: httpx.Client, query_string: str) -> None:
    answer = client.get(f"/graphql?{quote(query_string, safe='=&%')}", headers={"Accept": NEW})
    assert answer.status_code == 400
    assert code(answer) == "BAD_REQUEST"


def test_other_methods_are_405(client: httpx.Client) -> None:
    answer = client.put("/graphql", json={"query": "{ __typename }"})
    assert answer.status_code == 405
    assert set(answer.headers["allow"].replace(" ", "").split(",")) >= {"GET", "POST"}


def test_refuses_bodies_above_the_limit(client: httpx.Client, server: LiveServer) -> None:
    limit_bytes = server.settings.graphql_body_bytes
    padded = b'{"query": "{ __typename }"' + b" " * limit_bytes + b"}"
    headers = {"Content-Type": OLD}

    def chunks() -> Any:
        for start in range(0, len(padded), 65_536):
            yield padded[start : start + 65_536]

    announced = client.post("/graphql", content=padded, headers=headers)
    streamed = client.post("/graphql", content=chunks(), headers=headers)
    for answer in (announced, streamed):
        assert answer.status_code == 413
        assert answer.headers["connection"] == "close"


def test_a_body_that_does_not_arrive_in_time_is_refused(fresh_server: Callable[..., LiveServer]) -> None:
    server = fresh_server(receive_seconds=0.3)
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as slow:
        slow.sendall(
            b"POST /graphql HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
            b'Content-Length: 100\r\n\r\n{"query"'
        )
        assert slow.recv(4_096).startswith(b"HTTP/1.1 408")


@pytest.mark.parametrize("field", ["fails", "desk { must }"])
def test_what_we_did_not_mean_to_say_is_masked(
    client: httpx.Client, bearer: dict[str, str], field: str
) -> None:
    answer = ask(client, f"{{ hello {field} }}", headers=bearer)
    assert answer.status_code == 200
    error = first_error(answer)
    assert error["extensions"] == {"code": "INTERNAL", "requestId": answer.headers["x-request-id"]}
    assert answer.json()["data"]["hello"] == "Здравствуйте, МЦУ"
    assert SECRET not in answer.text
    assert "RuntimeError" not in answer.text


def test_an_answer_that_is_no_json_is_masked(client: httpx.Client, bearer: dict[str, str]) -> None:
    answer = ask(client, "{ halfAPair }", headers=bearer)
    assert (answer.status_code, code(answer)) == (500, "INTERNAL")


def test_refusals_keep_code_facts_and_place(client: httpx.Client, bearer: dict[str, str]) -> None:
    answer = ask(client, "{ hello refuses refusesTwice }", headers=bearer)
    told = {error["extensions"]["code"]: error for error in answer.json()["errors"]}
    assert told["FILTER_FORBIDDEN"]["path"] == ["refuses"]
    assert told["FILTER_FORBIDDEN"]["extensions"]["facts"] == {"field": "applicantPhone"}
    assert told["BAD_REQUEST"]["extensions"]["path"] == ["first"]
    assert told["NOT_FOUND"]["path"] == ["refusesTwice"]
    assert answer.json()["data"]["hello"] == "Здравствуйте, МЦУ"


def test_messages_are_russian_and_in_english_on_request(client: httpx.Client, bearer: dict[str, str]) -> None:
    russian = ask(client, "{ refuses }", headers=bearer)
    english = ask(client, "{ refuses }", headers={**bearer, "Accept-Language": "en-GB, ru;q=0.5"})
    assert "недоступны" in first_error(russian)["message"]
    assert first_error(english)["message"] == (
        "You may not filter or sort by applicantPhone: none of your roles shows it without a stated reason."
    )


def test_the_same_introspection_is_executed_once(client: httpx.Client) -> None:
    query = "query Once { __schema { types { name } } }"
    first, second = ask(client, query), ask(client, query)
    assert first.json() == second.json()
    assert "execute;dur" in first.headers["server-timing"]
    assert "execute;dur" not in second.headers["server-timing"]


def test_an_operation_that_takes_too_long_is_ended(fresh_server: Callable[..., LiveServer]) -> None:
    server, headers = _signed_in_on_a_hasty_one(fresh_server)
    with server.client() as client:
        answer = ask(client, "{ hello waits }", headers=headers)
    assert answer.headers["retry-after"] == "1"
    assert (answer.status_code, code(answer)) == (503, "TIMEOUT")
    assert "data" not in answer.json()


def _signed_in_on_a_hasty_one(fresh_server: Callable[..., LiveServer]) -> tuple[LiveServer, dict[str, str]]:
    """A server that soon ends an operation, and the header of who is signed in. Signing in has the same deadline: where the
    machine is too slow for it, another one has a longer."""
    for seconds in (0.5, 2, 8):
        server = fresh_server(operation_seconds=seconds)
        with contextlib.suppress(httpx.HTTPStatusError):
            return server, server.bearer()
    raise AssertionError("nobody signs in within 8 seconds")
