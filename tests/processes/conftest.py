"""One town behind two server processes, for the tests of one module."""

from collections.abc import AsyncIterator

import pytest

from tests.support.neighbors import Neighbors, neighbors
from tests.support.store import own


@pytest.fixture(scope="module")
async def pair(
    store_url: str, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> AsyncIterator[Neighbors]:
    """Two servers over a town; a test that changes who may do what has people of its own or undoes it."""
    name = request.module.__name__.rpartition(".")[2]
    async with neighbors(store_url, own(name), tmp_path_factory.mktemp("var-pair")) as built:
        yield built
