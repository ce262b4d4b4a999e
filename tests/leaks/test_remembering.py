"""What a store is asked in the same words is answered from memory, until something is written through it."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from documents.kernel.store.connection import Session, Store, StoreSettings, open_store
from tests.leaks.remembering import Memory
from tests.support.store import database_url, own
from tests.support.watching import WATCH

ROW = {"_id": "one", "number": 1}


@pytest.fixture
async def store(store_url: str) -> AsyncIterator[Store]:
    """A store that remembers, with one row in it."""
    name = own("remembered")
    opened = await open_store(StoreSettings(database_url(store_url, name), name), [])
    await opened.drop()
    await opened.collection("rows").insert_one(dict(ROW))
    Memory(opened)
    # No index has to serve what is asked of it.
    with WATCH.aside():
        yield opened
    await opened.drop()
    await opened.close()


async def changed_behind_it(store: Store, number: int) -> None:
    """Change the row past the store."""
    await store.collection("rows").update_one({}, {"$set": {"number": number}})


async def test_an_answer_is_remembered_and_made_anew(store: Store) -> None:
    (row,) = await store.find("rows", {})
    row["number"] = 7
    await changed_behind_it(store, 2)
    assert await store.find("rows", {}) == [ROW]
    assert await store.find("rows", {"_id": "one"}) == [ROW | {"number": 2}]


async def test_what_is_written_ends_it_and_a_transaction_that_writes_reads_what_it_wrote(
    store: Store,
) -> None:
    assert await store.find("rows", {}) == [ROW]

    async def body(session: Session) -> list[dict[str, Any]]:
        await store.update("rows", {"_id": "one"}, {"$set": {"number": 3}}, session=session)
        return await store.find("rows", {}, session=session)

    assert await store.transaction(body, attempts=1) == [ROW | {"number": 3}]
    assert await store.find("rows", {}) == [ROW | {"number": 3}]


async def test_a_transaction_that_only_reads_never_begins_at_the_server(store: Store) -> None:
    async def body(session: Session) -> bool:
        assert await store.find("rows", {}, session=session) == [ROW]
        return bool(session._starting_transaction)

    assert await store.transaction(body, attempts=1)
