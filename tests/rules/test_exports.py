"""What an export rests on: the digest of rights, how much is done, and cells that no program takes for formulas."""

import io
import re
from dataclasses import replace
from datetime import date, datetime
from zipfile import ZipFile

import pytest

from auth.actions import Action
from auth.principal import Grant, Principal
from auth.roles import Role
from documents.exports import writing
from documents.exports.rules import percent_done, rights_of
from documents.exports.writing import CsvWriter, LinesWriter, SheetWriter, TooManyRows, spelled
from documents.kernel.write.lists import ListPage

NOW = datetime(2026, 6, 1, 3)
LEAD = Grant(Role.SECTOR_LEAD, sectors=frozenset({"ROADS"}), membership_id="a", valid_to=NOW)
WHO = Principal("account-lead", "person-lead", "lead", (LEAD,), False, None, 7, NOW)


@pytest.mark.parametrize(
    "other",
    [
        replace(WHO, account_id="account-other"),
        replace(WHO, person_id=None),
        replace(WHO, acts_as_curator=True),
        replace(WHO, acting_for="person-curator"),
        replace(WHO, actions=frozenset({Action.SUBMISSION_READ})),
        replace(WHO, scope=frozenset({"submission.read"})),
        replace(WHO, grants=()),
        replace(WHO, grants=(replace(LEAD, sectors=frozenset({"ROADS", "ENERGY"})),)),
        replace(WHO, grants=(LEAD, Grant(Role.MEMBER))),
        replace(WHO, grants=(replace(LEAD, organizations=frozenset({"roads"})),)),
        replace(WHO, grants=(replace(LEAD, channels=frozenset({"POS"})),)),
        replace(WHO, grants=(replace(LEAD, stands_in_for="person-other"),)),
        replace(WHO, grants=(replace(LEAD, system="POS"),)),
    ],
)
def test_rights_that_differ_have_another_digest(other: Principal) -> None:
    assert rights_of(other) != rights_of(WHO)


def test_a_right_that_is_given_again_is_the_same_right() -> None:
    again = replace(LEAD, membership_id="b", valid_to=None)
    assert rights_of(replace(WHO, grants=(again,), version=9)) == rights_of(WHO)


@pytest.mark.parametrize(
    ("status", "row_count", "total", "expected"),
    [
        ("WAITING", 0, None, 0),
        ("RUNNING", 50, None, None),
        ("RUNNING", 50, 200, 25),
        ("RUNNING", 250, 200, 99),
        ("RUNNING", 0, 0, 99),
        ("READY", 0, 0, 100),
    ],
)
def test_how_much_is_written_is_told_of_a_hundred(
    status: str, row_count: int, total: int | None, expected: int | None
) -> None:
    assert percent_done(status, row_count, total) == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (None, ""),
        (True, "да"),
        (False, "нет"),
        (-5, "-5"),
        (56.25, "56,25"),
        (datetime(2026, 6, 1, 9, 5), "01.06.2026 09:05"),
        (date(2026, 6, 1), "01.06.2026"),
        ("Яма", "Яма"),
        ("", ""),
        ("  ", "  "),
        *((f"{sign}1", f"'{sign}1") for sign in "=+-@\t\r\n＝＋－＠|%"),
        ("  =1", "'  =1"),
        ("+7 391 234-56-78", "'+7 391 234-56-78"),
    ],
)
def test_a_cell_is_written_as_people_write_it_and_never_as_a_formula(cell: object, expected: str) -> None:
    assert spelled(cell) == expected


def test_a_workbook_takes_texts_that_are_too_long_and_refuses_rows_that_are_too_many(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    file = io.BytesIO()
    writer = SheetWriter(file, ["Один", "Два"], NOW)
    writer.add(ListPage([{}], [["я" * 40_000, None], [date(2026, 6, 1), True]], 2))
    monkeypatch.setattr(writing, "MOST_SHEET_ROWS", 2)
    with pytest.raises(TooManyRows):
        writer.add(ListPage([{}], [[1, 2.5]], 2))
    writer.close()
    assert file.getvalue().startswith(b"PK")


def test_a_column_of_a_workbook_is_wide_enough_for_its_moments() -> None:
    file = io.BytesIO()
    writer = SheetWriter(file, ["Номер", "Срок"], NOW)
    writer.add(ListPage([], [["Текст длиннее столбца", NOW], [None, None]], 2))
    writer.close()
    sheet = ZipFile(file).read("xl/worksheets/sheet1.xml").decode()
    widths = [float(one) for one in re.findall(r'<col [^>]*width="([\d.]+)"', sheet)]
    # A text goes on over the next cell or ends at its edge; a moment that does not fit is shown as crosses.
    assert widths[1] > len("01.06.2026 10:00") > widths[0]


def test_who_gave_the_file_has_it_back_open() -> None:
    for kind in (CsvWriter, LinesWriter):
        file = io.BytesIO()
        writer = kind(file, ["Номер"], NOW)
        writer.add(ListPage([{"number": "1"}], [["1"]], 1))
        writer.close()
        assert not file.closed
        assert file.getvalue()
