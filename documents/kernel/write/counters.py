"""Numbers in series: drawn outside a transaction where gaps are allowed, inside it where they are not."""

from collections import Counter
from collections.abc import Iterable, Iterator

from documents.kernel.store.connection import Session, Store

COUNTERS = "counters"


class NumberDraw:
    """Draws numbers for several changes made together: of a series at once for all that are expected to need one."""

    def __init__(self, store: Store, expected: Iterable[str]) -> None:
        self._store, self._expected = store, Counter(expected)
        self._drawn: dict[str, Iterator[int]] = {}

    async def next(self, series: str) -> int:
        """Return the next number of a series, from 1."""
        number = next(self._drawn.get(series, iter(())), None)
        if number is None:
            count = max(1, self._expected.pop(series, 0))
            last = await next_number(self._store, series, count=count)
            number = last - count + 1
            self._drawn[series] = iter(range(number + 1, last + 1))
        return number


async def next_number(store: Store, series: str, *, count: int = 1, session: Session | None = None) -> int:
    """Return the next number of a series, from 1, or the last of the next `count`. With a session they are given back when
    the transaction aborts."""
    for _ in range(3):
        number = await store.raised(COUNTERS, series, "value", by=count, session=session)
        # The very first draw of a series may answer nothing on some stores when two come at once: it is drawn again.
        if number is not None:
            return number
    raise RuntimeError(f"the series {series} gives no number")


async def last_number(store: Store, series: str) -> int:
    """Return the number that a series gave last; 0 where it has given none."""
    rows = await store.find(COUNTERS, {"_id": series}, at_most=1)
    return int(rows[0]["value"]) if rows else 0
