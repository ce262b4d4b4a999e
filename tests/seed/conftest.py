"""The loaded demo municipality, one copy for each test process."""

import time
from collections.abc import AsyncIterator, Iterator

import pytest

from documents.aggregates import STORED
from documents.container import Container, open_container
from documents.kernel.store.connection import StoreSettings, open_store
from tests.support.prepared import demo_copy


@pytest.fixture(scope="session")
def demo_place() -> Iterator[StoreSettings]:
    """Where this test process has its own copy of the demo."""
    with demo_copy("demo") as place:
        yield place


@pytest.fixture(scope="session")
async def demo(demo_place: StoreSettings) -> AsyncIterator[Container]:
    """A container over the demo."""
    store = await open_store(demo_place, STORED)
    yield await open_container(store, new_id=lambda: "test", monotonic=time.monotonic)
    await store.close()
