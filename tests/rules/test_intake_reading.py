"""Files of other systems: whatever the form, the same records come out; what is broken says how, and gives nothing."""

import io
import json
import zipfile
from datetime import date, datetime
from typing import Any

import pytest

from api.intake.reading import records_of
from api.intake.spooling import spool_records, spooled_batches
from auth.errors import Invalid
from documents.intake.layouts import INCIDENTS, POS
from documents.intake.moments import moment_of
from documents.intake.names import settlement_key
from documents.intake.records import RecordLayout
from documents.kernel.calendar import Calendar
from tests.support.workbooks import Cell, workbook

CALENDAR = Calendar({})
TABLE = (
    "Населённый пункт;Текст инцидента;НОМЕР  ИНЦИДЕНТА;Свое;СНИЛС\n"
    "Боготол;Яма;7;что-то;112-233-445 95\n"
    ";;;;\n"
    '"Юрьевка";"две\nстроки";8;;\n'
    "Итого:;2;;;\n"
)
RECORDS = [
    ({"settlement": "Боготол", "text": "Яма", "id": "7"}, {"Свое": "что-то"}),
    ({"settlement": "Юрьевка", "text": "две\nстроки", "id": "8"}, {}),
]
SHEET: list[list[Cell]] = [
    ["Отчёт за ноябрь", None, None, None],
    ["Номер инцидента", "Место", None, "Текст инцидента"],
    [None, "Населенный пункт", "Улица", None],
    [7, "Боготол", "Мира", "Яма"],
    [None, None, None, None],
    [8.0, "Юрьевка", None, "=1+1"],
    ["Итого", 2, None, None],
]


def read(content: bytes, layout: RecordLayout = INCIDENTS, most_rows: int = 1_000) -> list[Any]:
    return [
        (dict(one.cells), dict(one.beside))
        for one in records_of(io.BytesIO(content), layout, most_rows=most_rows)
    ]


@pytest.mark.parametrize(
    "content",
    [
        TABLE.encode(),
        TABLE.encode("utf-8-sig"),
        TABLE.encode("cp1251"),
        TABLE.encode("utf-16"),
        TABLE.replace(";", ",").encode(),
        TABLE.replace(";", "\t").encode("cp1251"),
        TABLE.replace("\n", "\r\n").replace("две\r\n", "две\n").encode(),
        f"sep=;\n{TABLE}".encode(),
        f"Отчёт за ноябрь\n\n{TABLE}".encode(),
        TABLE.rstrip("\n").encode(),
    ],
)
def test_a_table_is_read_whatever_its_encoding_and_separator(content: bytes) -> None:
    assert read(content) == RECORDS


def test_a_workbook_is_read_with_merged_titles_formulas_and_totals() -> None:
    rows = read(workbook(SHEET))
    assert rows == [
        ({"id": 7.0, "settlement": "Боготол", "street": "Мира", "text": "Яма"}, {}),
        ({"id": 8.0, "settlement": "Юрьевка", "text": "=1+1"}, {}),
    ]


POS_RECORD: dict[str, Any] = {
    "posId": 17,
    "description": "Нет света",
    "fact": {"id": 3, "name": "Ямы"},
    "applicant": {"surname": "Котова", "snils": "112-233-445 95", "omsPolicy": "2471123456789012"},
    "tariff": {"kind": "X"},
}


@pytest.mark.parametrize(
    "text",
    [
        json.dumps([POS_RECORD]),
        json.dumps(POS_RECORD),
        f"{json.dumps(POS_RECORD)}\n",
        f"\ufeff [{json.dumps(POS_RECORD, indent=2)} ] ",
    ],
)
def test_json_is_read_in_any_form_without_numbers_that_are_never_kept(text: str) -> None:
    assert read(text.encode(), POS) == [
        (
            {"id": 17, "text": "Нет света", "fact": "Ямы", "surname": "Котова"},
            {"fact.id": 3, "tariff.kind": "X"},
        )
    ]


def test_records_wait_in_a_file_and_come_out_as_they_were() -> None:
    lines = "".join(f"{json.dumps({'id': number})}\n" for number in range(120))
    into = io.BytesIO()
    assert spool_records(io.BytesIO(lines.encode()), into, POS) == 120
    batches = list(spooled_batches(into, 50))
    assert [len(one) for one in batches] == [50, 50, 20]
    assert [one.cells["id"] for batch in batches for one in batch] == list(range(120))


def with_sheet(xml: str) -> bytes:
    """A workbook whose sheet is this XML."""
    whole, made = zipfile.ZipFile(io.BytesIO(workbook(SHEET))), io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in whole.namelist():
            archive.writestr(name, xml if "sheets/" in name else whole.read(name))
    return made.getvalue()


def lying(content: bytes) -> bytes:
    """A workbook that says of each part that it unpacks to one byte."""
    changed = bytearray(content)
    place = changed.find(b"PK\x01\x02")
    while place >= 0:
        changed[place + 24 : place + 28] = (1).to_bytes(4, "little")
        place = changed.find(b"PK\x01\x02", place + 4)
    return bytes(changed)


