"""What cases are found by, made anew for those stored when searches looked into less of them: in batches, and again from
where it stopped."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from documents.cases.document import Case
from documents.kernel.read.doubting import fault_of
from documents.kernel.store.connection import Session, Store

Row = Mapping[str, Any]

BATCH = 200
ATTEMPTS = 12
CASES = Case.collection_name()
RENEWED = ("search_terms", "point")
"""What is made anew: the words, and where on the globe a case is."""


async def renew_terms(store: Store, *, told: Callable[[str, int], object], writes: bool) -> Mapping[str, int]:
    """Give every case the search terms and the point that it would have now; how many were looked at, given others, and left
    because they are no cases. Revisions stay: nothing that anybody was told has changed."""
    return await renewed(store, RENEWED, told=told, writes=writes)


async def renewed(
    store: Store,
    names: Sequence[str],
    *,
    told: Callable[[str, int], object],
    writes: bool,
    before: Callable[[Case], object] | None = None,
) -> Mapping[str, int]:
    """Give every case these fields as they would be derived now, after what is done to it `before`; how many were looked at,
    given others, and left because they are no cases."""
    counts, after = {"rows": 0, "rewritten": 0, "odd": 0}, ""
    while rows := await store.find(CASES, {"_id": {"$gt": after}}, sort={"_id": 1}, at_most=BATCH):
        sound = [row for row in rows if fault_of(Case, row) is None]
        for row in sound:
            case = Case.from_row(row)
            if before is not None:
                before(case)
            case.derive()
            after_it = case.to_row()
            found = {name: after_it[name] for name in names}
            if found.items() <= row.items():
                continue
            counts["rewritten"] += 1
            if writes:
                written = partial(_written, store, row, found)
                await store.transaction(written, attempts=ATTEMPTS)
        counts["rows"] += len(rows)
        counts["odd"] += len(rows) - len(sound)
        told(CASES, counts["rows"])
        after = rows[-1]["_id"]
    return counts


async def _written(store: Store, row: Row, found: Row, session: Session) -> int:
    """Write them where the row still is what was read; whoever changed it meanwhile has made them too."""
    held = {"_id": row["_id"], "revision": row.get("revision"), "updated_at": row["updated_at"]}
    return await store.update(CASES, held, {"$set": dict(found)}, session=session)
