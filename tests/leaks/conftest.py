"""The planted world, founded once for all roles: no check changes anything in it."""

from collections.abc import AsyncIterator

import pytest

from tests.leaks.world import World, found_world
from tests.support.store import own


@pytest.fixture(scope="session")
async def world(store_url: str) -> AsyncIterator[World]:
    """The world of this test process."""
    built = await found_world(store_url, own("leaks"))
    yield built
    await built.town.store.drop()
    await built.town.store.close()
