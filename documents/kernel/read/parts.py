"""Lists that several commands read side by side: each part has its own keys and condition, and no row is in two."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from auth.policy.decide import Plan
from auth.principal import Principal
from documents.kernel.read.access import KEYS, Access
from documents.kernel.read.paging import COUNT_CAP, Count, Order, Page, Window, empty_page, step
from documents.kernel.read.resource import Resource, Row


@dataclass(frozen=True)
class ListPart:
    """The rows of a list that one indexed command finds: inside a plan (None: all that may be read), by a condition."""

    where: Mapping[str, Any]
    within: Plan | None = None

    def condition(self) -> dict[str, Any]:
        """Return the whole of it as one condition, for where no index matters."""
        found = dict(self.where)
        if self.within is not None and not self.within.everything:
            found[KEYS] = {"$in": sorted(self.within.keys)}
        return found


async def page_of(
    access: Access,
    resource: Resource,
    who: Principal,
    now: datetime,
    *,
    parts: Sequence[ListPart],
    order: Order,
    window: Window,
    touching: Iterable[str] = (),
    fields: frozenset[str] | None = None,
) -> Page:
    """Return one page of all parts together, in the order of their stored sort value; a command a part, at once."""
    named = tuple(touching)
    reads = [
        access.page(
            resource,
            who,
            now,
            order=order,
            window=window,
            where=one.where,
            touching=named,
            within=one.within,
            fields=fields,
        )
        for one in parts
    ]
    # Most lists have one part: no task is made for it.
    return await reads[0] if len(reads) == 1 else joined(await asyncio.gather(*reads), window, order)


async def count_of(
    access: Access,
    resource: Resource,
    who: Principal,
    *,
    parts: Sequence[ListPart],
    touching: Iterable[str] = (),
) -> Count:
    """Return how many rows the parts have together: the sum, since no row is in two; above the cap «at least»."""
    named = tuple(touching)
    reads = [access.count(resource, who, where=one.where, touching=named, within=one.within) for one in parts]
    if len(reads) == 1:
        return await reads[0]
    counts = await asyncio.gather(*reads)
    total = sum(one.value for one in counts)
    return Count(min(total, COUNT_CAP), exact=total <= COUNT_CAP and all(one.exact for one in counts))


def joined(pages: Sequence[Page], window: Window, order: Order) -> Page:
    """Return the page that a list of all their rows would have. Each page is the beginning (or end) of its own part, one row
    longer than asked for where the part goes on, so the first rows of all are among the first rows of each."""
    if not pages:
        return empty_page(order)
    # A row that moved from one part to another between two commands is shown once.
    rows: dict[str, Row] = {str(row[order.key]): row for page in pages for row in page.rows}
    runs_down = step(window, order) < 0
    nearest = [rows[value] for value in sorted(rows, reverse=runs_down)]
    goes_on = len(nearest) > window.size or any(
        page.has_previous if window.backward else page.has_next for page in pages
    )
    shown = nearest[: window.size]
    if window.backward:
        shown.reverse()
        return Page(shown, order, has_next=window.before is not None, has_previous=goes_on)
    return Page(shown, order, has_next=goes_on, has_previous=window.after is not None)
