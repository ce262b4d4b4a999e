"""The loaded demo municipality, one copy for each test process."""

import time
from collections.abc import AsyncIterator, Iterator

import pytest

from documents.aggregates import STORED
from documents.kernel.store.connection import StoreSettings, open_store
from documents.office import Office, open_office
from tests.support.prepared import prepared_store
from tests.support.store import temporary_store


@pytest.fixture(scope="session")
def demo_url(worker_name: str) -> Iterator[str]:
    """The address of a server that holds this test process's own copy of the demo."""
    with temporary_store(f"demo-{worker_name}", prepared=prepared_store()) as store:
        yield store.url


@pytest.fixture(scope="session")
async def demo(demo_url: str) -> AsyncIterator[Office]:
    """An office over the demo."""
    store = await open_store(StoreSettings(demo_url), STORED)
    yield await open_office(store, new_id=lambda: "test", monotonic=time.monotonic)
    await store.close()
