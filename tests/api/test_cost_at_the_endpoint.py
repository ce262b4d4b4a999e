"""What an operation costs, told and refused at the door."""

from typing import Any

import httpx

from tests.support import web
from tests.support.demo import Demo

NEW = "application/graphql-response+json"
# A list that nobody declared counts as 20: 20 × (1 + 100) points.
TOO_DEAR = "{ desks { " + " ".join(f"a{index}: inner {{ title }}" for index in range(100)) + " } }"


def ask(client: httpx.Client, query: str, **headers: str) -> httpx.Response:
    return client.post("/graphql", json={"query": query}, headers={"Accept": NEW, **headers})


def test_a_costly_operation_is_refused_before_it_runs(client: httpx.Client, bearer: dict[str, str]) -> None:
    answer = ask(client, TOO_DEAR, **bearer)
    (error,) = answer.json()["errors"]
    facts: dict[str, Any] = error["extensions"]["facts"]
    assert answer.status_code == 400
    assert error["extensions"]["code"] == "QUERY_TOO_COSTLY"
    assert (facts["rule"], facts["cost"], facts["limit"]) == ("points", 2_020, 2_000)
    assert facts["dearest"][0] == {"path": "desks", "points": 20}
    assert len(facts["dearest"]) == 3
    assert "2020" in error["message"]
    assert "data" not in answer.json()
    assert "execute;dur" not in answer.headers.get("server-timing", "")


def test_the_refusal_speaks_english_too(client: httpx.Client, bearer: dict[str, str]) -> None:
    answer = ask(client, TOO_DEAR, **bearer, **{"Accept-Language": "en"})
    assert answer.json()["errors"][0]["message"].startswith(
        "The operation costs 2020 points; the limit is 2000."
    )


def test_a_costly_operation_that_does_not_fit_the_schema_is_stopped_first(
    client: httpx.Client, bearer: dict[str, str]
) -> None:
    answer = ask(client, TOO_DEAR[:-1] + "unknown }", **bearer)
    assert answer.json()["errors"][0]["extensions"]["code"] == "QUERY_TOO_COSTLY"


def test_the_cost_is_told_when_asked_for(client: httpx.Client, bearer: dict[str, str]) -> None:
    query = "{ desk { inner { title } } }"
    assert "extensions" not in ask(client, query, **bearer).json()
    told = ask(client, query, **bearer, **{"Pult-Cost": "1"}).json()
    assert told["extensions"] == {"cost": {"requested": 2, "actual": 2, "limit": 2_000}}
    assert told["data"] == {"desk": {"inner": {"title": "Приёмная"}}}


def test_what_really_came_back_is_told_beside_what_was_reckoned_with(
    client: httpx.Client, bearer: dict[str, str]
) -> None:
    query = "{ desks { inner { title } } }"
    told = ask(client, query, **bearer, **{"Pult-Cost": "1"}).json()
    # The list has one desk; it was reckoned with twenty.
    assert told["extensions"]["cost"] == {"requested": 40, "actual": 2, "limit": 2_000}


def test_a_page_of_cases_is_worth_what_stands_on_it(demo: Demo) -> None:
    query = """{ cases(first: 5) { totalCount { value } nodes { id sector { code } allowedActions { action } } } }"""
    rows = demo.data("head", query)["cases"]["nodes"]
    headers = {"Authorization": f"Bearer {demo.tokens['head']}", "Pult-Cost": "1"}
    answer = web.post(f"{demo.url}/graphql", json={"query": query}, headers=headers, timeout=20)
    told = answer.json()["extensions"]["cost"]
    sectors = sum(row["sector"] is not None for row in rows)
    assert told["actual"] == 20 + 2 * len(rows) + sectors
    assert told["requested"] == 20 + 3 * 5


def test_what_was_refused_came_to_nothing(client: httpx.Client, bearer: dict[str, str]) -> None:
    for query in (TOO_DEAR, "{ desk { title } unknown }", "{ fails }"):
        told = ask(client, query, **bearer, **{"Pult-Cost": "1"}).json()
        assert told["extensions"]["cost"]["actual"] == 0


def test_the_cost_is_told_beside_errors_too(client: httpx.Client, bearer: dict[str, str]) -> None:
    for query, requested in ((TOO_DEAR, 2_020), ("{ desk { title } unknown }", 1), ("{ fails }", 0)):
        told = ask(client, query, **bearer, **{"Pult-Cost": "1"}).json()
        assert told["errors"]
        assert told["extensions"]["cost"]["requested"] == requested


def test_introspection_costs_nothing_and_is_kept_without_the_figure(client: httpx.Client) -> None:
    query = "query Costs { __schema { types { fields { type { name } } } } }"
    asked = [ask(client, query, **{"Pult-Cost": "1"}).json() for _ in range(2)]
    assert [one["extensions"]["cost"]["requested"] for one in asked] == [0, 0]
    assert "extensions" not in ask(client, query).json()


def test_nobody_learns_a_cost_without_a_token(client: httpx.Client) -> None:
    answer = ask(client, TOO_DEAR, **{"Pult-Cost": "1"})
    assert answer.status_code == 401
    assert "extensions" not in answer.json()
