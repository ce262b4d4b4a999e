"""The planted world, founded once for all roles: no check changes anything in it."""

from collections.abc import AsyncIterator

import pytest

from tests.leaks.sabotage import CAUGHT
from tests.leaks.world import World, found_world
from tests.support.store import own


@pytest.fixture(scope="session")
async def world(store_url: str) -> AsyncIterator[World]:
    """The world of this test process."""
    built = await found_world(store_url, own("leaks"))
    yield built
    await built.town.store.drop()
    await built.town.store.close()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what was planted and what caught it."""
    if CAUGHT:
        terminalreporter.section("planted leaks and what caught each")
        for name, told in CAUGHT.items():
            terminalreporter.write_line(f"{name:<34} {told}")
