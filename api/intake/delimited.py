"""Text with cells between separators (CSV): which one separates is seen from the titles that it leaves."""

import csv
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import BinaryIO

from api.intake.decoding import CONTENT, encoding_of, lines_of
from auth.errors import Invalid
from documents.intake.records import TitleReader

SEPARATORS = ";\t,|"
TOLD_SEPARATOR = "sep="
"""How a line of Excel begins that names the separator, before the header."""

LOOKED_AT = 30
"""Lines among which the titles stand."""

NumberedLine = tuple[int, Sequence[str]]


def delimited_rows(file: BinaryIO, titles: TitleReader) -> Iterator[NumberedLine]:
    """Yield the rows of a table with their numbers. Raises: INVALID (`unreadable_encoding`, `unreadable_table`,
    `cut_off`)."""
    encoding = encoding_of(file)
    beginning = list(islice(lines_of(file, encoding), LOOKED_AT))
    told = beginning[0].strip().casefold() if beginning else ""
    skipped = int(told.startswith(TOLD_SEPARATOR) and len(told) == len(TOLD_SEPARATOR) + 1)
    separator = told[-1] if skipped else _separator(beginning, titles)
    lines = _Remembering(islice(lines_of(file, encoding), skipped, None))
    reader = csv.reader(lines, delimiter=separator, strict=True)
    widest = 0
    try:
        for number, cells in enumerate(reader, 1 + skipped):
            _refuse_half(cells, lines.last, widest, separator)
            widest = max(widest, len(cells))
            yield number, cells
    except csv.Error as error:
        raise Invalid("unreadable_table", path=CONTENT, line=reader.line_num + skipped) from error


class _Remembering:
    """Lines on their way, and the last one of them."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self.last = ""

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        self.last = next(self._lines)
        return self.last


def _refuse_half(cells: Sequence[str], line: str, widest: int, separator: str) -> None:
    """Refuse a last line that ends in the middle: it has no end of line, and fewer cells than the others. A line of one cell
    or of totals may well be short."""
    is_ended = line.endswith(("\n", "\r"))
    is_half = 1 < len(cells) < widest and not cells[0].strip().casefold().startswith(TOTALS)
    if not is_ended and is_half and separator in line:
        raise Invalid("cut_off", path=CONTENT)


TOTALS = ("итог", "всего", "total")
"""How a row of totals begins."""


def _separator(lines: Sequence[str], titles: TitleReader) -> str:
    """The separator by which most titles are found; of two alike the first."""
    return max(SEPARATORS, key=lambda one: _most_titles(lines, titles, one))


def _most_titles(lines: Sequence[str], titles: TitleReader, separator: str) -> int:
    reader = csv.reader(lines, delimiter=separator)
    most = 0
    try:
        for cells in reader:
            most = max(most, len({titles.field(one) for one in cells} - {None}))
    except csv.Error:
        return most
    return most
