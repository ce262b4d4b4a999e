"""With a new key everything is sealed again: wholly, once, from where it stopped, and past whoever writes meanwhile."""

from collections.abc import Mapping, Sequence
from typing import Any

import pymongo
import pytest

from auth.crypto.sealing import Vault, key_of
from documents.aggregates import RECORDS
from documents.applicants.document import Applicant
from documents.applicants.storing import opened
from documents.kernel.record import Record
from documents.privacy import resealing
from documents.privacy.resealing import Resealed, reseal
from documents.privacy.sealing import opened_values, place_of, sealed_values
from tests.support.cases import registered
from tests.support.keys import PERSONAL_SECRET, SEARCH_SECRET, VAULT
from tests.support.town import Town

NEWER = "Jw3Ke8Vz1Qy6Hn4Td9Gs2Lx7Rb5Mc0Uf"
KEYS = {"t1": PERSONAL_SECRET, "t2": NEWER}
BOTH = Vault(KEYS, search_secret=SEARCH_SECRET)
NEWEST = Vault({"t2": NEWER}, search_secret=SEARCH_SECRET)
APPLICANT = {
    "full_name": "Кудеярова Аглая",
    "phone": "+7 900 000-77-31",
    "email": None,
    "address": "Заречная, 41",
}
SEALED_KINDS = [kind for kind in RECORDS if kind.sealed]


async def run(
    town: Town, vault: Vault = BOTH, told: resealing.OnProgress = lambda name, done: None
) -> Resealed:
    """Seal everything again; what came of the applicants."""
    results = await reseal(town.store, vault, RECORDS, told=told)
    assert [one.collection for one in results] == [kind.collection_name() for kind in SEALED_KINDS]
    return next(one for one in results if one.collection == "applicants")


async def rows_of(town: Town, kind: type[Record] = Applicant) -> Sequence[dict[str, Any]]:
    return await town.store.collection(kind.collection_name()).find({}).sort("_id", 1).to_list(length=None)


async def plant(town: Town, *names: str, **given: str | None) -> None:
    """Store applicants that the older key sealed."""
    for name in names:
        values = sealed_values(VAULT, Applicant, name, given or {"phone": name})
        record = Applicant(id=name, updated_at=town.now, case_id=name, **values)
        await town.store.collection("applicants").insert_one(record.to_row())


def in_plain(row: Mapping[str, Any], vault: Vault = NEWEST) -> dict[str, str | None]:
    """What the newest key alone opens of a row."""
    return opened(vault, row)


async def test_every_value_is_sealed_again_and_nothing_else_is_touched(town: Town) -> None:
    await registered(town, applicant=APPLICANT)
    await registered(town, applicant=APPLICANT)
    before, events = await rows_of(town), await town.event_count()

    found = await run(town)
    assert (found.looked_at, found.resealed, found.is_complete) == (6, 6, True)
    after = await rows_of(town)
    for old, new in zip(before, after, strict=True):
        assert in_plain(new) == APPLICANT
        kept = old.keys() - Applicant.sealed
        assert {name: new[name] for name in kept} == {name: old[name] for name in kept}
    assert await town.event_count() == events

    again = await run(town)
    assert (again.looked_at, again.resealed, again.is_complete) == (6, 0, True)
    assert await rows_of(town) == after


async def test_no_collection_holds_a_value_of_the_older_key_afterwards(town: Town) -> None:
    await registered(town, applicant=APPLICANT)

    async def under_the_older_key() -> set[str]:
        names = await town.store.collection_names()
        stored = {name: await town.store.collection(name).find({}).to_list(length=None) for name in names}
        return {name for name, rows in stored.items() if "v1.t1." in repr(rows)}

    assert await under_the_older_key() == {"applicants"}
    await run(town)
    assert await under_the_older_key() == set()


@pytest.mark.parametrize("kind", SEALED_KINDS, ids=lambda kind: kind.__name__)
async def test_every_field_that_a_document_declares_sealed_is_sealed_again(
    town: Town, kind: type[Record]
) -> None:
    fields = dict.fromkeys(sorted(kind.sealed), "слово")
    row = {"_id": "one", "revision": 7, **sealed_values(VAULT, kind, "one", fields)}
    await town.store.collection(kind.collection_name()).insert_one(row)
    await run(town)
    (after,) = await rows_of(town, kind)
    assert opened_values(NEWEST, kind, "one", {name: after[name] for name in kind.sealed}) == fields
    assert after["revision"] == 7


