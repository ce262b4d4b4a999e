"""The start over a database that will not do says what is wrong; one that will do gets its indexes."""

from dataclasses import replace

import pytest
from pymongo.monitoring import CommandStartedEvent

from documents.aggregates import RECORDS
from documents.cases.document import Case
from documents.kernel.store.connection import (
    StoreSettings,
    StoreUnsuitable,
    is_passing,
    open_store,
    why_unsuitable,
)
from tests.support.alone import looking_often
from tests.support.town import Town
from tests.support.watching import WATCH


async def test_a_database_that_does_not_answer_is_named_as_such() -> None:
    settings = StoreSettings(url="mongodb://127.0.0.1:1/pult", server_selection_timeout_ms=100)
    with looking_often(), pytest.raises(StoreUnsuitable, match=r"does not answer\. Check MONGODB_URL"):
        await open_store(settings, [])


@pytest.mark.parametrize(
    ("hello", "version", "words"),
    [
        ({"setName": "rs"}, "8.0.4", None),
        ({"setName": "rs"}, "8.0.0", None),
        ({"setName": "rs"}, "7.0.31", "The database is version 7.0.31. Pult needs 8.0 or newer."),
        ({}, "8.0.4", "The database is not a replica set. Pult needs transactions: start it with --replSet."),
    ],
)
def test_a_server_without_transactions_or_too_old_is_refused(
    hello: dict[str, str], version: str, words: str | None
) -> None:
    assert why_unsuitable(hello, {"version": version}) == words


async def test_the_indexes_come_from_the_documents(town: Town) -> None:
    found = await town.store.collection("cases").index_information()
    declared = {index.document["name"] for index in Case.Settings.indexes}
    assert declared <= set(found)
    assert found["external_id_unique"]["unique"]


async def test_an_index_of_an_older_release_is_named_or_replaced(town: Town, store_url: str) -> None:
    cases = town.store.collection("cases")
    await cases.drop_index("sort_due")
    await cases.create_index([("due_at", 1)], name="sort_due")
    settings = StoreSettings(url=store_url, database=town.store.database_name)
    with pytest.raises(StoreUnsuitable, match="REPLACE_INDEXES"):
        await open_store(settings, RECORDS)
    store = await open_store(replace(settings, replace_indexes=True), RECORDS)
    assert (await store.collection("cases").index_information())["sort_due"]["key"][0] == ("sort_due", -1)
    await store.close()


async def test_a_start_makes_the_indexes_that_are_not_there_and_asks_for_no_other(
    town: Town, store_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []

    def noted(event: CommandStartedEvent) -> None:
        if event.command_name == "createIndexes":
            made.append(event.command["createIndexes"])

    await town.store.collection("cases").drop_index("sort_due")
    monkeypatch.setattr(WATCH, "started", noted)
    store = await open_store(StoreSettings(url=store_url, database=town.store.database_name), RECORDS)
    assert "sort_due" in await store.collection("cases").index_information()
    await store.close()
    assert made == ["cases"]


def test_only_what_the_store_calls_passing_is_tried_again() -> None:
    assert not is_passing(ValueError("no"))
    assert not is_passing(TimeoutError())
