"""How a job reads lists: as whoever asked would, by the lists' own way, a page at a time. Who can is given to it."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, BinaryIO, Protocol

from auth.principal import Principal

TableCell = str | int | float | date | datetime | None
"""What stands in a table: `bool` among the numbers; moments are local, without a zone."""


@dataclass(frozen=True)
class ListPage:
    """Rows of a list: as callers see them, and as cells of a table. `total` is how many there are, where that is known, and
    `who` whoever sees them."""

    nodes: Sequence[Mapping[str, Any]]
    cells: Sequence[Sequence[TableCell]]
    total: int | None
    who: Principal | None = None


class ListClosed(Exception):
    """Who asked has not the rights any more under which the list was asked for."""


class ListRefused(Exception):
    """The filter cannot be used any more."""


class Lists(Protocol):
    """Reads lists in the name of who asked for them."""

    def headers(self, asked: Mapping[str, Any]) -> Sequence[str]:
        """Return the heads of the columns, in Russian."""

    def pages(self, asked: Mapping[str, Any], now: datetime) -> AsyncIterator[ListPage]:
        """Yield the pages of a list, each under the rights of who asked. Raises: ListClosed, ListRefused."""

    def spool(self) -> AbstractContextManager[BinaryIO]:
        """Give a file without a name to write into, while a block runs."""
