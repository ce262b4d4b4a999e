"""Lists read for exports: each page under the rights that who asked has then, as callers see it and as cells of a table."""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime
from typing import Any, BinaryIO

from graphql import ExecutionResult, GraphQLEnumType, GraphQLSchema

from auth.errors import FilterForbidden, RequestError, Timeout, Unauthenticated
from auth.principal import Principal
from documents.center.calendars import calendar_of
from documents.container import Container
from documents.exports.rules import rights_of
from documents.exports.vocabulary import ExportList
from documents.kernel.calendar import Calendar, OutsideCalendar
from documents.kernel.write.lists import ListClosed, ListPage, ListRefused, TableCell
from schema.context import Context
from schema.cursors import Cursors
from schema.document_errors import original_cause
from schema.enforcing import Declared, declared_at
from schema.exports.asking import Asking, ColumnPath, ExportedList, listed
from schema.exports.columns import COLUMNS

JOINED = "; "
"""What stands between several values in one cell."""

Spool = Callable[[], AbstractContextManager[BinaryIO]]
AskedList = Mapping[str, Any]


class ExportReader:
    """Reads lists through the schema, over the container of a process. Nobody sees its cursors."""

    def __init__(self, core: GraphQLSchema, container: Container, cursors: Cursors, spool: Spool) -> None:
        self._core = core
        self._container = container
        self._cursors = cursors
        self._spool = spool

    def spool(self) -> AbstractContextManager[BinaryIO]:
        """Give a file without a name to write into, while a block runs."""
        return self._spool()

    def headers(self, asked: AskedList) -> Sequence[str]:
        """Return the heads of the columns, in Russian."""
        heads = COLUMNS[ExportList(asked["list_name"])].heads
        return [heads[one] for one in asked["columns"]]

    async def pages(self, asked: AskedList, now: datetime) -> AsyncIterator[ListPage]:
        """Yield the pages of a list, each under the rights of who asked. Raises: ListClosed, ListRefused."""
        shown = listed(self._core, asked["list_name"])
        asking = Asking(shown, asked["columns"], asked["given"], asked.get("order"))
        columns = [shown.column(one) for one in asked["columns"]]
        after, total, goes_on = None, None, True
        while goes_on:
            who = await self._who(shown, asked, now)
            context = Context(self._container, self._cursors, now, who=who)
            page = _page(shown, await asking.page(context, after=after, counts=after is None))
            total = _total(page) if after is None else total
            calendar = calendar_of(await self._container.reference.current())
            cells = [[_cell(node, column, calendar) for column in columns] for node in page["nodes"]]
            yield ListPage(page["nodes"], cells, total, who)
            after, goes_on = page["pageInfo"]["endCursor"], page["pageInfo"]["hasNextPage"]

    async def _who(self, shown: ExportedList, asked: AskedList, now: datetime) -> Principal:
        """Who asked, as they are now. Raises: ListClosed where their rights are not those of the asking."""
        who = await asker(self._container, asked, now)
        if who is None or not is_open(shown, who):
            raise ListClosed
        return who


async def asker(container: Container, asked: AskedList, now: datetime) -> Principal | None:
    """Return who asked for an export; None where they may not sign in any more, or their rights have changed since."""
    scope = frozenset(asked["scope"]) if asked["scope"] is not None else None
    try:
        who = await container.principals.of(asked["account_id"], now, scope)
    except Unauthenticated:
        return None
    return who if rights_of(who) == asked["rights"] else None


def is_open(shown: ExportedList, who: Principal) -> bool:
    """Return whether a list is open to somebody by the action that its root field declares."""
    return declared_of(shown).opens_to(who, {})


def declared_of(shown: ExportedList) -> Declared:
    """Return what opens the root field of a list."""
    query = shown.core.query_type
    assert query is not None, "there are queries"
    return declared_at(f"Query.{shown.field_name}", query.fields[shown.field_name])


def _page(shown: ExportedList, result: ExecutionResult) -> Mapping[str, Any]:
    for error in result.errors or ():
        cause = original_cause(error)
        if isinstance(cause, Timeout):
            raise cause
        if isinstance(cause, RequestError) or error.path is None:
            raise (ListClosed if isinstance(cause, FilterForbidden) else ListRefused) from error
        # As it is, so that a store that is away is known by it.
        raise cause if cause is not None else error
    assert result.data is not None, "what has no errors has data"
    found: Mapping[str, Any] = result.data[shown.field_name]
    return found


def _total(page: Mapping[str, Any]) -> int | None:
    count = page.get("totalCount")
    return count["value"] if count is not None and count["precision"] == "EXACT" else None


def _cell(node: Mapping[str, Any], column: ColumnPath, calendar: Calendar) -> TableCell:
    """The value of a column in a row; several are told in one cell, nothing where nothing is to be seen."""
    found = [one for one in _values(node, column.names) if one is not None]
    cells = [_shown(one, column, calendar) for one in found]
    return cells[0] if len(cells) == 1 else JOINED.join(map(_written, cells)) or None


def _values(value: Any, names: Sequence[str]) -> list[Any]:
    if isinstance(value, list):
        return [found for one in value for found in _values(one, names)]
    if not names or value is None:
        return [value]
    # A field that the kind of this row does not have was not asked of it.
    return _values(value.get(names[0]), names[1:])


def _shown(value: Any, column: ColumnPath, calendar: Calendar) -> TableCell:
    if isinstance(column.leaf, GraphQLEnumType):
        described = column.leaf.values.get(value)
        return (described.description if described is not None else None) or str(value)
    if isinstance(value, datetime):
        return _local(value, calendar)
    return value if isinstance(value, bool | int | float | date) else str(value)


def _local(moment: datetime, calendar: Calendar) -> TableCell:
    try:
        return calendar.local(moment)
    except OutsideCalendar:
        return str(moment)


def _written(cell: TableCell) -> str:
    if isinstance(cell, datetime):
        return cell.strftime("%d.%m.%Y %H:%M")
    return cell.strftime("%d.%m.%Y") if isinstance(cell, date) else str(cell)
