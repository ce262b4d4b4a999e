"""Writes of several collections in one command: all of them or none, and what is told where one of them is refused."""

import itertools
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
from pymongo.errors import DuplicateKeyError, OperationFailure, WriteError

from api.dev.embedded import EmbeddedStore
from documents.kernel.store import commands
from documents.kernel.store.commands import Write
from documents.kernel.store.connection import Session, is_passing
from tests.support.alone import Alone, alone_on
from tests.support.store import temporary_store

NUMBERS = itertools.count(1)
SECOND = 2
FEW_BYTES = 10_000


@pytest.fixture(scope="module")
def server(worker_name: str) -> Iterator[EmbeddedStore]:
    """A server for the module."""
    with temporary_store(f"together-{worker_name}") as running:
        yield running


@pytest.fixture
async def owned(server: EmbeddedStore) -> AsyncIterator[Alone]:
    """A database of the test's own on it."""
    async with alone_on(server, f"together_{next(NUMBERS)}") as built:
        yield built


async def written(owned: Alone, *writes: Write, attempts: int = 1) -> int:
    """Do writes in a transaction of their own; how many rows those met that change one."""

    async def body(session: Session) -> int:
        await owned.store.find("rows", {"_id": "one"}, session=session)
        return await owned.store.write_together(writes, session=session)

    return await owned.store.transaction(body, attempts=attempts)


async def rows(owned: Alone, collection: str) -> list[dict[str, Any]]:
    """All rows of a collection, by their ids."""
    found: list[dict[str, Any]] = await owned.store.collection(collection).find({}).sort("_id").to_list()
    return found


async def test_rows_are_made_replaced_changed_and_raised_in_their_order(owned: Alone) -> None:
    met = await written(
        owned,
        Write("rows", {"_id": "two", "value": 1}),
        Write("rows", {"_id": "two", "value": 2, "more": [1]}, {"_id": "two"}),
        Write("rows", {"$set": {"value": 3}}, {"_id": "two"}),
        Write("raised", {"$inc": {"turn": 1}}, {"_id": "lock"}, upsert=True),
        Write("raised", {"$inc": {"turn": 1}}, {"_id": "lock"}, upsert=True),
    )
    assert met == 4
    assert (await rows(owned, "rows"))[1] == {"_id": "two", "value": 3, "more": [1]}
    assert await rows(owned, "raised") == [{"_id": "lock", "turn": SECOND}]


async def test_a_row_that_is_not_there_is_not_met_and_not_made(owned: Alone) -> None:
    assert await written(owned, Write("rows", {"_id": "gone", "value": 1}, {"_id": "gone"})) == 0
    assert await owned.value("gone") is None


async def test_a_key_that_is_taken_leaves_nothing_of_what_went_before(owned: Alone) -> None:
    with pytest.raises(DuplicateKeyError) as refused:
        await written(owned, Write("other", {"_id": "new"}), Write("rows", {"_id": "one", "value": 1}))
    assert refused.value.details is not None
    assert "_id" in str(refused.value.details["errmsg"])
    assert (await rows(owned, "other"), await owned.value("one")) == ([], 0)


async def test_a_change_that_cannot_be_made_is_told_and_leaves_nothing(owned: Alone) -> None:
    await owned.store.collection("rows").insert_one({"_id": "text", "value": "no number"})
    with pytest.raises(WriteError) as refused:
        await written(
            owned, Write("other", {"_id": "new"}), Write("rows", {"$inc": {"value": 1}}, {"_id": "text"})
        )
    assert not is_passing(refused.value)
    assert await rows(owned, "other") == []


async def test_who_meets_a_row_that_another_has_changed_runs_again(owned: Alone) -> None:
    tried: list[int] = []

    async def body(session: Session) -> None:
        (found,) = await owned.store.find("rows", {"_id": "one"}, session=session)
        tried.append(found["value"])
        if len(tried) == 1:
            await owned.put("one", 5)
        raised = Write("rows", {"_id": "one", "value": found["value"] + 1}, {"_id": "one"})
        await owned.store.write_together([Write("other", {"_id": "new"}), raised], session=session)

    await owned.store.transaction(body, attempts=SECOND)
    assert tried == [0, 5]
    assert await owned.value("one") == 6
    assert await rows(owned, "other") == [{"_id": "new"}]


def test_a_conflict_is_passing_whether_it_is_told_of_the_row_or_of_the_command() -> None:
    told = {
        "cursor": {"firstBatch": [{"ok": 0.0, "idx": 1, "code": commands.CONFLICT, "errmsg": "conflict"}]}
    }
    with pytest.raises(OperationFailure) as conflict:
        commands.met(told)
    assert is_passing(conflict.value)


async def test_what_is_too_large_for_one_command_goes_in_several_and_still_wholly(
    owned: Alone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commands, "MOST_BYTES", FEW_BYTES)
    text = "я" * (FEW_BYTES // 5)
    writes = [Write("large", {"_id": number, "text": text}) for number in range(5)]
    options = owned.store._database.codec_options
    sent = [len(one["ops"]) for one in commands.together("any", writes, options)]
    assert sent == [2, 2, 1]
    assert await written(owned, *writes, Write("rows", {"$set": {"value": 9}}, {"_id": "one"})) == 1
    assert [len(one["text"]) for one in await rows(owned, "large")] == [len(text)] * 5
    assert await owned.value("one") == 9


async def test_one_write_that_is_larger_than_that_goes_alone(
    owned: Alone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commands, "MOST_BYTES", FEW_BYTES)
    large = Write("large", {"_id": 1, "text": "я" * FEW_BYTES})
    assert await written(owned, Write("large", {"_id": 0}), large, Write("large", {"_id": 2})) == 0
    assert [one["_id"] for one in await rows(owned, "large")] == [0, 1, 2]
