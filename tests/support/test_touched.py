"""What is noted of writes: where a database was written to, and what takes effect."""

import pytest

from documents.kernel.store.connection import Session, Store
from documents.kernel.write.counters import next_number
from tests.support.commands import CommandRecorder
from tests.support.touched import TOUCHED
from tests.support.town import town_anew


@pytest.fixture
async def store(town_store: tuple[Store, CommandRecorder]) -> Store:
    """That of a town which was just put back."""
    return (await town_anew(*town_store)).store


async def test_what_was_added_to_and_what_may_have_changed_is_told_apart(store: Store) -> None:
    assert TOUCHED.since_put_back(store.database_name) == {}
    await store.collection("topics").insert_one({"_id": "new"})
    await store.collection("sectors").update_one({"_id": "ROADS"}, {"$set": {"title": "Мосты"}})
    assert TOUCHED.since_put_back(store.database_name) == {"topics": False, "sectors": True}


async def test_a_town_that_was_put_back_is_as_it_was(
    store: Store, town_store: tuple[Store, CommandRecorder]
) -> None:
    async def rows(name: str) -> list[dict[str, object]]:
        return await store.collection(name).find({}).sort("_id", 1).to_list(length=None)

    before = {name: await rows(name) for name in await store.collection_names()}
    await store.collection("topics").insert_one({"_id": "new"})
    await store.collection("sectors").delete_one({"_id": "ROADS"})
    await store.collection("persons").update_many({}, {"$set": {"full_name": "x"}})
    first, second, *_ = before["guards"]
    await store.collection("guards").update_one({"_id": first["_id"]}, {"$inc": {"revision": 1}})
    await store.collection("guards").delete_one({"_id": second["_id"]})
    await store.collection("guards").insert_one({"_id": "new"})
    town = await town_anew(*town_store)
    assert {name: await rows(name) for name in before} == before
    loaded = (await town.container.reference.refresh()).collections
    again = (await town_anew(*town_store)).container.reference.snapshot
    assert again.collections == loaded


async def test_what_takes_effect_is_a_write_outside_of_transactions_or_a_commit(store: Store) -> None:
    async def body(session: Session) -> None:
        await store.insert("topics", [{"_id": "new"}], session=session)
        await next_number(store, "protocols-2026", session=session)

    async def refused(session: Session) -> None:
        await body(session)
        raise ValueError("refused")

    with TOUCHED.effects() as effects, pytest.raises(ValueError, match="refused"):
        await store.transaction(refused, attempts=1)
    assert effects == []
    with TOUCHED.effects() as effects:
        await next_number(store, "cases-2026")
    assert effects == []
    with TOUCHED.effects() as effects:
        await store.transaction(body, attempts=1)
    assert effects == ["commitTransaction"]
    with TOUCHED.effects() as effects:
        await next_number(store, "protocols-2026")
        await store.collection("topics").delete_one({"_id": "new"})
    assert effects == ["findAndModify counters", "delete topics"]
