"""Fixtures every test may ask for."""

import os
from collections.abc import Iterator

import pytest

from tests.support.store import temporary_store


@pytest.fixture(scope="session")
def worker_name() -> str:
    """The name of this test process: `gw0`, `gw1`, … under xdist, else `main`."""
    return os.environ.get("PYTEST_XDIST_WORKER", "main")


@pytest.fixture(scope="session")
def store_url(worker_name: str) -> Iterator[str]:
    """The address of a real server that this test process has for itself."""
    with temporary_store(worker_name) as store:
        yield store.url
