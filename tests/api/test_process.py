"""A process is opened in order and closed again, for a server, a command or whatever else works on documents."""

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pymongo
import pytest
import structlog
from pydantic import SecretStr

from api.keyring import KEY_DIRECTORY, known_vault
from api.process import NoStore, Process, new_id, no_keys, open_process, run_process
from api.settings import Settings
from tests.support.store import database_url

NAME = "process"


@pytest.fixture
def settings(store_url: str, tmp_path: Path) -> Iterator[Settings]:
    """A database that holds nothing, and a directory without keys."""
    url = database_url(store_url, NAME)
    yield Settings(mongodb_url=SecretStr(url), database=NAME, var_dir=tmp_path)
    with pymongo.MongoClient[dict[str, Any]](store_url) as client:
        client.drop_database(NAME)


def collections(settings: Settings) -> list[str]:
    """What stands in the database."""
    assert settings.mongodb_url is not None
    with pymongo.MongoClient[dict[str, Any]](settings.mongodb_url.get_secret_value()) as client:
        return sorted(client[NAME].list_collection_names())


async def test_opens_the_keys_the_store_and_the_office_and_closes_the_store(settings: Settings) -> None:
    async with open_process(settings) as process:
        assert process.container.vault is not None
        kept = known_vault(settings)
        assert kept is not None
        assert kept.key_ids == process.container.vault.key_ids
        assert await process.container.store.collection("cases").find_one({}) is None
    with pytest.raises(pymongo.errors.InvalidOperation):
        await process.store.collection("cases").find_one({})
    assert {"cases", "versions"} <= set(collections(settings))


async def test_opens_no_keys_for_who_needs_none(settings: Settings) -> None:
    async with open_process(settings, keys=no_keys) as process:
        assert process.container.vault is None
    assert not (settings.var_dir / KEY_DIRECTORY).exists()


async def test_makes_nothing_where_it_only_reads(settings: Settings) -> None:
    async with open_process(settings, keys=known_vault, reads_only=True) as process:
        assert list(process.container.reference.snapshot.rows("persons")) == []
    assert collections(settings) == []


async def test_asks_for_a_database_before_any_key_is_made(tmp_path: Path) -> None:
    nowhere = Settings(mongodb_url=None, var_dir=tmp_path)
    with pytest.raises(NoStore, match="MONGODB_URL is not set"):
        async with open_process(nowhere):
            raise AssertionError
    assert known_vault(nowhere) is None


@pytest.fixture
def own_logs() -> Iterator[None]:
    """The logs as they were, afterwards."""
    root = logging.getLogger()
    handlers, level, configured = root.handlers, root.level, structlog.get_config()
    yield
    root.handlers, root.level = handlers, level
    structlog.configure(**configured)


def test_runs_work_with_logs_of_its_own_until_it_is_done(settings: Settings, own_logs: None) -> None:
    async def work(process: Process) -> str:
        structlog.get_logger().info("working")
        return process.store.database_name

    assert run_process(settings, work, keys=no_keys) == NAME


def test_draws_another_id_each_time() -> None:
    assert len({new_id() for _ in range(100)}) == 100
