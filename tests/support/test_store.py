"""The embedded server as tests and `make run` use it."""

import shutil
from pathlib import Path
from typing import Any

import pymongo
import pytest

from api.dev.embedded import EmbeddedStore, StoreUnavailable, find_binary
from tests.support.commands import CommandRecorder
from tests.support.store import (
    copy_prepared,
    database_url,
    drop_all,
    own,
    scratch_directory,
    temporary_store,
)


def open_client(url: str, *listeners: CommandRecorder) -> "pymongo.MongoClient[dict[str, Any]]":
    """Connect with the plain driver."""
    return pymongo.MongoClient(url, event_listeners=list(listeners))


def test_the_server_of_this_run_answers_as_a_replica_set(store_url: str) -> None:
    with open_client(store_url) as client:
        assert client.admin.command("hello")["setName"]


@pytest.mark.embedded
def test_a_copy_of_a_prepared_store_holds_what_the_first_held_and_is_its_own() -> None:
    with scratch_directory("prepared") as directory:
        prepared = directory / "store"
        first = EmbeddedStore.start(prepared, sync=False, log_file_max="16MB", cache="128M")
        with open_client(first.url) as client:
            client.pult.things.insert_one({"_id": "one"})
        first.stop()
        for _ in range(2):  # what the first copy writes is not in the second
            with temporary_store("copy", prepared=prepared) as store, open_client(store.url) as client:
                assert client.pult.things.distinct("_id") == ["one"]
                client.pult.things.insert_one({"_id": "two"})


@pytest.mark.embedded
def test_what_was_acknowledged_survives_a_kill_when_commits_are_flushed() -> None:
    with scratch_directory("crash") as directory:
        path = directory / "store"
        store = EmbeddedStore.start(path, sync=True, log_file_max="16MB", cache="128M")
        with open_client(store.url) as client:
            client.pult.things.insert_one({"_id": "kept"})
        store.kill()
        again = EmbeddedStore.start(path, sync=True, log_file_max="16MB", cache="128M")
        with open_client(again.url) as client:
            assert client.pult.things.distinct("_id") == ["kept"]
        again.stop()


@pytest.mark.embedded
def test_a_stopped_server_is_gone_and_may_be_stopped_again() -> None:
    with temporary_store("stop") as store:
        store.stop()
        assert not store.is_running
        store.stop()


@pytest.mark.embedded
def test_a_second_server_on_the_same_directory_is_refused_with_the_remedy() -> None:
    with (
        temporary_store("twice") as store,
        pytest.raises(StoreUnavailable, match="Another server still runs"),
    ):
        EmbeddedStore.start(store.storage_path, sync=False)


def test_a_missing_program_is_refused_with_the_remedy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PULT_STORE_BINARY", raising=False)
    with pytest.raises(StoreUnavailable, match="make run"):
        find_binary(tmp_path)


@pytest.mark.embedded
def test_a_program_that_says_something_else_is_refused_and_ended(tmp_path: Path) -> None:
    other = shutil.which("echo")
    assert other is not None
    with pytest.raises(StoreUnavailable, match="announced no port"):
        EmbeddedStore.start(tmp_path / "store", sync=False, binary=Path(other))


def test_copying_from_a_directory_without_a_store_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        copy_prepared(tmp_path, tmp_path / "copy")


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        (
            "mongodb://127.0.0.1:1/pult?w=majority&retryWrites=true",
            "mongodb://127.0.0.1:1/x?w=majority&retryWrites=true",
        ),
        ("mongodb://one:1,two:2/?replicaSet=rs", "mongodb://one:1,two:2/x?replicaSet=rs"),
        ("mongodb://one:1", "mongodb://one:1/x?"),
        ("mongodb+srv://me:p%40ss@one", "mongodb+srv://me:p%40ss@one/x?authSource=admin"),
        ("mongodb://me:pass@one/people?w=1", "mongodb://me:pass@one/x?w=1&authSource=people"),
        ("mongodb://me:pass@one/people?authSource=us", "mongodb://me:pass@one/x?authSource=us"),
    ],
)
def test_a_database_of_ones_own_keeps_options_and_login_of_the_address(given: str, wanted: str) -> None:
    assert database_url(given, "x") == wanted


def test_names_of_databases_are_of_this_process_and_fit(store_url: str) -> None:
    assert own("a") != own("b")
    assert len(own("a" * 100)) < 64
    with open_client(store_url) as client:
        client[own("dropped")].things.insert_one({})
        client["kept"].things.insert_one({})
        drop_all(store_url, own("dropped"))
        names = client.list_database_names()
        assert "kept" in names
        assert own("dropped") not in names
        client.drop_database("kept")


def test_a_recorder_shows_the_commands_of_its_block_only(store_url: str) -> None:
    recorder = CommandRecorder()
    with open_client(store_url, recorder) as client:
        rows = client[own("recorded")].things
        rows.insert_one({"_id": 1})
        with recorder.capturing() as captured:
            list(rows.find({"_id": 1}).sort("_id", 1))
            list(rows.aggregate([{"$match": {"_id": {"$in": [1]}}}, {"$sort": {"_id": -1}}]))
        rows.delete_one({"_id": 1})
    assert captured.names == ["find", "aggregate"]
    assert [command.collection for command in captured.commands] == ["things", "things"]
    assert [command.filter for command in captured.commands] == [{"_id": 1}, {"_id": {"$in": [1]}}]
    assert [command.sort for command in captured.commands] == [{"_id": 1}, {"_id": -1}]
