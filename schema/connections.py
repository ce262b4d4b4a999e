"""Relay connections over keyset pages: types, arguments, and the one loader that every list uses."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from typing import Any, Generic, TypeVar

import strawberry

from auth.errors import BadRequest
from documents.kernel.read.paging import Count, Order, Page, Window
from documents.kernel.read.parts import ListPart, count_of, page_of
from documents.kernel.read.resource import Resource
from schema.context import GraphInfo
from schema.engine.selection import selected
from schema.terms import described

T = TypeVar("T")

MOST = 100


@described(
    "Точность: AT_LEAST means that there are more rows than the value, which is the cap.",
    EXACT="Точное число",
    AT_LEAST="Не меньше этого числа",
)
class CountPrecision(StrEnum):
    EXACT = "EXACT"
    AT_LEAST = "AT_LEAST"


@strawberry.type(
    description="How many rows the list has for the viewer; costs nothing unless it is selected."
)
class TotalCount:
    value: int = strawberry.field(description="Number of rows, at most 10 000.")
    precision: CountPrecision = strawberry.field(description="EXACT, or AT_LEAST above the cap.")


@strawberry.type(description="The position of a page in its list.")
class PageInfo:
    has_next_page: bool = strawberry.field(description="Whether there is more after this page.")
    has_previous_page: bool = strawberry.field(description="Whether there is more before this page.")
    start_cursor: str | None = strawberry.field(
        description="Cursor of the first edge; null if the page is empty."
    )
    end_cursor: str | None = strawberry.field(
        description="Cursor of the last edge; null if the page is empty."
    )


@strawberry.type(description="One row of a list with its cursor.")
class Edge(Generic[T]):
    cursor: str = strawberry.field(
        description="Opaque; pass it to `after` or `before` of the same list in the same order."
    )
    node: T = strawberry.field(description="The row.")


@strawberry.type(description="A page of a list.")
class Connection(Generic[T]):
    edges: list[Edge[T]] = strawberry.field(description="Rows with their cursors.")
    nodes: list[T] = strawberry.field(description="Rows without their cursors.")
    page_info: PageInfo = strawberry.field(description="The position of the page in its list.")


@strawberry.type(name="Connection", description="A page of a list, with the total count.")
class CountedConnection(Connection[T]):
    total_count: TotalCount = strawberry.field(
        description="The number of all rows of the list, capped; computed only when selected."
    )


def window_of(
    info: GraphInfo,
    order: Order,
    *,
    first: int | None,
    after: str | None,
    last: int | None,
    before: str | None,
    of: str = "",
) -> Window:
    """Return the window that the arguments ask for; `of` names the object whose list it is, where there are several.

    Raises: BAD_REQUEST for none or both of first and last, a size outside 0–100, or a cursor that is not of this list.
    """
    if (first is None) == (last is None):
        raise BadRequest("first_or_last", path=("first",))
    name, size = ("first", first) if first is not None else ("last", last)
    if size is None or not 0 <= size <= MOST:
        raise BadRequest("page_size", path=(name,), least=0, most=MOST)
    cursors, bound = info.context.cursors, _bound_to(info, order, of)
    return Window(
        first=first,
        last=last,
        after=cursors.open(after, order=bound, path="after") if after is not None else None,
        before=cursors.open(before, order=bound, path="before") if before is not None else None,
    )


def _bound_to(info: GraphInfo, order: Order, of: str) -> str:
    """What a cursor is sealed with: the list, whose it is, and how it is sorted. It opens nowhere else."""
    # Strawberry's own name of the field is looked up anew each time; graphql-core's is there.
    return f"{info._raw_info.field_name}{of}:{order.key}:{order.direction}"  # noqa: SLF001


def shown_page(info: GraphInfo, page: Page, count: Count | None, *, of: str = "") -> dict[str, Any]:
    """Return the mapping that a connection type reads; `of` as in `window_of`."""
    shown: dict[str, Any] = {"nodes": page.rows}
    asked = selected(info, ())
    bound = _bound_to(info, page.order, of)
    if "edges" in asked:
        shown["edges"] = _edges(info, page, bound)
    if "page_info" in asked:
        shown["page_info"] = _page_info(info, page, bound)
    if count is not None:
        shown["total_count"] = shown_count(count)
    return shown


def _edges(info: GraphInfo, page: Page, bound: str) -> list[dict[str, Any]]:
    if "cursor" not in selected(info, ("edges",)):
        return [{"node": row} for row in page.rows]
    return [{"cursor": _cursor(info, page, row, bound), "node": row} for row in page.rows]


def _page_info(info: GraphInfo, page: Page, bound: str) -> dict[str, Any]:
    shown: dict[str, Any] = {"has_next_page": page.has_next, "has_previous_page": page.has_previous}
    # Sealing is dear: only the ends that are asked for.
    for name, place in (("start_cursor", 0), ("end_cursor", -1)):
        if name in selected(info, ("pageInfo",)):
            value = page.end(place)
            shown[name] = info.context.cursors.seal(value, order=bound) if value is not None else None
    return shown


def _cursor(info: GraphInfo, page: Page, row: Mapping[str, Any], bound: str) -> str:
    return info.context.cursors.seal(str(row[page.order.key]), order=bound)


def shown_count(count: Count) -> TotalCount:
    """Return the count as its type."""
    return TotalCount(
        value=count.value, precision=CountPrecision.EXACT if count.exact else CountPrecision.AT_LEAST
    )


def wants_total(info: GraphInfo) -> bool:
    """Return whether the operation selects the total count of this list."""
    return "total_count" in selected(info, ())


def row_fields(info: GraphInfo) -> frozenset[str]:
    """Return the fields selected on the rows of this list, through edges or nodes."""
    return selected(info, ("nodes",), ("edges", "node"))


async def load_connection(
    info: GraphInfo,
    resource: Resource,
    *,
    order: Order,
    first: int | None,
    after: str | None,
    last: int | None,
    before: str | None,
    where: Mapping[str, Any] | None = None,
    parts: Sequence[ListPart] | None = None,
    touching: Iterable[str] = (),
) -> dict[str, Any]:
    """Return a page of a list under the viewer's rights; page and count are asked for at once. A list that no single command
    can read is given as `parts` instead of `where`."""
    # The arguments come first: they are looked at for whom the list is closed to as well.
    window = window_of(info, order, first=first, after=after, last=last, before=before)
    if window.size == 0 and "page_info" not in selected(info, ()):
        window = replace(window, looks_on=False)
    context = info.context
    access, who, asked = context.container.access, context.principal, parts
    if asked is None:
        asked = (ListPart(where or {}),)
    page = page_of(
        access,
        resource,
        who,
        context.now,
        parts=asked,
        order=order,
        window=window,
        touching=touching,
        fields=row_fields(info),
    )
    if not wants_total(info):
        return shown_page(info, await page, None)
    count = count_of(access, resource, who, parts=asked, touching=touching)
    found, total = await asyncio.gather(page, count)
    return shown_page(info, found, total)
