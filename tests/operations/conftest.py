"""A town, or a center, of its own for each test of operations."""

from collections.abc import AsyncIterator, Iterator

import pytest

from documents.aggregates import RECORDS
from documents.kernel.store.connection import Store, StoreSettings, open_store
from tests.support.center import Center, open_center
from tests.support.commands import CommandRecorder
from tests.support.receiving import ReceiverHere, receiving
from tests.support.runs import Bench
from tests.support.store import own
from tests.support.town import Town, town_anew
from tests.support.webhooks import queued, sending


@pytest.fixture
async def town(town_store: tuple[Store, CommandRecorder]) -> Town:
    """A freshly founded town."""
    return await town_anew(*town_store)


@pytest.fixture(scope="session")
async def center_store(store_url: str) -> AsyncIterator[Store]:
    """An open database with all indexes, for the tests of the center."""
    store = await open_store(StoreSettings(url=store_url, database=own("center")), RECORDS)
    yield store
    await store.close()


@pytest.fixture
async def center(center_store: Store) -> Center:
    """The center with its people and one held meeting."""
    return await open_center(center_store)


@pytest.fixture
def receiver() -> Iterator[ReceiverHere]:
    """A receiver of webhooks on this machine."""
    with receiving() as here:
        yield here


@pytest.fixture
async def sending_bench(town: Town) -> Bench:
    """A bench whose worker sends webhooks, and follows events from now on."""
    bench = sending(town)
    await queued(bench)
    return bench
