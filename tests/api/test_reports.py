"""The endpoint for printed reports: the execution of decisions, for who reads protocols, with the figures of the lists."""

from io import BytesIO
from typing import Any

import httpx
import pytest
from docx import Document
from python_calamine import CalamineWorkbook

from documents.assignments.document import Assignment
from documents.kernel.ids import global_id
from tests.support import web
from tests.support.neighbors import papers_to_sign
from tests.support.served_town import ServedTown
from tests.support.town import NOW

FORMULA = '=HYPERLINK("http://example.org")'
PROTOCOL = "reported"
YEAR = 2019
"""In which no other test of the town signs anything."""


@pytest.fixture(scope="module")
def town(shared_town: ServedTown) -> ServedTown:
    """A town with a protocol of a year of its own, and what it ordered."""
    _, protocol = papers_to_sign(PROTOCOL)
    signed = protocol.to_row() | {"number": 1, "status": "DISPATCHED", "year": YEAR, "date": f"{YEAR}-05-12"}
    signed |= {"sort_number": f"{YEAR}-000001|{PROTOCOL}", "access_keys": ["center"]}
    shared_town.database["protocols"].insert_one(signed)
    for number, (status, due_on) in enumerate((("ISSUED", "2019-06-01"), ("CANCELLED", "2019-07-01")), 1):
        task = Assignment(
            id=f"{PROTOCOL}-{number}",
            updated_at=NOW,
            number=f"П-{YEAR}-{number}",
            protocol_id=PROTOCOL,
            decision_no="1.1",
            text=FORMULA,
            responsible_id="person-assignee",
            due_on=due_on,
            status=status,
            issued_at=NOW,
        )
        task.derive()
        shared_town.database["assignments"].insert_one(task.to_row())
    return shared_town


def get(town: ServedTown, login: str | None, name: str = f"{YEAR}.docx") -> httpx.Response:
    token = {"Authorization": f"Bearer {town.token(login)}"} if login else {}
    return web.get(f"{town.url}/reports/decisions/{name}", headers=token, timeout=30)


def test_the_report_says_what_the_query_counts_and_the_list_shows(town: ServedTown) -> None:
    answer = get(town, "curator")
    figures, listed = (
        [[cell.text for cell in row.cells] for row in table.rows]
        for table in Document(BytesIO(answer.content)).tables
    )
    query = f"""{{ decisionExecution(year: {YEAR}) {{ byProtocol {{ protocolId counts {{
      ordered completed completedLate open overdue cancelled }} }} }} }}"""
    (counted,) = town.data("curator", query)["decisionExecution"]["byProtocol"]
    assert counted["protocolId"] == global_id("Protocol", PROTOCOL)
    numbers = [str(one) for one in counted["counts"].values()]
    assert figures[1:] == [[f"№ 1 от 12.05.{YEAR}", *numbers], ["Всего", *numbers]]
    assert [one[0] for one in listed[1:]] == [f"П-{YEAR}-1", f"П-{YEAR}-2"]
    # Words stay words: a document computes nothing.
    assert listed[2][1:] == ["протокол № 1, п. 1.1", FORMULA, "assignee", f"01.07.{YEAR}", "Отменено"]
    assert listed[1][5].startswith("Направлено, опоздание ")


def test_a_workbook_holds_the_same_and_its_figures_are_numbers(town: ServedTown) -> None:
    told = [table.rows for table in Document(BytesIO(get(town, "curator").content)).tables]
    book = CalamineWorkbook.from_filelike(BytesIO(get(town, "curator", f"{YEAR}.xlsx").content))
    sheets = [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]
    assert book.sheet_names == ["Протоколы", "Поручения"]
    assert [[[_spelled(cell) for cell in row] for row in sheet] for sheet in sheets] == [
        [[cell.text for cell in row.cells] for row in rows] for rows in told
    ]
    assert all(isinstance(one, float) for one in sheets[0][1][1:])
    assert FORMULA in sheets[1][2]


def _spelled(cell: Any) -> str:
    return f"{cell:.0f}" if isinstance(cell, float) else str(cell)


def test_who_reads_no_protocols_is_given_none(town: ServedTown) -> None:
    for login in ("head", "member", "leadership"):
        assert get(town, login).status_code == 200
    for login in ("admin", "assignee", "recipient.head", "registrar"):
        assert get(town, login).status_code == 404
    assert get(town, None).status_code == 401
    assert [get(town, "head", name).status_code for name in ("x.docx", "20261.docx", f"{YEAR}.pdf")] == [
        404
    ] * 3


def test_a_report_is_never_kept_and_may_do_nothing(town: ServedTown) -> None:
    headers = get(town, "curator").headers
    assert headers["cache-control"] == "no-store"
    assert headers["content-security-policy"].startswith("sandbox; default-src 'none'")
    assert headers["content-disposition"].startswith("attachment; filename=")
