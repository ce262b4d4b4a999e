"""Servers for the tests of the doors: one for reading, and fresh ones where a test changes what it stands on."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.support.demo import Demo, serving_demo
from tests.support.observed import IMPATIENT
from tests.support.served_town import ServedTown, peopled_town, serving_town
from tests.support.server import LiveServer, live_server, put_accounts
from tests.support.standing import Database
from tests.support.store import database_url, own
from tests.support.toy import toy_context, toy_schema

ACCOUNTS: dict[str, dict[str, Any]] = {
    "anna": {},
    "boris": {},
    "dismissed": {"is_active": False},
    "client": {"password_hash": None, "client_name": "Партнёр"},
    "demo": {"is_demo": True},
}
STRONG_SECRET = "Zq3v9Lw0tYb7Xn5RkD2mPf8JhGcT1sUa"


@pytest.fixture(scope="session")
def server(store_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    """A server in development mode that no test harms."""
    var_dir = tmp_path_factory.mktemp("var")
    with live_server(store_url, own("doors"), var_dir, toy_schema, toy_context, accounts=ACCOUNTS) as live:
        yield live


@pytest.fixture
def fresh_server(store_url: str, tmp_path: Path) -> Iterator[Callable[..., LiveServer]]:
    """Starts servers of a test's own, with settings of its own, each on an empty database."""
    with ExitStack() as stack:

        def start(**settings: Any) -> LiveServer:
            context = live_server(
                store_url,
                own("doors_fresh"),
                tmp_path,
                toy_schema,
                toy_context,
                accounts=ACCOUNTS,
                **settings,
            )
            return stack.enter_context(context)

        yield start


@pytest.fixture(scope="module")
def kept_server(store_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    """A server for the tests of a module, each of which has it as `own_server`."""
    folder = tmp_path_factory.mktemp("var-kept")
    with live_server(
        store_url, own("doors_kept"), folder, toy_schema, toy_context, accounts=ACCOUNTS
    ) as live:
        yield live


@pytest.fixture
def own_server(kept_server: LiveServer) -> LiveServer:
    """A server whose accounts, sessions and lock-outs belong to one test: nobody has signed in or failed to."""
    kept_server.do(lambda store: put_accounts(store, ACCOUNTS))
    return kept_server


@pytest.fixture
def client(server: LiveServer) -> Iterator[httpx.Client]:
    """An anonymous client."""
    with server.client() as one:
        yield one


@pytest.fixture(scope="session")
def bearer(server: LiveServer) -> dict[str, str]:
    """The header of a signed-in caller."""
    return server.bearer()


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """The demo municipality behind `python -m api serve`."""
    with serving_demo("served-demo", tmp_path_factory.mktemp("var-demo")) as served:
        yield served


@pytest.fixture(scope="module")
def living_demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """A demo of its own, with few cases, for tests that change it."""
    with serving_demo("living-demo", tmp_path_factory.mktemp("var-living"), few=True) as served:
        yield served


@pytest.fixture
def unserved_town(store_url: str) -> Iterator[Database]:
    """The database of a town for commands and servers of a test's own; nobody serves it."""
    with peopled_town(database_url(store_url, own("served")), own("served")) as database:
        yield database


@pytest.fixture
def served_town(store_url: str, tmp_path: Path) -> Iterator[ServedTown]:
    """A town of a test's own behind `python -m api serve`, which notices soon what was done beside it."""
    with serving_town(store_url, own("served"), tmp_path, **IMPATIENT) as served:
        yield served


@pytest.fixture(scope="module")
def shared_town(store_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedTown]:
    """The same for the tests of a module that stand in nobody's way."""
    with serving_town(store_url, own("shared"), tmp_path_factory.mktemp("var-town"), **IMPATIENT) as served:
        yield served
