"""The planted house, opened once for all roles and all planted leaks; what changes rows gets one of its own."""

import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import AbstractAsyncContextManager
from functools import cache
from pathlib import Path
from typing import Protocol

import pytest
import structlog

from api.leaks.installation import documents
from api.leaks.selection import CORE
from api.logging import configure_logging
from documents.privacy import redaction
from schema.engine.prepared import PreparedDocuments
from tests.leaks.fragments import DocumentsOfFragments
from tests.leaks.house import House, More, no_more, opened_house, settings_of
from tests.leaks.remembering import Memory
from tests.support.store import own


class Opens(Protocol):
    """Opens a house of its own, in which things change."""

    def __call__(self, more: More = no_more) -> AbstractAsyncContextManager[House]: ...


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """Thousands of requests need no line each in the log."""
    known = structlog.get_config()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    yield
    structlog.configure(**known)


_WORKED = cache(redaction._worked.__wrapped__)


@pytest.fixture(autouse=True)
def redacts_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The texts of the town are more than the program remembers, and a case is redacted anew with each change."""
    monkeypatch.setattr(redaction, "_worked", _WORKED)


@pytest.fixture
def is_logged(quiet: None) -> Iterator[logging.Logger]:
    """Logs as in production, of our own all there is; afterwards as before. Gives the logger of everybody else."""
    root = logging.getLogger()
    known, level, handlers = structlog.get_config(), root.level, root.handlers
    configure_logging(as_json=True, level="DEBUG")
    yield root
    structlog.configure(**known)
    root.handlers = handlers
    root.setLevel(level)


@pytest.fixture(scope="session")
def operations(request: pytest.FixtureRequest) -> PreparedDocuments:
    """The documents that are asked, each read, validated and compiled once in this test process; what many of them end with
    is too, unless all is asked."""
    return documents() if request.config.getoption("--doors") == "whole" else DocumentsOfFragments(CORE)


@pytest.fixture(scope="session")
def var_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the houses of this test process have their keys, which are made once."""
    return tmp_path_factory.mktemp("var")


@pytest.fixture(scope="session")
async def house(store_url: str, operations: PreparedDocuments, var_dir: Path) -> AsyncIterator[House]:
    """The house of this test process: no check changes anything in it."""
    async with opened_house(settings_of(store_url, own("leaks"), var_dir), operations) as found:
        found.memory = Memory(found.store)
        yield found


@pytest.fixture(scope="session")
def own_house(store_url: str, operations: PreparedDocuments, var_dir: Path) -> Opens:
    """Opens another one, for who changes rows; they follow each other in one database, those with more in another."""

    def opens(more: More = no_more) -> AbstractAsyncContextManager[House]:
        name = own("leaks_own" if more is no_more else "leaks_more")
        return opened_house(settings_of(store_url, name, var_dir), operations, more)

    return opens
