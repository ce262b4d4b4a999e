"""Where the time of an operation went: counted by operation and phase, shown in development only."""

import re
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from graphql import build_schema

from api.http.phases import OTHERS, PHASES, PhaseTable, Watch
from schema.engine.prepared import PreparedDocuments, PreparedOperation
from tests.support import web
from tests.support.demo import Demo
from tests.support.keys import PERSONAL_SECRET, SEARCH_SECRET
from tests.support.server import LiveServer

OPERATIONS = PreparedDocuments(build_schema("type Query { a: Int b: Int c: Int }"))
STRONG_SECRET = "Zq3v9Lw0tYb7Xn5RkD2mPf8JhGcT1sUa"


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def watched(*steps: tuple[str | None, float], commands: tuple[tuple[float, float], ...] = ()) -> Watch:
    """Phases that took so many seconds, one after the other."""
    clock = Clock()
    watch = Watch(clock)
    watch.commands.extend(commands)
    for phase, seconds in steps:
        clock.now += seconds
        watch.ends(phase)
    return watch


def operation(text: str) -> PreparedOperation:
    return OPERATIONS.choose(OPERATIONS.prepare(text), None)


def shown(answer: httpx.Response) -> dict[str, float]:
    header = answer.headers.get("server-timing", "")
    return {name: float(took) for name, took in re.findall(r"(\w+);dur=([\d.]+)", header)}


def test_a_phase_may_come_in_several_pieces_and_waiting_for_a_body_is_nobodys() -> None:
    watch = watched(("rights", 1), (None, 50), ("guard", 2), ("rights", 3))
    assert watch.seconds == {"rights": 4, "guard": 2}


def test_commands_at_the_same_time_count_once_and_are_not_in_the_phase_that_waited() -> None:
    # From 101 to 104 and from 106 to 107 something was under way: 4 s of the 10.
    watch = watched(("execute", 10), commands=((106, 107), (101, 103), (102, 104)))
    assert watch.seconds == {"execute": 6, "database": 4}


def test_a_command_belongs_to_the_database_whichever_phase_waited_for_it() -> None:
    clock = Clock()
    watch = Watch(clock)
    for phase in ("rights", "execute"):
        watch.commands.append((clock.now, clock.now + 1))
        clock.now += 3
        watch.ends(phase)
    assert watch.seconds == {"rights": 2, "execute": 2, "database": 2}


def test_the_header_is_in_milliseconds_and_in_the_order_of_the_phases() -> None:
    assert watched(("encode", 0.25), ("guard", 0.0015)).header() == "guard;dur=1.50, encode;dur=250.00"


def test_requests_are_added_up_by_operation() -> None:
    table = PhaseTable()
    for _ in range(2):
        table.note(operation("query Ours { a }"), watched(("guard", 1), ("execute", 2)))
    table.note(operation("query Ours { b }"), watched(("guard", 5)))
    told = table.figures()
    assert sorted(label.split()[0] for label in told) == ["Ours", "Ours"]
    assert {"count": 2, "guard": 2, "execute": 4} in told.values()
    assert {"count": 1, "guard": 5} in told.values()


def test_of_too_many_operations_those_used_longest_ago_are_added_together() -> None:
    table = PhaseTable(most=1)
    for text in ("{ a }", "{ b }", "{ a }", "{ c }"):
        table.note(operation(text), watched(("execute", 1)))
    told = table.figures()
    assert len(told) == 2
    assert told[OTHERS] == {"count": 3, "execute": 3}


def test_what_the_door_counted_can_be_asked_for(fresh_server: Callable[..., LiveServer]) -> None:
    server = fresh_server()
    with server.client(headers=server.bearer()) as client:
        for query in ("query Who { me }", "query Who { me }", "query Unknown { unknown }"):
            client.post("/graphql", json={"query": query})
    assert server.app is not None
    told: Any = server.app.figures()
    assert [label.split()[0] for label in told["operations"]] == ["Who"]
    (row,) = told["operations"].values()
    assert row["count"] == 2
    assert row.keys() - {"count", "database"} == {"guard", "rights", "execute", "encode"}
    assert (told["caches"]["documents"]["hits"], told["caches"]["documents"]["misses"]) == (1, 2)
    assert told["tokens"] == {"hits": 2, "misses": 1, "entries": 1}
    assert "engine" in told


def test_development_shows_the_phases_with_the_time_of_the_database(demo: Demo) -> None:
    demo.ask("head", "{ __typename }")
    headers = {"Authorization": f"Bearer {demo.tokens['head']}"}
    query = {"query": "{ cases(first: 5) { nodes { id } } }"}
    answer = web.post(f"{demo.url}/graphql", json=query, headers=headers, timeout=20)
    told = shown(answer)
    assert tuple(told) == PHASES
    assert told["database"] > 0


@pytest.mark.parametrize("origin", ["http://localhost:5173"])
def test_scripts_may_read_the_phases(client: httpx.Client, origin: str) -> None:
    answer = client.post("/graphql", json={"query": "{ __typename }"}, headers={"Origin": origin})
    assert "guard" in shown(answer)
    assert "Server-Timing" in answer.headers["access-control-expose-headers"]


KEYS = {"personal_keys": f"1:{PERSONAL_SECRET}", "search_key": SEARCH_SECRET}


def test_production_shows_no_timings(fresh_server: Callable[..., LiveServer]) -> None:
    server = fresh_server(mode="production", secret=STRONG_SECRET, **KEYS)
    with server.client() as client:
        answer = client.post("/graphql", json={"query": "{ __typename }"})
    assert answer.status_code == 200
    assert "server-timing" not in answer.headers
