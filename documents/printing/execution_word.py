"""The report on the execution of decisions as a document of an office program (DOCX)."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt

from documents.printing.execution import COUNTED, LISTED, Cells, PrintedExecution
from documents.printing.layout import LAYOUT
from documents.printing.minutes import CENTER
from documents.printing.word import line, prepare


def docx_of_execution(report: PrintedExecution) -> bytes:
    """Return the report as DOCX. Takes tens of milliseconds and more with many assignments: not for the event loop."""
    document = Document()
    prepare(document, report.title, CENTER)
    for text in (report.title.upper(), f"по состоянию на {report.on}"):
        line(document, text, align=WD_ALIGN_PARAGRAPH.CENTER).paragraph_format.space_after = Pt(
            LAYOUT.gap_pt / 2
        )
    _table(document, COUNTED, report.figures)
    if report.assignments:
        line(document, "").paragraph_format.space_after = Pt(LAYOUT.gap_pt / 2)
        _table(document, LISTED, report.assignments)
    made = BytesIO()
    document.save(made)
    return made.getvalue()


def _table(document: Any, heading: Cells, rows: Sequence[Cells]) -> None:
    table = document.add_table(rows=1 + len(rows), cols=len(heading), style="Table Grid")
    for number, (row, texts) in enumerate(zip(table.rows, (heading, *rows), strict=True)):
        for cell, text in zip(row.cells, texts, strict=True):
            run = cell.paragraphs[0].add_run(text)
            run.font.size, run.bold = Pt(LAYOUT.small_pt), number == 0
