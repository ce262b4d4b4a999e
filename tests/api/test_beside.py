"""The worker beside a development start: it comes back when it ended by itself, is held back, and ends with the start."""

import os
import queue
import signal
from pathlib import Path

import pytest
from pydantic import SecretStr

from api.dev.beside import WorkerBeside
from api.settings import Settings
from tests.support.keys import ENVIRONMENT
from tests.support.store import database_url, own

WITHIN_SECONDS = 60


@pytest.fixture
def beside(store_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> WorkerBeside:
    monkeypatch.setattr("api.dev.beside.AGAIN_SECONDS", 0.05)
    name = own("beside")
    for variable, value in {**ENVIRONMENT, "PULT_DATABASE": name, "LOG_LEVEL": "WARNING"}.items():
        monkeypatch.setenv(variable, value)
    address = SecretStr(database_url(store_url, name))
    return WorkerBeside(Settings(mongodb_url=address, var_dir=tmp_path))


def test_a_worker_that_ended_by_itself_is_started_again_and_ends_with_the_start(beside: WorkerBeside) -> None:
    started: queue.Queue[int] = queue.Queue()
    beside.started = started.put
    beside.begin()
    try:
        os.kill(started.get(timeout=WITHIN_SECONDS), signal.SIGKILL)
        again = started.get(timeout=WITHIN_SECONDS)
        os.kill(again, 0)
        beside.hold_writes(held=True)
        beside.hold_writes(held=False)
    finally:
        beside.end()
    with pytest.raises(ProcessLookupError):
        os.kill(again, 0)
    beside.end()


def test_one_that_never_began_has_nothing_to_end(beside: WorkerBeside) -> None:
    beside.hold_writes(held=True)
    beside.end()
    assert beside._process is None
