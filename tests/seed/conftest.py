"""The loaded demo municipality, one copy for each test process."""

import time
from collections.abc import AsyncIterator, Iterator

import pytest

from documents.aggregates import STORED
from documents.kernel.store.connection import StoreSettings, open_store
from documents.office import Office, open_office
from tests.support.prepared import demo_copy


@pytest.fixture(scope="session")
def demo_place() -> Iterator[StoreSettings]:
    """Where this test process has its own copy of the demo."""
    with demo_copy("demo") as place:
        yield place


@pytest.fixture(scope="session")
async def demo(demo_place: StoreSettings) -> AsyncIterator[Office]:
    """An office over the demo."""
    store = await open_store(demo_place, STORED)
    yield await open_office(store, new_id=lambda: "test", monotonic=time.monotonic)
    await store.close()
