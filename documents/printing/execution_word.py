"""The report on the execution of decisions as a document of an office program (DOCX)."""

from collections.abc import Sequence
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.shared import Mm, Pt

from documents.printing.execution import COUNTED, LISTED, Cells, PrintedExecution
from documents.printing.layout import LAYOUT
from documents.printing.minutes import CENTER
from documents.printing.word import line, number_pages, prepare, written

FIGURE_COLUMNS = (38.0, 20.0, 22.0, 23.0, 19.0, 23.0, 20.0)
ASSIGNMENT_COLUMNS = (27.0, 18.0, 47.0, 29.0, 21.0, 23.0)
"""Millimetres of the columns: together they are the width of the text."""


def docx_of_execution(report: PrintedExecution) -> bytes:
    """Return the report as DOCX. Takes tens of milliseconds and more with many assignments: not for the event loop."""
    document = Document()
    prepare(document, report.title, CENTER)
    number_pages(document)
    for text in (report.title.upper(), f"по состоянию на {report.on}"):
        line(document, text, align=WD_ALIGN_PARAGRAPH.CENTER).paragraph_format.space_after = Pt(
            LAYOUT.gap_pt / 2
        )
    _table(document, COUNTED, report.figures, FIGURE_COLUMNS)
    if report.assignments:
        line(document, "").paragraph_format.space_after = Pt(LAYOUT.gap_pt / 2)
        _table(document, LISTED, report.assignments, ASSIGNMENT_COLUMNS)
    return written(document)


def _table(document: Any, heading: Cells, rows: Sequence[Cells], widths: Sequence[float]) -> None:
    """A table whose head stands on each of its pages, and of whose rows none is torn."""
    table = document.add_table(rows=1 + len(rows), cols=len(heading), style="Table Grid")
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    for number, (row, texts) in enumerate(zip(table.rows, (heading, *rows), strict=True)):
        about = row._tr.get_or_add_trPr()  # noqa: SLF001  # the library has no word for either
        about.append(OxmlElement("w:cantSplit"))
        if number == 0:
            about.append(OxmlElement("w:tblHeader"))
        for cell, text, width in zip(row.cells, texts, widths, strict=True):
            cell.width = Mm(width)
            run = cell.paragraphs[0].add_run(text)
            run.font.size, run.bold = Pt(LAYOUT.small_pt * (1 if number else 0.85)), number == 0
