"""Numbers in series: drawn outside a transaction where gaps are allowed, inside it where they are not."""

from documents.kernel.connection import Session, Store

COUNTERS = "counters"


async def next_number(store: Store, series: str, *, session: Session | None = None) -> int:
    """The next number of a series, from 1. With a session it is given back when the transaction aborts."""
    counters = store.collection(COUNTERS)
    for _ in range(3):
        row = await counters.find_one_and_update(
            {"_id": series}, {"$inc": {"value": 1}}, upsert=True, return_document=True, session=session
        )
        # The very first draw of a series may answer nothing on some stores when two come at once: it is drawn again.
        if row is not None:
            return int(row["value"])
    raise RuntimeError(f"the series {series} gives no number")
