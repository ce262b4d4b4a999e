"""The report on the execution of decisions as a workbook of a spreadsheet program (XLSX)."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from documents.printing.execution import COUNTED, LISTED, Cells, PrintedExecution
from documents.printing.workbook import add_headed_sheet, open_workbook, width_of

FIGURES, ASSIGNMENTS = "Протоколы", "Поручения"


def xlsx_of_execution(report: PrintedExecution) -> bytes:
    """Return the report as XLSX: a sheet of figures, one of assignments. Takes milliseconds and more with many of them."""
    made = BytesIO()
    book = open_workbook(made, report.at)
    sheet = _sheet(book, FIGURES, COUNTED, report.figures)
    for row, (protocol, *figures) in enumerate(report.figures, 1):
        sheet.write_string(row, 0, protocol)
        for column, figure in enumerate(figures, 1):
            sheet.write_number(row, column, int(figure))
    sheet = _sheet(book, ASSIGNMENTS, LISTED, report.assignments)
    whole = book.add_format({"text_wrap": True, "valign": "top"})
    for row, texts in enumerate(report.assignments, 1):
        for column, text in enumerate(texts):
            sheet.write_string(row, column, text, whole)
    book.close()
    return made.getvalue()


def _sheet(book: Any, name: str, heading: Cells, rows: Sequence[Cells]) -> Any:
    """A sheet whose columns are as wide as what stands in them, and which is printed across the page, its head on each."""
    sheet = add_headed_sheet(book, name, heading)
    for number, texts in enumerate(zip(heading, *rows, strict=True)):
        sheet.set_column(number, number, max(map(width_of, texts)))
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    return sheet
