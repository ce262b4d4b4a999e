"""What surrounds every request: hosts, origins, request ids, security headers."""

from collections.abc import Callable

import httpx
import pytest

from tests.support.server import LiveServer

DOORS = ["/health/live", "/graphql", "/nowhere", "/graphql/schema.graphql"]


@pytest.mark.parametrize("path", DOORS)
def test_every_answer_has_its_id_and_security_headers(client: httpx.Client, path: str) -> None:
    answer = client.get(path)
    assert len(answer.headers["x-request-id"]) >= 8
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["x-frame-options"] == "DENY"
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "server" not in answer.headers


def test_a_harmless_request_id_is_kept_and_any_other_replaced(client: httpx.Client) -> None:
    kept = client.get("/health/live", headers={"X-Request-Id": "proxy-12345678"})
    replaced = client.get("/health/live", headers={"X-Request-Id": 'x"} forged log line'})
    assert kept.headers["x-request-id"] == "proxy-12345678"
    assert "forged" not in replaced.headers["x-request-id"]


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "127.0.0.1.evil:80", "", "[::2]"])
def test_refuses_names_that_are_not_ours(client: httpx.Client, host: str) -> None:
    answer = client.get("/graphql/schema.graphql", headers={"Host": host})
    assert answer.status_code == 421


@pytest.mark.parametrize("path", ["/health/live", "/health/ready"])
def test_whoever_probes_the_process_may_name_it_as_it_likes(client: httpx.Client, path: str) -> None:
    assert client.get(path, headers={"Host": "10.0.3.17:8000"}).status_code == 200
    assert client.get(path, headers={"Host": "pult api"}).status_code == 400


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:8000", "127.0.0.1:1", "[::1]:8000", "localhost."])
def test_answers_under_its_own_names(client: httpx.Client, host: str) -> None:
    assert client.get("/graphql/schema.graphql", headers={"Host": host}).status_code == 200


def preflight(client: httpx.Client, origin: str) -> httpx.Response:
    headers = {
        "Origin": origin,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization, content-type",
    }
    return client.options("/graphql", headers=headers)


def test_local_origins_are_allowed_in_development_and_no_others(client: httpx.Client) -> None:
    assert preflight(client, "http://localhost:5173").headers["access-control-allow-origin"] == (
        "http://localhost:5173"
    )
    for origin in ("https://evil.example", "http://localhost.evil.example", "null"):
        assert "access-control-allow-origin" not in preflight(client, origin).headers


def test_scripts_of_allowed_origins_may_read_our_headers(client: httpx.Client) -> None:
    answer = client.get("/health/live", headers={"Origin": "http://localhost:5173"})
    exposed = answer.headers["access-control-expose-headers"]
    of_any_answer = {"Retry-After", "X-Request-Id", "Server-Timing"}
    of_files = {"Content-Disposition", "Content-Range", "ETag"}
    assert {part.strip() for part in exposed.split(",")} == of_any_answer | of_files
    assert "access-control-allow-credentials" not in answer.headers


def test_production_allows_no_origin_that_is_not_listed(server: LiveServer) -> None:
    assert server.settings.cors_origins == ()


@pytest.mark.parametrize(
    "names",
    [
        "apollographql-client-name, apollographql-client-version",
        "apollo-require-preflight",
        "traceparent, tracestate, baggage",
        "x-apollo-operation-name, x-requested-with, graphql-preflight",
        "idempotency-key",
        "x-of-the-house",
    ],
)
def test_header_fields_of_the_usual_clients_and_of_the_settings_are_allowed(
    fresh_server: Callable[..., LiveServer], names: str
) -> None:
    server = fresh_server(cors_headers=("X-Of-The-House",))
    headers = {
        "Origin": "http://localhost:5173",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": names,
    }
    with server.client() as client:
        answer = client.options("/graphql", headers=headers)
        refused = client.options("/graphql", headers={**headers, "Access-Control-Request-Headers": "x-other"})
    assert answer.status_code == 200
    assert refused.status_code == 400
