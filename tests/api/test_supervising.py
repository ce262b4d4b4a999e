"""The embedded server of a development start is looked after: started again, and written to only while the disk has room."""

import os
import signal
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pymongo
import pymongo.errors
import pytest

from api.dev.embedded import EmbeddedStore, StoreUnavailable
from api.dev.reaching import provided_store
from api.dev.supervising import MOST_RESTARTS, Supervisor
from api.settings import Settings
from documents.kernel.store.connection import StoreSettings, open_store
from tests.support.served_town import until
from tests.support.store import scratch_directory

pytestmark = pytest.mark.embedded

WITHIN_SECONDS = 60


@pytest.fixture
def store() -> Iterator[EmbeddedStore]:
    with scratch_directory("supervised") as directory:
        started = EmbeddedStore.start(directory / "store", sync=False)
        yield started
        started.stop()


def answers(url: str) -> bool:
    """Whether something can be written."""
    with pymongo.MongoClient[dict[str, object]](url, serverSelectionTimeoutMS=500) as client:
        try:
            client.get_default_database()["rows"].insert_one({})
        except pymongo.errors.PyMongoError:
            return False
    return True


def test_a_server_that_ended_is_started_again_at_its_address(store: EmbeddedStore) -> None:
    again = threading.Event()
    supervisor = Supervisor(store, started=lambda _: again.set())
    supervisor.begin()
    try:
        first = store.process.pid
        os.kill(first, signal.SIGKILL)
        assert again.wait(WITHIN_SECONDS)
        assert supervisor.store.process.pid != first
        until(lambda: answers(store.url), seconds=WITHIN_SECONDS)
    finally:
        supervisor.end()
    assert not supervisor.store.is_running


def test_a_server_that_only_hangs_is_started_again(
    store: EmbeddedStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.dev.supervising.PROBE_MS", 500)
    monkeypatch.setattr("api.dev.supervising.LOOK_SECONDS", 0.1)
    again = threading.Event()
    supervisor = Supervisor(
        store,
        started=lambda _: again.set(),
        silent=timedelta(seconds=0.1),
        looks_a_probe=1,
    )
    supervisor.begin()
    try:
        os.kill(store.process.pid, signal.SIGSTOP)
        assert again.wait(WITHIN_SECONDS)
        until(lambda: answers(store.url), seconds=WITHIN_SECONDS)
    finally:
        supervisor.end()


def test_a_server_that_cannot_be_started_is_left_alone_in_the_end(
    store: EmbeddedStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PULT_STORE_BINARY", "/bin/false")
    monkeypatch.setattr("api.dev.supervising.LOOK_SECONDS", 0.01)
    supervisor = Supervisor(store, started=lambda again: pytest.fail("nothing could be started"))
    supervisor.begin()
    try:
        store.kill()
        assert supervisor._thread is not None
        supervisor._thread.join(WITHIN_SECONDS)
        assert not supervisor._thread.is_alive()
        assert supervisor._restarts == MOST_RESTARTS + 1
    finally:
        supervisor.end()


async def test_nothing_is_written_while_the_disk_is_nearly_full(store: EmbeddedStore) -> None:
    opened = await open_store(StoreSettings(store.url), ())
    supervisor = Supervisor(store, started=lambda again: None, least_free_bytes=1 << 60)
    supervisor._look_at_the_disk()
    supervisor.holds_back(opened)
    held = [opened.holds_writes]

    async def write(session: object) -> None:
        pytest.fail("a transaction was begun")

    with pytest.raises(Exception, match="while the disk is nearly full"):
        await opened.transaction(write, attempts=3)
    assert await opened.collection_names() == []
    supervisor.least_free_bytes = 0
    supervisor._look_at_the_disk()
    held.append(opened.holds_writes)
    assert held == [True, False]
    await opened.close()


def test_a_folder_is_kept_by_one_process(tmp_path: Path) -> None:
    settings = Settings(var_dir=tmp_path)
    with provided_store(settings) as first:
        assert first.mongodb_url is not None
        with pytest.raises(StoreUnavailable) as refused, provided_store(settings):
            pytest.fail("a second server was started")
        assert str(refused.value) == (
            f"Process {os.getpid()} keeps the embedded store under {tmp_path}: stop it, or name another folder by VAR_DIR."
        )
        assert answers(first.mongodb_url.get_secret_value())
    with provided_store(settings) as again:
        assert again.mongodb_url is not None
