"""Reference data in resolvers: pages, single rows and relations from memory, under rights, without a command."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from auth.errors import BadRequest
from documents.center.calendars import calendar_of
from documents.kernel.read.paging import Direction, Window
from documents.kernel.read.resource import Resource
from documents.kernel.text.matching import matching
from schema.connections import MOST, shown_page, window_of
from schema.context import GraphInfo

Row = Mapping[str, Any]

FIRST_YEAR, LAST_YEAR = 2000, 2100
"""Years between which days and moments may be asked about."""


def memory_page(
    info: GraphInfo,
    resource: Resource,
    *,
    order: str | None,
    direction: Direction | None,
    first: int | None,
    after: str | None,
    last: int | None,
    before: str | None,
    keep: Callable[[Row], bool] | None = None,
) -> dict[str, Any]:
    """Return a page of reference data as a connection reads it; the count is exact and costs nothing."""
    context = info.context
    sorted_by = resource.order(order, direction)
    window = window_of(info, sorted_by, first=first, after=after, last=last, before=before)
    page, count = context.container.access.from_memory(
        resource, context.principal, context.now, order=sorted_by, window=window, keep=keep
    )
    return shown_page(info, page, count)


def memory_list(info: GraphInfo, resource: Resource, keep: Callable[[Row], bool] | None = None) -> list[Any]:
    """Return a short list of reference data in its default order, at most a page; empty for who may not read it."""
    context = info.context
    page, _ = context.container.access.from_memory(
        resource,
        context.principal,
        context.now,
        order=resource.order(None, None),
        window=Window(first=MOST),
        keep=keep,
    )
    return list(page.rows)


def memory_row(info: GraphInfo, resource: Resource, record_id: str) -> Row | None:
    """Return one row of reference data; None where it is not there or the viewer may not read its kind."""
    return info.context.container.access.kept(resource, info.context.principal, record_id)


def related(info: GraphInfo, collection: str, record_id: str | None) -> Row | None:
    """Return a row of reference data that another one names, as the viewer may see it."""
    context = info.context
    return context.container.access.reference_row(context.principal, collection, record_id)


def search_words(text: str | None) -> tuple[str, ...]:
    """Return the words that a title must hold, in the form in which text is compared."""
    return tuple(matching(text or "").split())


def holds(words: tuple[str, ...], *texts: str | None) -> bool:
    """Return whether each word stands somewhere in the texts."""
    whole = _matched(" ".join(text for text in texts if text)) if words else ""
    return all(word in whole for word in words)


_matched = lru_cache(maxsize=10_000)(matching)
"""Titles and names of reference data are the same for everybody who searches."""


def bounded_year(day: date, *, path: str) -> date:
    """Return the day itself. Raises: BAD_REQUEST (`out_of_range`) where it is absurdly far away."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise BadRequest("out_of_range", path=(path,))
    return day


def in_force_on(info: GraphInfo, on: date | None) -> Callable[[Row], bool]:
    """Return whether a membership holds at some moment of a local day; at this very moment where no day is given."""
    if on is None:
        now = info.context.now
        return lambda row: row["valid_from"] <= now and (row["valid_to"] is None or now < row["valid_to"])
    calendar = calendar_of(info.context.container.access.reference)
    day = bounded_year(on, path="on")
    begins, ends = calendar.start_of(day), calendar.start_of(day + timedelta(days=1))
    return lambda row: row["valid_from"] < ends and (row["valid_to"] is None or begins < row["valid_to"])
