"""A town, or a centre, of its own for each test of operations."""

import itertools
from collections.abc import AsyncIterator

import pytest

from documents.aggregates import RECORDS
from documents.kernel.store.connection import Store, StoreSettings, open_store
from tests.support.centre import Centre, open_centre
from tests.support.town import Town, open_town

_numbers = itertools.count(1)


@pytest.fixture
async def town(store_url: str) -> AsyncIterator[Town]:
    """A freshly founded town."""
    built = await open_town(store_url, f"town{next(_numbers)}")
    yield built
    await built.store.drop()
    await built.store.close()


@pytest.fixture(scope="session")
async def centre_store(store_url: str, worker_name: str) -> AsyncIterator[Store]:
    """An open database with all indexes, for the tests of the centre."""
    store = await open_store(StoreSettings(url=store_url, database=f"centre_{worker_name}"), RECORDS)
    yield store
    await store.close()


@pytest.fixture
async def centre(centre_store: Store) -> Centre:
    """The centre with its people and one held meeting."""
    return await open_centre(centre_store)
