"""Keyset pages over one stored sort value: what a caller asks for, and what comes back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from documents.kernel.record import FAR
from documents.kernel.text.matching import name_key

COUNT_CAP = 10_000
"""Counts above this are told as «at least» (contract, §2)."""

NONE_LAST = "~"
"""Stored where there is no value to sort by: after every digit, so «none» sorts last ascending, first descending."""


class Direction(StrEnum):
    """Which way a list runs."""

    ASC = "ASC"
    DESC = "DESC"


@dataclass(frozen=True)
class Order:
    """The stored sort value to run along, and the direction."""

    key: str
    direction: Direction


@dataclass(frozen=True)
class Window:
    """Which part of a list: exactly one of `first` and `last` (0–100), and the sort values of the cursors, if any."""

    first: int | None = None
    last: int | None = None
    after: str | None = None
    before: str | None = None
    looks_on: bool = True
    """Whether somebody wants to know if the list goes on; a page of no rows is not read for anything else."""

    @property
    def size(self) -> int:
        """How many rows are asked for."""
        return self.first if self.first is not None else self.last or 0

    @property
    def backward(self) -> bool:
        """Whether the page is counted from the end."""
        return self.first is None


@dataclass(frozen=True)
class Page:
    """One page of rows in list order; each row keeps its sort value under the order's key, from which cursors are made."""

    rows: Sequence[dict[str, Any]]
    order: Order
    has_next: bool
    has_previous: bool
    ends: tuple[str, str] | None = None
    """The sort values of the first and the last row that was read, where none of them could be shown."""

    def end(self, place: int) -> str | None:
        """Return the sort value of the first (0) or the last row (-1); None for a page of an empty list."""
        if self.rows:
            return str(self.rows[place][self.order.key])
        return self.ends[place] if self.ends else None

    def showing(self, shown: Sequence[dict[str, Any]]) -> "Page":
        """Return the page with its rows as they are shown; where none is, it still knows where it began and ended."""
        ends = (str(self.rows[0].get(self.order.key)), str(self.rows[-1].get(self.order.key)))
        return replace(self, rows=shown, ends=None if shown else ends)


@dataclass(frozen=True)
class Count:
    """A number of rows; not exact means «at least»."""

    value: int
    exact: bool


def empty_page(order: Order) -> Page:
    """Return the page of a list that holds nothing for this viewer."""
    return Page((), order, has_next=False, has_previous=False)


NAME_ENDS = "\x01"
"""Below every character that a name can have."""


def sort_value(value: Any, record_id: str) -> str:
    """Return the stored sort value of a record: the moment or text, then the id, so that no two rows share one."""
    if value is None or value == FAR:
        return f"{NONE_LAST}|{record_id}"
    text = value.isoformat(timespec="milliseconds") if hasattr(value, "isoformat") else str(value)
    return f"{text}|{record_id}"


def name_sort_value(name: str, record_id: str) -> str:
    """Return the stored sort value of a title or name, in the form in which names are compared.

    What ends sorts before what goes on: «Боготол» before «Боготол (село)».
    """
    return f"{name_key(name)}{NAME_ENDS}{record_id}"


def sort_range(window: Window, order: Order) -> Mapping[str, str]:
    """Return the flat range on the sort value that the cursors leave; empty without cursors."""
    up = order.direction is Direction.ASC
    bounds = {}
    if window.after is not None:
        bounds["$gt" if up else "$lt"] = window.after
    if window.before is not None:
        bounds["$lt" if up else "$gt"] = window.before
    return bounds


def step(window: Window, order: Order) -> int:
    """Return the direction to ask the store for: 1 or −1; a page from the end is read backwards and turned around."""
    ascending = (order.direction is Direction.ASC) != window.backward
    return 1 if ascending else -1


def cut(found: list[dict[str, Any]], window: Window, order: Order) -> Page:
    """Return the page out of what the store gave, which is one row more than asked for where the list goes on."""
    more = len(found) > window.size
    rows = found[: window.size]
    if window.backward:
        rows.reverse()
        return Page(rows, order, has_next=window.before is not None, has_previous=more)
    return Page(rows, order, has_next=more, has_previous=window.after is not None)
