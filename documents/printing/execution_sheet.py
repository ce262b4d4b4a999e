"""The report on the execution of decisions as a workbook of a spreadsheet program (XLSX)."""

from io import BytesIO

from documents.printing.execution import COUNTED, LISTED, PrintedExecution
from documents.printing.workbook import add_headed_sheet, open_workbook

FIGURES, ASSIGNMENTS = "Протоколы", "Поручения"


def xlsx_of_execution(report: PrintedExecution) -> bytes:
    """Return the report as XLSX: a sheet of figures, one of assignments. Takes milliseconds and more with many of them."""
    made = BytesIO()
    book = open_workbook(made, report.at)
    sheet = add_headed_sheet(book, FIGURES, COUNTED)
    for row, (protocol, *figures) in enumerate(report.figures, 1):
        sheet.write_string(row, 0, protocol)
        for column, figure in enumerate(figures, 1):
            sheet.write_number(row, column, int(figure))
    sheet = add_headed_sheet(book, ASSIGNMENTS, LISTED)
    for row, texts in enumerate(report.assignments, 1):
        for column, text in enumerate(texts):
            sheet.write_string(row, column, text)
    book.close()
    return made.getvalue()
