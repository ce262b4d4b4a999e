"""Reads the first sheet of a workbook (XLSX, ODS) as the text that its cells show."""

from collections.abc import Iterator
from datetime import date, time, timedelta
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum

BEGINNING = b"PK\x03\x04"
"""How such a file begins: it is an archive."""

LARGEST_BYTES = 200 * 2**20
"""Of what the archive says that it unpacks to."""


class NoWorkbook(ValueError):
    """An archive that is no workbook, or one that cannot be opened; the words say which."""


def sheet_of(content: bytes, *, most_rows: int, most_columns: int) -> Iterator[list[str]]:
    """Yield the rows of the first sheet that is shown, blank ones included, each cell as text; a formula as its last value.

    Raises: NoWorkbook.
    """
    try:
        with ZipFile(BytesIO(content)) as archive:
            if sum(one.file_size for one in archive.infolist()) > LARGEST_BYTES:
                raise NoWorkbook(f"it unpacks to more than {LARGEST_BYTES // 2**20} MB")
        with CalamineWorkbook.from_filelike(BytesIO(content)) as workbook:
            shown = [one.name for one in workbook.sheets_metadata if one.visible is SheetVisibleEnum.Visible]
            if not shown:
                raise NoWorkbook("it shows no sheet")
            sheet = workbook.get_sheet_by_name(shown[0])
            if sheet.total_height > most_rows or sheet.total_width > most_columns:
                raise NoWorkbook(f"its sheet has more than {most_rows} rows or {most_columns} columns")
            rows = sheet.to_python(skip_empty_area=False)
    except PasswordError as error:
        raise NoWorkbook("it is locked by a password") from error
    except (BadZipFile, CalamineError) as error:
        raise NoWorkbook("it is no workbook that can be read") from error
    for row in rows:
        yield [_shown(cell) for cell in row]


def _shown(cell: float | str | date | time | timedelta) -> str:
    if isinstance(cell, bool):
        return "да" if cell else "нет"
    # Every number of a sheet is a fraction to the file: 10 stands there as 10.0.
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)
