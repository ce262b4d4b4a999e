"""A town that is asked through the schema."""

import pytest

from documents.kernel.store.connection import Store
from tests.support.commands import CommandRecorder
from tests.support.town import Town, town_anew


@pytest.fixture(scope="module")
async def town(town_store: tuple[Store, CommandRecorder]) -> Town:
    """A town for the tests of one module; they add to it, and look only at what is theirs."""
    return await town_anew(*town_store)
