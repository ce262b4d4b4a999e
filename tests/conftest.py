"""Fixtures every test may ask for."""

import gc
import os
from collections.abc import AsyncIterator, Generator, Iterator, Sequence
from pathlib import Path
from typing import Any

import execnet
import pytest
import structlog
from _pytest.unraisableexception import gc_collect_iterations_key
from hypothesis import settings

from documents.kernel.store.connection import Store
from schema.engine.executor import FastExecutor
from tests.support import made_words, watching
from tests.support.commands import CommandRecorder
from tests.support.dividing import CONTRACT, divide
from tests.support.garbage import SELDOM, count_frozen, kept_for_good
from tests.support.hanging import Watchdog
from tests.support.notes import NOTES, take_over
from tests.support.passwords import hash_cheaply
from tests.support.programs import NURSERY
from tests.support.prompt_ends import end_promptly
from tests.support.shapes import LAW, breaches
from tests.support.store import GIVEN, database_url, drop_all, given_url, own, temporary_store
from tests.support.telling import tell_less
from tests.support.touched import TOUCHED
from tests.support.town import opened

LEFT_OUT = "asks the embedded server itself"
WATCHDOG = Watchdog()

# No test is about time: that of a drawn example is a matter of the machine.
settings.register_profile("pult", deadline=None)
settings.load_profile("pult")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Options of the whole suite."""
    group = parser.getgroup("pult")
    group.addoption(
        "--all-differences",
        action="store_true",
        help="compare both executors on every case, and try every offer of the demo, not a sample of either",
    )
    group.addoption(
        "--doors",
        choices=("some", "every", "whole"),
        default="some",
        help="what the leak check asks of the demo: some doors of some roles (default), every door of some roles with some "
        "objects of each kind, or all objects",
    )
    group.addoption(
        "--rounds",
        type=int,
        default=1,
        help="how often what is killed or flooded in rounds is killed or flooded (default: once; make faults: 20 times)",
    )
    group.addoption(
        "--engine",
        choices=("eager", "off"),
        default="eager",
        help="run GraphQL on the engine, compiled at the first use (default), or on the stock executor",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Choose the executor, begin to watch queries, and make passwords cheap before anything runs."""
    watching.begin()
    made_words.begin()
    TOUCHED.begin()
    hash_cheaply()
    end_promptly()
    tell_less(config)
    # At the end garbage is looked for five times over by default, which is meant for other Pythons.
    config.stash[gc_collect_iterations_key] = 1
    # By default each error is drawn in colors with the source around each call: a third of a second, hundreds of times.
    renderer = structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
    structlog.configure(processors=[*structlog.get_config()["processors"][:-1], renderer])
    FastExecutor.compile_after = 1
    FastExecutor.is_on = config.getoption("--engine") == "eager"


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Read nothing of what is left out unless it is asked for."""
    return True if collection_path == CONTRACT and config.option.markexpr == "not contract" else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let what takes long begin, and on a replica set that was named leave out by name what only the embedded server can
    be asked."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)
    if given_url() is not None:
        for item in items:
            if item.get_closest_marker("embedded") is not None:
                item.add_marker(pytest.mark.skip(reason=LEFT_OUT))


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Say that tests go on: what hangs ends by itself."""
    WATCHDOG.renew(item)


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Take what is imported out of every collection of garbage: it stays until the end, and there is much of it."""
    with kept_for_good():
        found = yield
        gc.collect()
    count_frozen()
    gc.set_threshold(*SELDOM)
    return found


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what tests have noted; and where the server was named, which of them it was not asked."""
    for section, lines in NOTES.items():
        terminalreporter.section(section)
        for subject, told in lines.items():
            terminalreporter.write_line(f"{subject:<34} {told}")
    if given_url() is not None:
        skipped = terminalreporter.stats.get("skipped", ())
        left_out = sorted(one.nodeid for one in skipped if LEFT_OUT in str(one.longrepr))
        terminalreporter.section(f"on the replica set of {GIVEN}: {len(left_out)} tests left out")
        for name in left_out:
            terminalreporter.write_line(f"{LEFT_OUT}: {name}")


def pytest_sessionfinish(session: pytest.Session) -> None:
    """End the process that the programs of tests were born from, and hand over what was noted here."""
    NURSERY.end()
    WATCHDOG.end()
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["notes"] = NOTES


@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config: pytest.Config) -> None:
    """Garbage was looked for a moment ago, and what is found is told: pytest looks once more."""
    config.stash[gc_collect_iterations_key] = 0


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_setupnodes(config: pytest.Config, specs: Sequence[execnet.XSpec]) -> None:
    """Read what all processes of tests read, and have them divide from this one."""
    if all(spec.popen for spec in specs):
        divide(config, len(specs))


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Take over what a process of tests has noted; nothing where it has crashed."""
    take_over(getattr(node, "workeroutput", {}).get("notes", {}))


@pytest.fixture(scope="session")
def worker_name() -> str:
    """The name of this test process: `gw0`, `gw1`, … under xdist, else `main`."""
    return os.environ.get("PYTEST_XDIST_WORKER", "main")


@pytest.fixture(scope="session")
def store_url(worker_name: str) -> Iterator[str]:
    """The address of a real server, with a database in it that this test process has for itself, as all names of `own`."""
    given = given_url()
    if given is None:
        with temporary_store(worker_name) as store:
            yield database_url(store.url, own("main"))
        return
    try:
        yield database_url(given, own("main"))
    finally:
        drop_all(given, own(""))


@pytest.fixture(scope="session")
async def town_store(store_url: str) -> AsyncIterator[tuple[Store, CommandRecorder]]:
    """An open database with all indexes, for the towns of the tests, one after the other."""
    store, recorder = await opened(store_url, own("towns"))
    yield store, recorder
    await store.drop()
    await store.close()


@pytest.fixture(scope="session", autouse=True)
def every_query_has_its_index() -> Iterator[None]:
    """At the end of this test process: every query that the documents sent in it is served by an index."""
    yield
    found = breaches(LAW, watching.WATCH.seen)
    assert not found, "\n".join(found)
