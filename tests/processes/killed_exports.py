"""The jobs of exports that workers are killed in the middle of: each file is whole, and nothing else stays."""

from collections import Counter
from datetime import datetime

from documents.exports.keeping import KEPT_FOR, ask_export
from documents.exports.rules import rights_of
from tests.processes.heaps import DAY, Heap, KilledJob, Mark, Rows, Surroundings, each_of, numbered
from tests.support.cases import put_case

CHUNKS = "exports.chunks"


async def _asked(place: Surroundings, ids: list[str], now: datetime) -> None:
    """Exports that several officers have asked for: one alone may not ask for so many."""
    people = [await place.town.who(login, now) for login in ("pos", "head", "info")]
    # Those of the rounds before would be too many.
    await place.town.store.collection("exports").delete_many({})
    for number, one in enumerate(ids):
        who = people[number % len(people)]
        await ask_export(
            place.town.store,
            one,
            account_id=who.account_id,
            scope=None,
            rights=rights_of(who),
            list_name="CASES",
            given={"search": ids[0]},
            columns=["number", "status"],
            form="XLSX",
            now=now,
        )


async def _waiting(place: Surroundings, prefix: str, count: int, now: datetime) -> Heap:
    """Exports that wait to be made: each is ready once, with a file of its own, and no other attempt has left anything."""
    ids = numbered(prefix, count)
    await put_case(place.town, ids[0], status="NEW")
    await _asked(place, ids, now)

    def done(rows: Rows) -> Counter[Mark]:
        ready = {row["content_id"]: row for row in rows("exports", _id={"$in": ids}, status="READY")}
        stored = {row["_id"]: row for row in rows("exports.files", _id={"$in": [*ready]})}
        assert all(stored[one]["length"] == row["size_bytes"] for one, row in ready.items())
        others = [one for row in ready.values() for one in row["content_ids"] if one not in ready]
        assert not rows(CHUNKS, files_id={"$in": others}), "an attempt that was killed has left something"
        return Counter((str(row["_id"]), "made") for row in ready.values())

    return Heap(each_of(ids, ["made"]), done)


async def _expired(place: Surroundings, prefix: str, count: int, now: datetime) -> Heap:
    """Exports whose day is over: content goes before the row, both go."""
    ids = numbered(prefix, count)
    await _asked(place, ids, now - KEPT_FOR - DAY)
    for one in ids:
        sets = {"status": "READY", "content_ids": [one], "content_id": one}
        await place.town.store.collection("exports").update_one({"_id": one}, {"$set": sets})
    await place.town.store.collection(CHUNKS).insert_many(
        [{"_id": f"{one}-0", "files_id": one, "n": 0, "data": b"abc"} for one in ids]
    )

    def done(rows: Rows) -> Counter[Mark]:
        with_rows = {row["_id"] for row in rows("exports", _id={"$in": ids})}
        with_content = {row["files_id"] for row in rows(CHUNKS, files_id={"$in": ids})}
        assert with_content <= with_rows, "content without a row is found by nobody"
        return each_of((one for one in ids if one not in with_rows), ["removed"])

    return Heap(each_of(ids, ["removed"]), done)


EXPORT_JOBS: tuple[KilledJob, ...] = (
    KilledJob("make_exports", _waiting),
    KilledJob("remove_expired_exports", _expired),
)
"""Those of exports."""
