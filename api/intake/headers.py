"""Which row of a table names its columns, and its records: whatever stands above, in two lines, between and below."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice

from api.intake.decoding import CONTENT
from api.intake.delimited import TOTALS
from api.intake.workbooks import MOST_COLUMNS
from auth.errors import Invalid
from documents.intake.records import (
    GivenCell,
    GivenRecord,
    TitleReader,
    is_nothing,
    shown,
    sorted_out,
    title_key,
)
from documents.kernel.text.canonical import canonical_line, canonical_text

LOOKED_AT = 20
"""Rows that are not blank among which the titles stand."""

FEWEST = 2
"""Titles that a row must have to be the header."""

SheetLine = tuple[int, Sequence[GivenCell]]


def records_below(rows: Iterable[SheetLine], titles: TitleReader, key: str) -> Iterator[GivenRecord]:
    """Yield the records of a table. Raises: INVALID (`no_header`, `doubled_column`, `too_many_columns`)."""
    filled = ((number, cells) for number, cells in rows if _is_filled(cells))
    beginning = list(islice(filled, LOOKED_AT))
    header, after = _header(beginning, titles)
    named = {titles.field(one) for one in header if one} - {None}
    if len(named) < FEWEST or key not in named:
        raise Invalid("no_header", path=CONTENT)
    _refuse_doubled(header, titles)
    for number, cells in chain(beginning[after:], filled):
        if len(cells) > MOST_COLUMNS:
            raise Invalid("too_many_columns", path=CONTENT, limit=MOST_COLUMNS)
        record = sorted_out(number, _pairs(header, cells), titles, cleaned)
        if not _is_of_totals(record, cells, key) and not _is_header_again(record, key, titles):
            yield record


def cleaned(cell: GivenCell) -> GivenCell:
    """Return a cell as it is kept: text in its canonical form, several lines where it has some."""
    if isinstance(cell, str):
        return canonical_text(cell) if "\n" in cell else canonical_line(cell)
    return cell


def _is_filled(cells: Sequence[GivenCell]) -> bool:
    return any(not is_nothing(one) for one in cells)


def _header(rows: Sequence[SheetLine], titles: TitleReader) -> tuple[list[str], int]:
    """The titles of all columns, and the place of the first row below them."""
    names = [
        [canonical_line(shown(one)) if not is_nothing(one) else "" for one in cells] for _, cells in rows
    ]
    counts = [len({titles.field(one) for one in line if one} - {None}) for line in names]
    best = max(range(len(names)), key=lambda index: counts[index], default=0)
    if not names or counts[best] == 0:
        raise Invalid("no_header", path=CONTENT)
    header, after = list(names[best]), best + 1
    if len(header) > MOST_COLUMNS:
        raise Invalid("too_many_columns", path=CONTENT, limit=MOST_COLUMNS)
    if best:
        _fill(header, names[best - 1], titles)
    if after < len(names) and _goes_on(header, names[after], titles):
        _fill(header, names[after], titles)
        after += 1
    return [one or f"column {index}" for index, one in enumerate(header, 1)], after


def _goes_on(header: Sequence[str], line: Sequence[str], titles: TitleReader) -> bool:
    """Whether a row is the second line of a header: merged cells left the rest of it empty."""
    below = {index: one for index, one in enumerate(line) if one}
    merged = all(index >= len(header) or titles.field(header[index]) is None for index in below)
    return merged and any(titles.field(one) for one in below.values())


def _fill(header: list[str], line: Sequence[str], titles: TitleReader) -> None:
    """Take from a neighboring line the titles of columns that the header does not name."""
    header += [""] * (min(len(line), MOST_COLUMNS) - len(header))
    for index, one in enumerate(line[: len(header)]):
        if titles.field(header[index]) is None and titles.field(one) is not None:
            header[index] = one


def _refuse_doubled(header: Sequence[str], titles: TitleReader) -> None:
    met: set[str] = set()
    for one in header:
        if titles.field(one) is not None and title_key(one) in met:
            raise Invalid("doubled_column", path=CONTENT, column=one)
        met.add(title_key(one))


def _pairs(header: Sequence[str], cells: Sequence[GivenCell]) -> dict[str, GivenCell]:
    found: dict[str, GivenCell] = {}
    for index, cell in enumerate(cells):
        title = header[index] if index < len(header) else f"column {index + 1}"
        if title in found:
            title = f"{title} {index + 1}"
        found[title] = cell
    return found


def _is_of_totals(record: GivenRecord, cells: Sequence[GivenCell], key: str) -> bool:
    """Whether a row counts the others: it has no number of its own, and begins with the word."""
    number = shown(record.cells[key]) if key in record.cells else ""
    first = next((shown(one) for one in cells if not is_nothing(one)), "")
    begins = number or first
    return begins.strip().casefold().startswith(TOTALS)


def _is_header_again(record: GivenRecord, key: str, titles: TitleReader) -> bool:
    """Whether the titles are repeated, as printed pages do."""
    return key in record.cells and titles.field(shown(record.cells[key])) == key