FAR_CELL = (
    '<worksheet><sheetData><row r="1"><c r="A1"/></row><row><c r="XFD900"/></row></sheetData></worksheet>'
)
LOW_CELL = '<worksheet><sheetData><row r="1048576"><c r="A1048576"><v>1</v></c></row></sheetData></worksheet>'
WIDE_ROW = f"<worksheet><sheetData><row>{'<c><v>1</v></c>' * 300}</row></sheetData></worksheet>"
BOMB = " " * (97 * 2**20)


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (b"", "empty_file"),
        (b"\xef\xbb\xbf \r\n", "empty_file"),
        (b"[]", "empty_file"),
        ("Номер;Текст\n".encode(), "empty_file"),
        (b"\x00\x01\x02abc", "unreadable_table"),
        (b"abc", "no_header"),
        ("Текст;Тема\nЯма;Ямы\n".encode(), "no_header"),
        ("Номер;Текст;Текст\n1;a;b\n".encode(), "doubled_column"),
        (TABLE.encode()[:20] + b"\xff" + TABLE.encode()[20:], "unreadable_encoding"),
        (TABLE.encode("cp1251") + b"\x98\n", "unreadable_encoding"),
        (b"\xff\xfe" + "Номер".encode("utf-16-le")[:-1], "unreadable_encoding"),
        ('Номер;Текст\n1;"Яма\n2;b\n'.encode(), "unreadable_table"),
        ("Номер;Текст\n".encode() + b"x" * 1_100_000, "unreadable_table"),
        ("Номер;Текст;Тема\n1;a;b\n2;a".encode(), "cut_off"),
        ((";".join(["Номер", "Текст", *map(str, range(100_000))]) + "\n").encode(), "too_many_columns"),
        (("Номер;Текст\n1;a" + ";" * 300 + "\n").encode(), "too_many_columns"),
        ("Номер;Текст\n".encode() + b"1;a\n" * 1_001, "too_many_rows"),
        (b'[{"id": 1},', "unreadable_json"),
        (b'[{"id": 1} {"id": 2}]', "unreadable_json"),
        (b'[{"id": 1}] more', "unreadable_json"),
        (b'{"id": 1}\n{"id":', "unreadable_json"),
        (b"[1]", "unreadable_json"),
        (b"[" * 100_000, "unreadable_json"),
        (b'{"id": NaN}', "unreadable_json"),
        (b'{"a":' * 50 + b"1" + b"}" * 50, "unreadable_json"),
        (json.dumps([{str(one): 1 for one in range(300)}]).encode(), "too_many_columns"),
        (workbook(SHEET)[:300], "unreadable_workbook"),
        (workbook(SHEET)[:-40], "unreadable_workbook"),
        (workbook([[None]], hidden=[0]), "no_header"),
        (b"\xd0\xcf\x11\xe0 an old one", "locked_workbook"),
        (with_sheet(FAR_CELL), "too_many_columns"),
        (with_sheet(LOW_CELL), "too_many_rows"),
        (with_sheet(WIDE_ROW), "too_many_columns"),
        (lying(with_sheet(BOMB)), "unpacks_too_large"),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_a_broken_file_says_what_is_wrong(content: bytes, rule: str) -> None:
    with pytest.raises(Invalid) as refusal:
        read(content)
    assert refusal.value.facts["rule"] == rule
    assert "…" not in refusal.value.message()


@pytest.mark.parametrize(
    ("cell", "moment"),
    [
        ("14.05.2026 09:30", datetime(2026, 5, 14, 2, 30)),
        ("14.05.2026 9:30:15", datetime(2026, 5, 14, 2, 30, 15)),
        ("14.05.2026", datetime(2026, 5, 13, 17)),
        ("2026-05-14T02:30:00.870Z", datetime(2026, 5, 14, 2, 30)),
        ("2026-05-14T09:30:00+07:00", datetime(2026, 5, 14, 2, 30)),
        ("2026-05-14 09:30", datetime(2026, 5, 14, 2, 30)),
        (46156.395833333336, datetime(2026, 5, 14, 2, 30)),
        ("46156,395833333336", datetime(2026, 5, 14, 2, 30)),
        (46156, datetime(2026, 5, 13, 17)),
        (datetime(2026, 5, 14, 9, 30), datetime(2026, 5, 14, 2, 30)),
        (date(2026, 5, 14), datetime(2026, 5, 13, 17)),
    ],
)
def test_a_moment_is_read_in_local_time_unless_it_says_which(cell: Any, moment: datetime) -> None:
    assert moment_of(cell, CALENDAR) == moment


@pytest.mark.parametrize(
    "cell", ["завтра", "31.02.2026", "14.05.26", "0001-01-01", 7, True, "99999", "12:30"]
)
def test_what_is_no_moment_is_refused(cell: Any) -> None:
    with pytest.raises(Invalid, match="malformed_moment"):
        moment_of(cell, CALENDAR)


@pytest.mark.parametrize("name", ["Юрьевка", "с. Юрьевка", "село ЮРЬЕВКА", "д Юрьевка"])
def test_a_settlement_is_known_whatever_stands_before_its_name(name: str) -> None:
    assert settlement_key(name) == "юрьевка"
