"""Files for offices from outside: LibreOffice opens exports and papers, with every letter as it was written."""

import csv
import io
import shutil
import subprocess
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from api.spreadsheets import sheet_of
from documents.kernel.calendar import Calendar
from documents.printing.minutes import Surroundings, protocol_of
from documents.printing.minutes_word import docx_of_protocol
from tests.support.cases import put_case
from tests.support.exports import exporting, made
from tests.support.runs import Bench
from tests.support.store import own
from tests.support.town import open_town

OFFICE = shutil.which("soffice")
SECONDS = 180
COLUMNS = ["number", "summary", "status", "isRepeat", "ageHours", "dueAt"]
FORMULA = '=HYPERLINK("http://evil.example","Нажмите")'
SUMMARY = "Снег; лёд, «наст»\nЁлка — № 5, Ґ ї Ә"

AS_CSV = "csv:Text - txt - csv (StarCalc):59,34,76"
"""Semicolons, quotes, UTF-8, cells as they are shown."""

FROM_CSV = "CSV:59,34,76"

pytestmark = [
    pytest.mark.contract,
    pytest.mark.skipif(OFFICE is None, reason="soffice is not installed: NO file was opened in LibreOffice"),
]


@pytest.fixture
async def bench(store_url: str) -> AsyncIterator[Bench]:
    """A worker of a town with two cases."""
    town = await open_town(store_url, own("office"))
    facts = {"status": "IN_PROGRESS", "recipient_id": "roads", "due_at": town.now}
    await put_case(town, "№ 7/Ж", summary=SUMMARY, **facts)
    await put_case(town, "=1+1", summary=FORMULA, **facts)
    yield exporting(town)
    await town.store.drop()
    await town.store.close()


def converted(folder: Path, name: str, content: bytes, to: str, *options: str) -> bytes:
    """What LibreOffice makes of a file."""
    assert OFFICE is not None
    (folder / name).write_bytes(content)
    made_here = folder / "made"
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [OFFICE, profile, "--headless", *options, "--convert-to", to, "--outdir", str(made_here), name]
    ended = subprocess.run(command, cwd=folder, check=False, capture_output=True, text=True, timeout=SECONDS)
    assert ended.returncode == 0, ended.stderr
    (found,) = made_here.iterdir()
    return found.read_bytes()


async def test_a_workbook_opens_with_cyrillic_dates_and_no_formula(bench: Bench, tmp_path: Path) -> None:
    book = await made(bench, "pos", format="XLSX", columns=COLUMNS)
    told = converted(tmp_path, "export.xlsx", book, AS_CSV).decode("utf-8-sig")
    head, *rows = csv.reader(io.StringIO(told, newline=""), delimiter=";")
    assert head == ["Номер", "Суть", "Статус", "Повторное", "Прошло часов", "Срок ответа"]
    assert {row[0]: row[1:] for row in rows} == {
        "№ 7/Ж": [SUMMARY, "В работе", "нет", "0", "01.06.2026 10:00"],
        "=1+1": [FORMULA, "В работе", "нет", "0", "01.06.2026 10:00"],
    }


async def test_a_table_opens_with_cyrillic_and_no_formula(bench: Bench, tmp_path: Path) -> None:
    table = await made(bench, "pos", format="CSV", columns=COLUMNS)
    book = converted(tmp_path, "export.csv", table, "xlsx", f"--infilter={FROM_CSV}")
    head, *rows = sheet_of(book, most_rows=9, most_columns=9)
    assert head[:3] == ["Номер", "Суть", "Статус"]
    # The apostrophe before what looks like a formula is how it stands in the file.
    assert {row[0]: row[1:3] for row in rows} == {
        "№ 7/Ж": [SUMMARY, "В работе"],
        "'=1+1": [f"'{FORMULA}", "В работе"],
    }


def test_a_protocol_opens_with_its_words(tmp_path: Path) -> None:
    protocol = {
        "number": 3,
        "date": "2026-04-28",
        "place": "г. Боготол",
        "form": "IN_PERSON",
        "meeting_number": "З-2026-000004",
        "chair_id": "curator",
        "secretary_id": "curator",
        "participant_ids": ["curator"],
        "signed_by_id": "curator",
        "signed_at": None,
        "signer_capacity": "CURATOR",
        "content_hash": None,
        "items": [{"order": 1, "title": "О паводке", "heard": "Доложил.", "spoke": [], "decisions": []}],
    }
    around = Surroundings(
        None, {"curator": {"full_name": "Карпов Сергей Иванович"}}, "Администрация округа", Calendar({})
    )
    document = docx_of_protocol(protocol_of(protocol, around))
    told = converted(tmp_path, "protocol.docx", document, "txt:Text (encoded):UTF8").decode("utf-8-sig")
    for one in ("ПРОТОКОЛ", "очного заседания № З-2026-000004", "1. О паводке", "С. И. Карпов"):
        assert one in told
