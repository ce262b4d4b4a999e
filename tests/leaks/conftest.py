"""The planted house, opened once for all roles and all planted leaks; what changes rows gets one of its own."""

import logging
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import AbstractAsyncContextManager
from typing import Protocol

import pytest
import structlog

from api.leaks.installation import documents
from documents.kernel.record import Record
from schema.engine.prepared import PreparedDocuments
from tests.leaks.house import House, opened_house, settings_of
from tests.support.store import own


class Opens(Protocol):
    """Opens a house of its own, in which things change."""

    def __call__(self, more: Iterable[Record] = ()) -> AbstractAsyncContextManager[House]: ...


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """Thousands of requests need no line each in the log."""
    known = structlog.get_config()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    yield
    structlog.configure(**known)


@pytest.fixture(scope="session")
def operations() -> PreparedDocuments:
    """The documents that are asked, each read, validated and compiled once in this test process."""
    return documents()


@pytest.fixture(scope="session")
async def house(
    store_url: str, operations: PreparedDocuments, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[House]:
    """The house of this test process: no check changes anything in it."""
    settings = settings_of(store_url, own("leaks"), tmp_path_factory.mktemp("var"))
    async with opened_house(settings, operations) as found:
        yield found


@pytest.fixture(scope="session")
def own_house(
    store_url: str, operations: PreparedDocuments, tmp_path_factory: pytest.TempPathFactory
) -> Opens:
    """Opens another one, for who changes rows."""

    def opens(more: Iterable[Record] = ()) -> AbstractAsyncContextManager[House]:
        settings = settings_of(store_url, own("leaks_own"), tmp_path_factory.mktemp("var"))
        return opened_house(settings, operations, more)

    return opens
