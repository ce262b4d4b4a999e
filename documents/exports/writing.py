"""Files of exports, written a row at a time: what is written is not in memory any more.

What a spreadsheet would take for a formula is none here: in CSV an apostrophe stands before it, in a workbook it is a text.
"""

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, BinaryIO, Protocol

import orjson

from documents.exports.vocabulary import ExportFormat
from documents.kernel.write.lists import ListPage, TableCell
from documents.printing.workbook import add_headed_sheet, open_workbook, width_of

FORMULA = frozenset("=+-@\t\r\n＝＋－＠|%")
"""How a text begins that some spreadsheet takes for a formula."""

JSON_OPTIONS = orjson.OPT_APPEND_NEWLINE | orjson.OPT_NAIVE_UTC | orjson.OPT_UTC_Z

SHEET = "Выгрузка"
MOST_SHEET_ROWS = 1_048_575
"""What a sheet holds below its head."""

LONGEST_CELL = 32_767
MOMENT, DAY = "%d.%m.%Y %H:%M", "%d.%m.%Y"


class TooManyRows(Exception):
    """The file holds no more rows."""


class ExportWriter(Protocol):
    """Writes the rows of an export into a file."""

    def add(self, page: ListPage) -> None:
        """Write the rows of a page. Raises: TooManyRows."""

    def close(self) -> None:
        """Write what is left. It may take a while: call it in a thread."""


class CsvWriter:
    """A table as Russian spreadsheets open it: semicolons, UTF-8 with its mark, lines that end as on Windows."""

    def __init__(self, file: BinaryIO, headers: Sequence[str], _now: datetime) -> None:
        self._text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=True)
        self._rows = csv.writer(self._text, delimiter=";", lineterminator="\r\n")
        self._rows.writerow(headers)

    def add(self, page: ListPage) -> None:
        """Write the rows of a page."""
        self._rows.writerows([spelled(one) for one in row] for row in page.cells)

    def close(self) -> None:
        """Leave the file to whoever gave it."""
        self._text.detach()


class SheetWriter:
    """A workbook of one sheet, whose rows go to a file as they come."""

    def __init__(self, file: BinaryIO, headers: Sequence[str], now: datetime) -> None:
        self._book = open_workbook(file, now)
        self._formats = {
            datetime: self._book.add_format({"num_format": "dd.mm.yyyy hh:mm"}),
            date: self._book.add_format({"num_format": "dd.mm.yyyy"}),
        }
        self._sheet = add_headed_sheet(self._book, SHEET, headers)
        self._widths, self._count = [width_of(one) for one in headers], 0

    def add(self, page: ListPage) -> None:
        """Write the rows of a page. Raises: TooManyRows."""
        if self._count + len(page.cells) > MOST_SHEET_ROWS:
            raise TooManyRows
        for cells in page.cells:
            self._count += 1
            for number, cell in enumerate(cells):
                self._put(self._count, number, cell)
                if not isinstance(cell, str):
                    # A day or a number that does not fit is shown as a row of crosses.
                    self._widths[number] = max(self._widths[number], width_of(spelled(cell)))

    def _put(self, row: int, column: int, cell: TableCell) -> None:
        if cell is None:
            return
        if isinstance(cell, datetime | date):
            self._sheet.write_datetime(row, column, cell, self._formats[type(cell)])
        elif isinstance(cell, bool):
            self._sheet.write_string(row, column, spelled(cell))
        elif isinstance(cell, int | float):
            self._sheet.write_number(row, column, cell)
        else:
            text = cell if len(cell) <= LONGEST_CELL else f"{cell[: LONGEST_CELL - 1]}…"
            self._sheet.write_string(row, column, text)

    def close(self) -> None:
        """Write the workbook out of what was gathered."""
        for number, width in enumerate(self._widths):
            self._sheet.set_column(number, number, width)
        self._sheet.autofilter(0, 0, self._count, len(self._widths) - 1)
        self._book.close()


class LinesWriter:
    """An object a line, as the list answers it: codes, moments in UTC."""

    def __init__(self, file: BinaryIO, _headers: Sequence[str], _now: datetime) -> None:
        self._file = file

    def add(self, page: ListPage) -> None:
        """Write the rows of a page."""
        for node in page.nodes:
            self._file.write(orjson.dumps(node, option=JSON_OPTIONS))

    def close(self) -> None:
        """Leave the file to whoever gave it."""


WRITERS: Mapping[str, Callable[[BinaryIO, Sequence[str], datetime], ExportWriter]] = {
    ExportFormat.CSV: CsvWriter,
    ExportFormat.XLSX: SheetWriter,
    ExportFormat.JSONL: LinesWriter,
}
"""Form → who writes it."""


def spelled(cell: Any) -> str:
    """Return a cell as people write it in a table, so that no program takes it for a formula."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "да" if cell else "нет"
    if isinstance(cell, datetime):
        return cell.strftime(MOMENT)
    if isinstance(cell, date):
        return cell.strftime(DAY)
    if isinstance(cell, int | float):
        return str(cell).replace(".", ",")
    text = str(cell)
    return f"'{text}" if text.lstrip(" ")[:1] in FORMULA and text.strip(" ") else text
