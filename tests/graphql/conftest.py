"""A town that is asked through the schema."""

from collections.abc import AsyncIterator

import pytest

from tests.support.store import own
from tests.support.town import Town, open_town


@pytest.fixture(scope="module")
async def town(store_url: str, request: pytest.FixtureRequest) -> AsyncIterator[Town]:
    """A town for the tests of one module; they add to it, and look only at what is theirs."""
    name = request.module.__name__.rpartition(".")[2]
    built = await open_town(store_url, own(f"asked_{name}"))
    yield built
    await built.store.drop()
    await built.store.close()
