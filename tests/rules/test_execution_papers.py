"""The report on the execution of decisions as it is set: tables that can be read on every page."""

import re
from datetime import datetime
from io import BytesIO
from zipfile import ZipFile

import pytest
from docx import Document
from docx.oxml.ns import qn

from documents.printing.execution import PrintedExecution
from documents.printing.execution_sheet import xlsx_of_execution
from documents.printing.execution_word import ASSIGNMENT_COLUMNS, FIGURE_COLUMNS, docx_of_execution
from documents.printing.word import TEXT_MM

TASK = "Организовать вывоз снега с улиц Озёрной и Кирова"
REPORT = PrintedExecution(
    title="Исполнение решений протоколов за 2026 год",
    on="10.06.2026",
    at=datetime(2026, 6, 10),
    figures=(("№ 3 от 28.04.2026", "1", "0", "0", "1", "0", "0"), ("Всего", "1", "0", "0", "1", "0", "0")),
    assignments=(("П-2026-000001", "1.1", TASK, "Громов Пётр Ильич", "15.06.2026", "В работе"),),
)


@pytest.mark.parametrize("widths", [FIGURE_COLUMNS, ASSIGNMENT_COLUMNS])
def test_a_table_is_as_wide_as_the_text(widths: tuple[float, ...]) -> None:
    assert sum(widths) == TEXT_MM


def test_the_head_of_a_table_stands_on_each_page_and_no_row_is_torn() -> None:
    made = docx_of_execution(REPORT)
    assert made == docx_of_execution(REPORT)
    document = Document(BytesIO(made))
    assert [one.cells[2].text for one in document.tables[1].rows] == ["Что поручено", TASK]
    for table in document.tables:
        rows = [one._tr for one in table.rows]
        assert [len(one.findall(f".//{qn('w:tblHeader')}")) for one in rows] == [1] + [0] * (len(rows) - 1)
        assert all(one.findall(f".//{qn('w:cantSplit')}") for one in rows)


def test_columns_of_the_workbook_are_as_wide_as_what_stands_in_them() -> None:
    sheet = ZipFile(BytesIO(xlsx_of_execution(REPORT))).read("xl/worksheets/sheet2.xml").decode()
    widths = [float(one) for one in re.findall(r'<col [^>]*width="([\d.]+)"', sheet)]
    assert widths[0] > len("П-2026-000001") > widths[1]
    assert max(widths) == widths[2]
    assert 'orientation="landscape"' in sheet
