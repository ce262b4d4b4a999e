"""Counts which branches of rights and rules are taken by their own tests, within a run of the whole suite.

Loaded by `make check` through the environment, in every process of tests and before anything of ours: what runs at the
import of a module counts, and of the tests only those of `OWN_TESTS`.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from coverage import Coverage

ROOT = Path(__file__).resolve().parents[2]
OWN_TESTS = (ROOT / "tests" / "policy", ROOT / "tests" / "rules")

COUNTER = Coverage(data_suffix=True)
"""What is counted, and how much of it must be taken, stands in pyproject.toml."""

COUNTER.start()


def pytest_collection_finish() -> None:
    """Everything is imported: from now on only the own tests count."""
    COUNTER.stop()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Count while one of the own tests runs, with what it sets up."""
    is_own = any(item.path.is_relative_to(folder) for folder in OWN_TESTS)
    if is_own:
        COUNTER.start()
    try:
        return (yield)
    finally:
        if is_own:
            COUNTER.stop()


def pytest_sessionfinish() -> None:
    """Write down what was counted, for `coverage combine`."""
    COUNTER.save()
