"""Reads a table that people made in a program of theirs: CSV in UTF-8 or windows-1251, or the first sheet of a workbook."""

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path

from api.spreadsheets import BEGINNING, NoWorkbook, sheet_of
from documents.directory.tables import GivenRow
from documents.kernel.text.canonical import canonical_line

LARGEST_BYTES = 10 * 2**20
MOST_ROWS = 10_000
MOST_COLUMNS = 100
SEPARATORS = ";\t,"
"""Tried in this order: of two that stand in the header as often, the first one separates."""

TOLD_SEPARATOR = "sep="
"""How a line of Excel begins that names the separator, before the header."""

UTF_16 = (b"\xff\xfe", b"\xfe\xff")

NumberedCells = tuple[int, list[str]]
"""The number of a row, and its cells."""


class TableUnreadable(RuntimeError):
    """A file that holds no table: the sentence says what is wrong with it."""


def read_table(path: Path) -> tuple[Sequence[str], list[GivenRow]]:
    """Return the header and the rows that are not blank, numbered as spreadsheets do. Raises: TableUnreadable."""
    content = _content(path)
    try:
        records = list(_sheet(content) if content.startswith(BEGINNING) else _records(_text(content)))
    except NoWorkbook as error:
        raise TableUnreadable(f"{path} cannot be read: {error}.") from error
    if not records:
        raise TableUnreadable(f"{path} is empty: the first row holds the names of the columns.")
    (_, named), *rest = records
    header = [canonical_line(name) for name in named]
    doubled = sorted({name for name in header if name and header.count(name) > 1})
    if doubled:
        raise TableUnreadable(f"{path} has two columns «{doubled[0]}».")
    if len(rest) > MOST_ROWS:
        raise TableUnreadable(f"{path} has more than {MOST_ROWS} rows: split it.")
    return [name for name in header if name], [_row(path, header, number, cells) for number, cells in rest]


def _row(path: Path, header: Sequence[str], number: int, cells: Sequence[str]) -> GivenRow:
    beyond = [
        cell for index, cell in enumerate(cells) if cell and (index >= len(header) or not header[index])
    ]
    if beyond:
        raise TableUnreadable(
            f"{path}, row {number}: a cell stands beyond the columns that the header names."
        )
    filled = [*cells, *[""] * (len(header) - len(cells))]
    return GivenRow(number, {name: cell for name, cell in zip(header, filled, strict=False) if name})


def _content(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST_BYTES:
            raise TableUnreadable(f"{path} has more than {LARGEST_BYTES // 2**20} MB: split it.")
        return path.read_bytes()
    except OSError as error:
        raise TableUnreadable(f"{path} cannot be read: {error.strerror}.") from error


def _text(content: bytes) -> str:
    if content.startswith(UTF_16):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        # What Excel writes as «CSV» on a Russian Windows; there is no byte that it lacks but one.
        return content.decode("cp1251", "replace")


def _sheet(content: bytes) -> Iterator[NumberedCells]:
    rows = sheet_of(content, most_rows=MOST_ROWS + 1, most_columns=MOST_COLUMNS)
    for number, cells in enumerate(rows, 1):
        lines = [canonical_line(cell) for cell in cells]
        if any(lines):
            yield number, lines


def _records(text: str) -> Iterator[NumberedCells]:
    lines = list(io.StringIO(text, newline=""))
    told = lines[0].strip().casefold() if lines else ""
    skipped = int(told.startswith(TOLD_SEPARATOR) and len(told) == len(TOLD_SEPARATOR) + 1)
    header = lines[skipped] if len(lines) > skipped else ""
    separator = told[-1] if skipped else max(SEPARATORS, key=header.count)
    try:
        for number, cells in enumerate(
            csv.reader(lines[skipped:], delimiter=separator, strict=True), 1 + skipped
        ):
            if any(canonical_line(cell) for cell in cells):
                yield number, [canonical_line(cell) for cell in cells]
    except csv.Error as error:
        raise TableUnreadable(f"It is no table with «{separator}» between its cells: {error}.") from error
