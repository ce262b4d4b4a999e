"""Workbooks of a spreadsheet program (XLSX) in which words stay words."""

from collections.abc import Sequence
from datetime import datetime
from typing import BinaryIO

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

LEAST_WIDTH, MOST_WIDTH = 10, 40


def open_workbook(file: BinaryIO, now: datetime) -> Workbook:
    """Return a workbook that is written into a file row by row, and takes no text for a formula, a link or a number."""
    taken_as_text = {f"strings_to_{one}": False for one in ("formulas", "urls", "numbers")}
    book = Workbook(file, {"constant_memory": True, **taken_as_text})
    book.set_properties({"created": now})
    return book


def width_of(text: str) -> int:
    """Return how wide a column is in which this stands, in letters, with room for the mark of a filter."""
    return min(MOST_WIDTH, max(LEAST_WIDTH, len(text) + 2))


def add_headed_sheet(book: Workbook, name: str, headers: Sequence[str]) -> Worksheet:
    """Return a new sheet with its head in the first row, which stays in sight."""
    sheet = book.add_worksheet(name)
    bold = book.add_format({"bold": True})
    for number, header in enumerate(headers):
        sheet.set_column(number, number, width_of(header))
        sheet.write_string(0, number, header, bold)
    sheet.freeze_panes(1, 0)
    return sheet
