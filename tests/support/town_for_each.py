"""For modules whose tests change what others look at: `town = town_for_each` in the module gives each a town of its own."""

import pytest

from documents.kernel.store.connection import Store
from tests.support.commands import CommandRecorder
from tests.support.town import Town, town_anew


@pytest.fixture
async def town_for_each(town_store: tuple[Store, CommandRecorder]) -> Town:
    """A town as it was founded."""
    return await town_anew(*town_store)
