"""Numbers in series: drawn outside a transaction where gaps are allowed, inside it where they are not."""

from documents.kernel.store.connection import Session, Store

COUNTERS = "counters"


async def next_number(store: Store, series: str, *, session: Session | None = None) -> int:
    """Return the next number of a series, from 1. With a session it is given back when the transaction aborts."""
    for _ in range(3):
        number = await store.raised(COUNTERS, series, "value", session=session)
        # The very first draw of a series may answer nothing on some stores when two come at once: it is drawn again.
        if number is not None:
            return number
    raise RuntimeError(f"the series {series} gives no number")


async def last_number(store: Store, series: str) -> int:
    """Return the number that a series gave last; 0 where it has given none."""
    rows = await store.find(COUNTERS, {"_id": series}, at_most=1)
    return int(rows[0]["value"]) if rows else 0