def test_a_field_that_no_document_declares_is_not_sealed_at_all() -> None:
    assert place_of(Applicant, "1", "phone") == "applicants:1:phone"
    with pytest.raises(ValueError, match="Applicant does not declare case_id"):
        sealed_values(VAULT, Applicant, "1", {"case_id": "1"})


async def test_it_goes_on_where_it_was_stopped(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resealing, "BATCH", 2)
    await plant(town, *(f"a{number}" for number in range(5)))

    def stop(name: str, done: int) -> None:
        if done == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        await run(town, told=stop)
    assert [key_of(row["phone"]) for row in await rows_of(town)] == ["t2"] * 4 + ["t1"]
    steps: list[int] = []
    found = await run(town, told=lambda name, done: steps.append(done))
    assert (found.looked_at, found.resealed, found.is_complete) == (5, 1, True)
    assert steps == [2, 4, 5]


async def test_a_value_of_a_key_that_is_not_there_stays_and_is_told(town: Town) -> None:
    lost = Vault({"t0": "Qz3Ke8Vz1Qy6Hn4Td9Gs2Lx7Rb5Mc0Uf"}, search_secret=SEARCH_SECRET)
    await plant(town, "one", "two", phone="1", email="2")
    strange = sealed_values(lost, Applicant, "one", {"phone": "1"})
    await town.store.collection("applicants").update_one({"_id": "one"}, {"$set": strange})

    found = await run(town)
    assert (found.resealed, dict(found.unknown), found.broken) == (3, {"t0": 1}, 0)
    assert not found.is_complete
    one, two = await rows_of(town)
    assert (one["phone"], key_of(one["email"]), key_of(two["phone"])) == (strange["phone"], "t2", "t2")


@pytest.mark.parametrize(
    "value", ["+7 900 000-77-31", "v1.t1.", VAULT.seal("1", place="applicants:other:phone")]
)
async def test_what_does_not_open_in_its_place_stays_and_is_told(town: Town, value: str) -> None:
    await plant(town, "one")
    await town.store.collection("applicants").update_one({"_id": "one"}, {"$set": {"phone": value}})
    found = await run(town)
    assert (found.looked_at, found.resealed, found.broken, found.is_complete) == (1, 0, 1, False)
    assert (await rows_of(town))[0]["phone"] == value


async def test_a_write_between_reading_and_writing_is_not_lost(town: Town, store_url: str) -> None:
    """The other writer comes while the batch is being sealed, once, and its value is sealed again like every other."""
    await plant(town, "one", "two")
    with pymongo.MongoClient[dict[str, Any]](store_url) as client:
        rows = client[town.store.database_name]["applicants"]

        class Interrupted(Vault):
            """Lets somebody else write before the first value is sealed."""

            interruptions = 0

            def seal(self, text: str, *, place: str) -> str:
                if not self.interruptions:
                    self.interruptions += 1
                    rows.update_one(
                        {"_id": "two"},
                        {"$set": sealed_values(VAULT, Applicant, "two", {"phone": "written meanwhile"})},
                    )
                return super().seal(text, place=place)

        found = await run(town, Interrupted(KEYS, search_secret=SEARCH_SECRET))
    assert (found.resealed, found.is_complete) == (2, True)
    assert [in_plain(row)["phone"] for row in await rows_of(town)] == ["one", "written meanwhile"]


async def test_who_still_seals_with_the_older_key_meanwhile_is_told_of(town: Town, store_url: str) -> None:
    """The new row stands before those that have been gone through: only the last look finds it."""
    await plant(town, "b")
    late = Applicant(
        id="a", updated_at=town.now, case_id="a", **sealed_values(VAULT, Applicant, "a", {"phone": "a"})
    )
    with pymongo.MongoClient[dict[str, Any]](store_url) as client:
        rows = client[town.store.database_name]["applicants"]
        found = await run(town, told=lambda name, done: [rows.insert_one(late.to_row())])
    assert (found.looked_at, found.resealed, dict(found.left)) == (2, 1, {"t1": 1})
    assert not found.is_complete

    again = await run(town)
    assert (again.looked_at, again.resealed, again.is_complete) == (2, 1, True)
