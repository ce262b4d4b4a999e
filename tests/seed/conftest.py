"""The loaded demo municipality, one copy for each test process."""

import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from documents.aggregates import STORED
from documents.container import Container, open_container
from documents.kernel.store.connection import StoreSettings, open_store
from tests.support.plans import FIRST_AND_USUAL
from tests.support.prepared import demo_copy

HERE = Path(__file__).parent


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """In a plain run leave out what is asked of the plans of further days."""
    if config.getoption("--all-differences"):
        return
    further = {one for one in items if one.path.parent == HERE and _is_further(one)}
    config.hook.pytest_deselected(items=[*further])
    items[:] = [one for one in items if one not in further]


def _is_further(item: pytest.Item) -> bool:
    day = item.callspec.params.get("today") if hasattr(item, "callspec") else None
    return day is not None and day not in FIRST_AND_USUAL


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
